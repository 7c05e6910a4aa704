//! 县 市 省, whatever comes first: the same reports, joins and partings, in any order and however many at once, hand each unit
//! exactly what the rule says, written out here once more and slowly.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use domain::entry::{EntryId, Sealed, Subject};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, FileFailurePersistence, TestRunner};
use tokio::runtime::Runtime;

use crate::audience::{OTHER_UNITS, TREE, above};
use crate::desk::{Desk, call, report};
use crate::levels::{relay, word};
use crate::server::Server;

const CASES: u32 = 32;
const MATTERS: usize = 3;

#[derive(Debug, Clone, Copy)]
enum Said {
    Call(usize),
    Report(usize),
    Relay(usize),
    Word { matters: [usize; 2], same: bool },
}

/// Who says it: a unit's place in the tree's list.
type Saying = (usize, Said);

fn saying(parting: bool) -> impl Strategy<Value = Saying> {
    let word = (0..MATTERS, 1..MATTERS, any::<bool>());
    let said = prop_oneof![
        1 => (0..MATTERS).prop_map(Said::Call),
        5 => (0..MATTERS).prop_map(Said::Report),
        2 => (0..MATTERS).prop_map(Said::Relay),
        4 => word.prop_map(move |(one, beyond, same)| Said::Word {
            matters: [one, (one + beyond) % MATTERS],
            same: same || !parting,
        }),
    ];
    (0..TREE.len(), said)
}

/// What is said, and in how many at once.
fn sayings(parting: bool) -> impl Strategy<Value = Vec<Vec<Saying>>> {
    prop::collection::vec(prop::collection::vec(saying(parting), 1..6), 2..8)
}

/// What is handed to a unit: which of the sayings, and whether with its body.
type Handed = BTreeSet<(usize, usize, bool)>;

struct Tree {
    server: Server,
    desks: Vec<Desk>,
    read: Vec<usize>,
}

impl Tree {
    async fn grown() -> Self {
        let server = Server::start().await;
        server.folder().await.load_units(OTHER_UNITS.as_bytes()).await.unwrap();
        let mut desks = Vec::new();
        for unit in TREE {
            desks.push(Desk::enrol(&server, unit).await);
        }
        Self { server, read: vec![0; desks.len()], desks }
    }

    /// Says all of it, of matters that were never heard of; in which order it was received, and what was handed to whom.
    async fn say(&mut self, rounds: &[Vec<Saying>]) -> (Vec<usize>, Handed) {
        self.server.clock.pass(TimeDelta::minutes(10));
        let matters: [Subject; MATTERS] = std::array::from_fn(|_| Subject::now_v7());
        let (mut ids, mut places) = (BTreeMap::new(), Vec::new());
        for round in rounds {
            let mut written: BTreeMap<usize, Vec<Sealed>> = BTreeMap::new();
            for (unit, said) in round {
                let sealed = write(&mut self.desks[*unit], &matters, *said);
                ids.insert(sealed.read_header().unwrap().id, ids.len());
                written.entry(*unit).or_default().push(sealed);
            }
            let mut sending = tokio::task::JoinSet::new();
            for (unit, entries) in written {
                let desk = self.desks[unit].clone();
                sending.spawn(async move { desk.receipts(&entries).await });
            }
            places.extend(sending.join_all().await.into_iter().flatten());
        }
        places.sort_by_key(|receipt| receipt.position);
        let order = places.iter().map(|receipt| ids[&receipt.entry]).collect();
        (order, self.pull(&ids).await)
    }

    async fn pull(&mut self, ids: &BTreeMap<EntryId, usize>) -> Handed {
        let mut handed = Handed::new();
        for (unit, desk) in self.desks.iter().enumerate() {
            let page = desk.page(self.read[unit] as u64).await;
            assert!(!page.more);
            for delivery in page.deliveries {
                self.read[unit] += 1;
                assert_eq!(delivery.n, self.read[unit] as u64, "numbers without a gap");
                let nth = ids[&delivery.entry.read_header().unwrap().id];
                assert!(handed.insert((unit, nth, delivery.entry.body.is_some())), "each once");
            }
        }
        handed
    }
}

fn write(desk: &mut Desk, matters: &[Subject; MATTERS], said: Said) -> Sealed {
    let mut of = |matter: usize, content| desk.write_as(content, |header| header.subject = matters[matter]);
    match said {
        Said::Call(matter) => of(matter, call()),
        Said::Report(matter) => of(matter, report("火灾")),
        Said::Relay(matter) => of(matter, relay()),
        Said::Word { matters: pair, same } => word(desk, pair.map(|matter| matters[matter]), same),
    }
}

fn is_above(upper: usize, lower: usize) -> bool {
    above(TREE[lower]).contains(&TREE[upper])
}

