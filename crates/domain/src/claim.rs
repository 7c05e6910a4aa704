//! 认领: an officer says that an entry written as the desk (值班岗位) was theirs. The entry itself never changes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::entry::{Author, Content, EntryId};
use crate::placed::Placed;

/// 认领; the officer is the author in the header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claimed {
    /// The entry that the desk wrote.
    pub entry: EntryId,
}

/// Whose each claimed entry was: the earliest claim that an officer of its own unit made of what the desk wrote.
#[must_use]
pub fn claims(entries: &[Placed]) -> BTreeMap<EntryId, Uuid> {
    let of_the_desk = |placed: &&Placed| placed.header.author == Author::Desk;
    let unit = |entry: EntryId| {
        entries.iter().filter(of_the_desk).find(|placed| placed.header.id == entry).map(|placed| &placed.header.unit)
    };
    let mut made: Vec<_> = entries
        .iter()
        .filter_map(|placed| match (&placed.content, &placed.header.author) {
            (Content::Claimed(claimed), Author::Officer(officer)) => Some((placed, claimed.entry, *officer)),
            _ => None,
        })
        .filter(|(placed, entry, _)| unit(*entry) == Some(&placed.header.unit))
        .collect();
    made.sort_by_key(|(placed, ..)| (placed.header.claimed_at, placed.header.id));
    let mut claims = BTreeMap::new();
    for (_, entry, officer) in made {
        claims.entry(entry).or_insert(officer);
    }
    claims
}
