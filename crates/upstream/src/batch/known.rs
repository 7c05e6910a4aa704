//! What is held around a batch, read once before anything is planned.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::digest::Digest;
use domain::entry::{Content, DeviceId, EntryId, Header, Kind, Subject};
use domain::receipt::{DeviceHead, SealedReceipt};
use domain::seal::Signature;
use domain::unit::UnitCode;

use super::event::{self, Reported, Word};
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
    /// Units with all above them: the authors', and those that a directive names.
    pub(crate) placed: BTreeSet<UnitCode>,
    /// Whether these units are there at all.
    pub(crate) addressees: BTreeSet<UnitCode>,
    /// Entries that a disclosure or a purge names, and who has them.
    pub(crate) named: BTreeSet<EntryId>,
    /// Whether these positions are taken, which earlier receipts give.
    pub(crate) positions: BTreeSet<u64>,
    /// Matters with all that were ever said to be one event with them: who reported, and what was said.
    pub(crate) matters: BTreeSet<Subject>,
    /// Units that report a matter in this batch.
    reporting: BTreeSet<(Subject, UnitCode)>,
    /// What is said in this batch of two matters, from either side.
    words: Vec<Word>,
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
            wanted.placed.insert(header.unit.clone());
            wanted.add_matters(header);
            wanted.addressees.extend(header.addressees.iter().cloned());
            wanted.named.extend(names(entry));
            wanted.positions.extend(entry.earlier().map(|earlier| earlier.position()));
        }
        wanted
    }

    fn add_matters(&mut self, header: &Header) {
        match header.kind {
            Kind::Directive => self.placed.extend(header.addressees.iter().cloned()),
            Kind::Report => {
                self.matters.insert(header.subject);
                self.reporting.insert((header.subject, header.unit.clone()));
            }
            Kind::Relay => drop(self.matters.insert(header.subject)),
            Kind::SameEvent => {
                self.words.extend(Word::by(header, 0));
                self.matters.extend(self.words.iter().map(|word| word.subject));
            }
            _ => {}
        }
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
    /// The units above each that is wanted, and each that reported one of the wanted matters, nearest first.
    pub(crate) superiors: HashMap<UnitCode, Vec<UnitCode>>,
    /// Those of the wanted addressees that are units here.
    pub(crate) addressees: BTreeSet<UnitCode>,
    /// The named entries that are held.
    pub(crate) named: Vec<Named>,
    /// Those of the wanted positions that are taken.
    pub(crate) taken: BTreeSet<u64>,
    /// Reports and relays of the wanted matters.
    pub(crate) reported: Vec<Reported>,
    /// What was said of the wanted matters, from either side.
    pub(crate) words: Vec<Word>,
    /// Who has which of the entries that are in question, and whether with their bodies.
    pub(crate) heard: HashMap<u64, BTreeMap<UnitCode, bool>>,
}

impl Known {
    /// Units and entries of which it must be known whether the one has the other, so that it gets each once.
    pub(crate) fn in_question(&self, wanted: &Wanted) -> BTreeSet<(UnitCode, u64)> {
        let words: Vec<Word> = self.words.iter().chain(&wanted.words).cloned().collect();
        event::in_question(&self.reported, &words, &wanted.reporting)
    }

    /// Those who reported one of the matters, and whose place in the tree is not known yet.
    pub(crate) fn unplaced(&self) -> BTreeSet<UnitCode> {
        let reporters = self.reported.iter().filter(|reported| reported.report).map(|reported| &reported.unit);
        reporters.filter(|unit| !self.superiors.contains_key(*unit)).cloned().collect()
    }
}

/// Notes that a unit has an entry: whole, where it got it both ways.
pub(crate) fn has(handed: &mut BTreeMap<UnitCode, bool>, unit: UnitCode, with_body: bool) {
    *handed.entry(unit).or_default() |= with_body;
}
