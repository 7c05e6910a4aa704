//! 同一事件: the last word on each pair, told in whatever order, from whichever side.

use std::collections::BTreeSet;
use std::convert::Infallible;

use domain::entry::Subject;
use domain::levels::EventLink;
use domain::same_event::{last_words, one_event};
use proptest::prelude::*;
use uuid::Uuid;

/// One matter, another, whether they are one, and the place at the upstream.
type Said = (u128, u128, bool, Option<u64>);

fn matter(n: u128) -> Subject {
    Uuid::from_u128(n)
}

/// The words on a matter, from either side; the later in the list was written later.
fn words_on(said: &[Said], on: Subject) -> Vec<EventLink> {
    let both = said.iter().zip(1..).flat_map(|(&(one, other, same, position), id)| {
        let link = |other| EventLink { other: matter(other), same, said_by: Uuid::from_u128(id), position };
        [(matter(one), link(other)), (matter(other), link(one))]
    });
    both.filter(|(from, link)| *from == on && link.other != on).map(|(_, link)| link).collect()
}

fn event(said: &[Said], of: u128) -> BTreeSet<Subject> {
    let Ok(event) = one_event(matter(of), |on| Ok::<_, Infallible>(words_on(said, on)));
    event
}

#[test]
fn two_offline_words_on_one_pair_are_told_apart_by_which_was_written_last() {
    assert_eq!(event(&[(1, 2, true, None), (2, 1, false, None)], 1).len(), 1, "they are two after all");
    assert_eq!(event(&[(2, 1, false, None), (1, 2, true, None)], 1).len(), 2, "they are one after all");
}

#[test]
fn what_waits_here_is_newer_than_whatever_was_received() {
    assert_eq!(event(&[(1, 2, true, Some(9)), (2, 1, false, None)], 2).len(), 1);
    assert_eq!(event(&[(2, 1, false, None), (1, 2, true, Some(9))], 2).len(), 1, "also where it was written earlier");
}

#[test]
fn three_matters_hang_together_by_the_one_between_and_fall_apart_with_it() {
    let joined = [(1, 2, true, Some(1)), (2, 3, true, Some(2))];
    assert_eq!(event(&joined, 1).len(), 3);
    assert_eq!(event(&[joined[0], joined[1], (3, 2, false, Some(3))], 1).len(), 2);
}

fn some_words() -> impl Strategy<Value = Vec<Said>> {
    let word = (1_u128..6, 1_u128..6, any::<bool>());
    proptest::collection::vec(word, 0..12).prop_map(|words| {
        let places = 1_u64..;
        words.into_iter().zip(places).map(|((one, other, same), place)| (one, other, same, Some(place))).collect()
    })
}

proptest! {
    #[test]
    fn every_side_of_an_event_sees_the_same_event_in_whatever_order_it_was_told(
        (said, shuffled) in some_words().prop_flat_map(|said| (Just(said.clone()), Just(said).prop_shuffle()))
    ) {
        for one in 1..6 {
            let seen = event(&said, one);
            prop_assert_eq!(&event(&shuffled, one), &seen);
            for other in &seen {
                prop_assert_eq!(&event(&said, other.as_u128()), &seen, "whoever belongs to it says who else does");
            }
            let last = last_words(words_on(&said, matter(one)));
            let others: BTreeSet<Subject> = last.iter().map(|word| word.other).collect();
            prop_assert_eq!(others.len(), last.len(), "one word of each pair");
        }
    }
}
