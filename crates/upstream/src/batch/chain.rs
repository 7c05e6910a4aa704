//! What an arriving entry is to what is held already: new, the same, or a fork.

use domain::entry::EntryId;

use super::known::Held;
use crate::prepared::Prepared;

/// The held entries that an arriving one touches.
#[derive(Default)]
pub(super) struct Neighbours<'a> {
    /// The one with its id.
    pub(super) same_id: Option<&'a Held>,
    /// The one at its (device, epoch, seq).
    pub(super) same_place: Option<&'a Held>,
    /// The one before that place.
    pub(super) before: Option<&'a Held>,
    /// The one after that place.
    pub(super) after: Option<&'a Held>,
}

/// What the arriving entry is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// To be received.
    New,
    /// Held since long, at this position.
    Same(u64),
    /// Its id, its place or its chain contradicts this held entry.
    Fork(EntryId),
}

/// Compares an arriving entry with what is held. Unknown neighbours are gaps, and gaps are allowed.
pub(super) fn judge(arriving: &Prepared, held: &Neighbours<'_>) -> Verdict {
    if let Some(other) = held.same_id.or(held.same_place) {
        let same = other.header_hash == arriving.header_hash() && other.signature == arriving.sealed().signature;
        return if same { Verdict::Same(other.position) } else { Verdict::Fork(other.id) };
    }
    if let Some(before) = held.before.filter(|before| before.header_hash != arriving.header().prev) {
        return Verdict::Fork(before.id);
    }
    match held.after.filter(|after| after.prev != arriving.header_hash()) {
        Some(after) => Verdict::Fork(after.id),
        None => Verdict::New,
    }
}
