//! 同一事件: two matters turn out to be one event in the world, or turn out not to be. Neither ends by it; at every level they
//! are shown together. The header's link says which two, so that a unit which may not read the body knows it, too. Desks and
//! their upstream follow the same rule: of each pair the last word counts, whoever said it and of whichever of the two.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::entry::Subject;

/// A merge, or its undoing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SameEvent {
    /// The other matter; the entry's own subject is the one.
    pub other: Subject,
    /// They are one; else they are not, after all.
    pub same: bool,
    /// Why, in a line; may be empty.
    pub reason: String,
}

/// What somebody said of a matter and another.
pub trait Word {
    /// Its place among all words; the greatest is the last.
    type Place: Ord;

    /// The other matter.
    fn other(&self) -> Subject;

    /// One event; else not, or not any more.
    fn is_same(&self) -> bool;

    /// Its place.
    fn place(&self) -> Self::Place;
}

/// Of words on one matter the last on each other matter, in the order in which they were said.
#[must_use]
pub fn last_words<W: Word>(words: impl IntoIterator<Item = W>) -> Vec<W> {
    let mut last: BTreeMap<Subject, W> = BTreeMap::new();
    for word in words {
        let earlier = last.get(&word.other()).is_some_and(|known| known.place() > word.place());
        if !earlier {
            last.insert(word.other(), word);
        }
    }
    let mut last: Vec<W> = last.into_values().collect();
    last.sort_by_key(Word::place);
    last
}

/// The matters that are one event with this one, itself among them; `words_on` tells every word on a matter, from either
/// side.
///
/// # Errors
/// Whatever `words_on` fails with.
pub fn one_event<W: Word, E>(
    matter: Subject,
    mut words_on: impl FnMut(Subject) -> Result<Vec<W>, E>,
) -> Result<BTreeSet<Subject>, E> {
    let (mut event, mut open) = (BTreeSet::from([matter]), vec![matter]);
    while let Some(matter) = open.pop() {
        let last = last_words(words_on(matter)?);
        let joined = last.iter().filter(|word| word.is_same()).map(Word::other);
        open.extend(joined.filter(|other| event.insert(*other)));
    }
    Ok(event)
}