/// The rule, of what has been said so far.
struct Rule<'s>(&'s [(usize, Saying)]);

impl Rule<'_> {
    fn reporters(&self, matter: usize) -> impl Iterator<Item = usize> {
        let of = move |(_, (unit, said)): &(usize, Saying)| {
            matches!(said, Said::Report(of) if *of == matter).then_some(*unit)
        };
        self.0.iter().filter_map(of)
    }

    fn counts(&self, author: usize, pair: [usize; 2]) -> bool {
        pair.into_iter().flat_map(|matter| self.reporters(matter)).any(|unit| unit == author || is_above(author, unit))
    }

    fn are_one(&self, pair: [usize; 2]) -> bool {
        let last = self.0.iter().rev().find_map(|(_, (author, said))| match said {
            Said::Word { matters: [one, other], same } if pair == [*one, *other] || pair == [*other, *one] => {
                self.counts(*author, pair).then_some(*same)
            }
            _ => None,
        });
        last.unwrap_or(false)
    }

    fn event(&self, matter: usize) -> BTreeSet<usize> {
        let mut event = BTreeSet::from([matter]);
        for _ in 0..MATTERS {
            for other in 0..MATTERS {
                if event.iter().any(|matter| self.are_one([*matter, other])) {
                    event.insert(other);
                }
            }
        }
        event
    }

    /// Who may know by its header of an entry.
    fn may_know(&self, unit: usize, (author, said): Saying) -> bool {
        (0..MATTERS).any(|matter| {
            let event = self.event(matter);
            event.iter().any(|matter| self.reporters(*matter).any(|reporter| reporter == unit))
                && match said {
                    Said::Call(_) => false,
                    Said::Report(of) | Said::Relay(of) => event.contains(&of),
                    Said::Word { matters, .. } => {
                        self.counts(author, matters) && matters.iter().any(|matter| event.contains(matter))
                    }
                }
        })
    }
}

/// What the rule hands to whom, entry by entry.
fn expected(order: &[usize], sayings: &[Saying]) -> Handed {
    let mut handed = Handed::new();
    let said: Vec<(usize, Saying)> = order.iter().map(|nth| (*nth, sayings[*nth])).collect();
    for upto in 1..=said.len() {
        let (nth, (author, what)) = said[upto - 1];
        let goes_up = !matches!(what, Said::Call(_));
        let whole = (0..TREE.len()).filter(|unit| *unit == author || goes_up && is_above(*unit, author));
        handed.extend(whole.map(|unit| (unit, nth, true)));
        let rule = Rule(&said[..upto]);
        for (nth, saying) in &said[..upto] {
            for unit in 0..TREE.len() {
                if rule.may_know(unit, *saying) && !handed.contains(&(unit, *nth, true)) {
                    handed.insert((unit, *nth, false));
                }
            }
        }
    }
    handed
}

fn runner() -> TestRunner {
    let persistence = FileFailurePersistence::Direct("tests/proptest-regressions/levels.txt");
    TestRunner::new(Config { cases: CASES, failure_persistence: Some(Box::new(persistence)), ..Config::default() })
}

#[test]
fn whatever_is_said_in_whatever_order_each_unit_is_handed_what_the_rule_says() {
    let runtime = Runtime::new().unwrap();
    let tree = RefCell::new(runtime.block_on(Tree::grown()));
    let checked = runner().run(&sayings(true), |rounds| {
        let (order, handed) = runtime.block_on(tree.borrow_mut().say(&rounds));
        prop_assert_eq!(handed, expected(&order, &rounds.concat()));
        Ok(())
    });
    checked.unwrap_or_else(|error| panic!("{error}"));
    assert!(runtime.block_on(tree.borrow().server.check()).ok);
}

#[test]
fn where_nothing_is_told_apart_any_order_hands_each_unit_the_same() {
    let runtime = Runtime::new().unwrap();
    let tree = RefCell::new(runtime.block_on(Tree::grown()));
    let sayings = (sayings(false), prop::collection::vec(any::<Index>(), 40));
    let checked = runner().run(&sayings, |(rounds, places)| {
        let said = rounds.concat();
        let (_, before) = runtime.block_on(tree.borrow_mut().say(&rounds));
        let mut order: Vec<usize> = Vec::new();
        for (nth, place) in (0..said.len()).zip(&places) {
            order.insert(place.index(order.len() + 1), nth);
        }
        let shuffled: Vec<Vec<Saying>> = order.iter().map(|nth| vec![said[*nth]]).collect();
        let (_, after) = runtime.block_on(tree.borrow_mut().say(&shuffled));
        let named: Handed = after.into_iter().map(|(unit, place, whole)| (unit, order[place], whole)).collect();
        prop_assert_eq!(named, before);
        Ok(())
    });
    checked.unwrap_or_else(|error| panic!("{error}"));
}
