//! What is held around a batch, read once before anything is planned.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::digest::Digest;
use domain::entry::{Content, DeviceId, EntryId};
use domain::receipt::{DeviceHead, SealedReceipt};
use domain::seal::Signature;
use domain::unit::UnitCode;

use crate::prepared::Prepared;

/// A place in a device's chain: device, epoch, seq.
pub(crate) type Place = (DeviceId, u32, u64);

/// A device's chain within one epoch.
pub(crate) type Chain = (DeviceId, u32);

/// What must be known to plan a batch.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    /// Entries with these ids.
    pub(crate) ids: BTreeSet<EntryId>,
    /// Entries at these places: those that arrive claim, and the ones before and after.
    pub(crate) places: BTreeSet<Place>,
    /// Heads of these chains, each with the seqs that arrive: where one of them is the head's next, all that lies beyond.
    pub(crate) chains: BTreeMap<Chain, BTreeSet<u64>>,
    /// Authors' units, with all above them.
    pub(crate) authors: BTreeSet<UnitCode>,
    /// Whether these units are there at all.
    pub(crate) addressees: BTreeSet<UnitCode>,
    /// Entries that a disclosure or a purge names, and who has them.
    pub(crate) named: BTreeSet<EntryId>,
    /// Whether these positions are taken, which earlier receipts give.
    pub(crate) positions: BTreeSet<u64>,
}

impl Wanted {
    /// What these entries touch.
    pub(crate) fn by(arriving: &[&Prepared]) -> Self {
        let mut wanted = Self::default();
        for entry in arriving {
            let header = entry.header();
            wanted.ids.insert(header.id);
            let around = header.seq.saturating_sub(1).max(1)..=header.seq + 1;
            wanted.places.extend(around.map(|seq| (header.device, header.epoch, seq)));
            wanted.chains.entry((header.device, header.epoch)).or_default().insert(header.seq);
            wanted.authors.insert(header.unit.clone());
            wanted.addressees.extend(header.addressees.iter().cloned());
            wanted.named.extend(names(entry));
            wanted.positions.extend(entry.earlier().map(|earlier| earlier.position()));
        }
        wanted
    }
}

fn names(entry: &Prepared) -> Vec<EntryId> {
    match entry.content() {
        Some(Content::Disclosed(disclosed)) => disclosed.named().to_vec(),
        Some(Content::Purged(purged)) => purged.bodies.iter().map(|body| body.entry).collect(),
        _ => Vec::new(),
    }
}

/// What is kept of a held entry for comparing: its header's digest stands for header and body.
#[derive(Clone)]
pub(crate) struct Held {
    pub(crate) id: EntryId,
    pub(crate) place: Place,
    pub(crate) position: u64,
    pub(crate) header_hash: Digest,
    pub(crate) prev: Digest,
    pub(crate) signature: Signature,
}

/// A held entry that is named by one that arrives.
pub(crate) struct Named {
    pub(crate) id: EntryId,
    pub(crate) position: u64,
    /// Its exact header.
    pub(crate) header: String,
    /// Every unit that has it, and whether with its body.
    pub(crate) handed: BTreeMap<UnitCode, bool>,
}

/// What is held around a batch.
#[derive(Default)]
pub(crate) struct Known {
    /// Entries with the wanted ids or at the wanted places.
    pub(crate) held: Vec<Held>,
    /// Receipts of those that hold a wanted id.
    pub(crate) receipts: HashMap<u64, SealedReceipt>,
    /// Heads of the wanted chains, where there is one.
    pub(crate) heads: HashMap<Chain, DeviceHead>,
    /// Digests beyond the heads, of chains whose next entry arrives.
    pub(crate) beyond: HashMap<Place, Digest>,
    /// The units above each author's, nearest first.
    pub(crate) superiors: HashMap<UnitCode, Vec<UnitCode>>,
    /// Those of the wanted addressees that are units here.
    pub(crate) addressees: BTreeSet<UnitCode>,
    /// The named entries that are held.
    pub(crate) named: Vec<Named>,
    /// Those of the wanted positions that are taken.
    pub(crate) taken: BTreeSet<u64>,
}
