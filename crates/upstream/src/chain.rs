//! What an arriving entry is to what is held already: new, the same, or a fork. Pure; every database asks this.

use domain::digest::Digest;
use domain::entry::EntryId;
use domain::seal::Signature;

use crate::prepared::Prepared;

/// What is kept of a held entry for comparing: its header's digest stands for header and body.
pub(crate) struct Held {
    pub(crate) id: EntryId,
    pub(crate) position: u64,
    pub(crate) header_hash: Digest,
    pub(crate) prev: Digest,
    pub(crate) signature: Signature,
}

/// The held entries that an arriving one touches.
#[derive(Default)]
pub(crate) struct Neighbours {
    /// The one with its id.
    pub(crate) same_id: Option<Held>,
    /// The one at its (device, epoch, seq).
    pub(crate) same_place: Option<Held>,
    /// The one before that place.
    pub(crate) before: Option<Held>,
    /// The one after that place.
    pub(crate) after: Option<Held>,
}

/// What the arriving entry is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// To be received.
    New,
    /// Held since long, at this position.
    Same(u64),
    /// Its id, its place or its chain contradicts this held entry.
    Fork(EntryId),
}

/// Compares an arriving entry with what is held. Unknown neighbours are gaps, and gaps are allowed.
pub(crate) fn judge(arriving: &Prepared, held: &Neighbours) -> Verdict {
    if let Some(other) = held.same_id.as_ref().or(held.same_place.as_ref()) {
        let same = other.header_hash == arriving.header_hash() && other.signature == arriving.sealed().signature;
        return if same { Verdict::Same(other.position) } else { Verdict::Fork(other.id) };
    }
    if let Some(before) = held.before.as_ref().filter(|before| before.header_hash != arriving.header().prev) {
        return Verdict::Fork(before.id);
    }
    match held.after.as_ref().filter(|after| after.prev != arriving.header_hash()) {
        Some(after) => Verdict::Fork(after.id),
        None => Verdict::New,
    }
}
