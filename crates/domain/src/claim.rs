//! 认领: an officer says that an entry written as the desk (值班岗位) was theirs. The entry itself never changes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::entry::{Author, Content, EntryId, Header};
use crate::unit::UnitCode;

/// 认领; the officer is the author in the header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claimed {
    /// The entry that the desk wrote.
    pub entry: EntryId,
}

/// Whose each claimed entry was: the earliest claim that an officer of its own unit made of what the desk wrote.
#[must_use]
pub fn claims(entries: &[(&Header, &Content)]) -> BTreeMap<EntryId, Uuid> {
    let of_the_desk = entries.iter().filter(|(header, _)| header.author == Author::Desk);
    let unit_of: BTreeMap<EntryId, &UnitCode> = of_the_desk.map(|(header, _)| (header.id, &header.unit)).collect();
    let mut made: Vec<_> = entries
        .iter()
        .filter_map(|(header, content)| match (content, &header.author) {
            (Content::Claimed(claimed), Author::Officer(officer)) => Some((*header, claimed.entry, *officer)),
            _ => None,
        })
        .filter(|(header, entry, _)| unit_of.get(entry) == Some(&&header.unit))
        .collect();
    made.sort_by_key(|(header, ..)| (header.claimed_at, header.id));
    let mut claims = BTreeMap::new();
    for (_, entry, officer) in made {
        claims.entry(entry).or_insert(officer);
    }
    claims
}
