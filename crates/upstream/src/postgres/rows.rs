//! A plan's rows turned into columns, as `UNNEST` takes them.

use domain::entry::{DeviceId, EntryId, Subject};
use tokio_postgres::types::ToSql;

use super::column::stored;
use crate::batch::{Place, Plan};

/// Places as columns.
#[derive(Default)]
pub(super) struct Places {
    pub(super) devices: Vec<DeviceId>,
    pub(super) epochs: Vec<i64>,
    pub(super) seqs: Vec<i64>,
}

impl Places {
    pub(super) fn of(places: impl Iterator<Item = Place>) -> Self {
        let mut columns = Self::default();
        for (device, epoch, seq) in places {
            columns.devices.push(device);
            columns.epochs.push(i64::from(epoch));
            columns.seqs.push(stored(seq));
        }
        columns
    }
}

/// What is of matters, as columns.
#[derive(Default)]
pub(super) struct Matters<'p> {
    pub(super) subjects: Vec<Subject>,
    /// Of words only.
    pub(super) others: Vec<Subject>,
    pub(super) positions: Vec<i64>,
    pub(super) units: Vec<&'p str>,
    pub(super) flags: Vec<bool>,
}

/// Every table's columns.
#[derive(Default)]
pub(super) struct Rows<'p> {
    pub(super) positions: Vec<i64>,
    ids: Vec<EntryId>,
    places: Places,
    prevs: Vec<String>,
    units: Vec<&'p str>,
    digests: Vec<String>,
    headers: Vec<&'p str>,
    bodies: Vec<Option<&'p str>>,
    signatures: Vec<&'p str>,
    pub(super) receipts: Vec<&'p str>,
    pub(super) receipt_signatures: Vec<&'p str>,
    pub(super) heads: Places,
    pub(super) head_digests: Vec<String>,
    pub(super) handed_to: Vec<&'p str>,
    pub(super) handed: Vec<i64>,
    pub(super) with_body: Vec<bool>,
    pub(super) shown_to: Vec<&'p str>,
    pub(super) shown: Vec<i64>,
    pub(super) shown_by: Vec<i64>,
    pub(super) blobs: Vec<String>,
    pub(super) blobs_at: Vec<i64>,
    pub(super) blob_lengths: Vec<i64>,
    pub(super) purged: Vec<i64>,
    pub(super) purged_by: Vec<i64>,
    pub(super) reported: Matters<'p>,
    pub(super) words: Matters<'p>,
    /// What is said to whoever listens: the units that something was handed to.
    pub(super) told: String,
}

impl<'p> Rows<'p> {
    pub(super) fn of(plan: &'p Plan<'_>) -> Self {
        let mut rows = Self { told: super::listen::payload(plan), ..Self::default() };
        rows.add_entries(plan);
        rows.heads = Places::of(plan.heads.iter().map(|((device, epoch), head)| (*device, *epoch, head.seq)));
        rows.head_digests = plan.heads.values().map(|head| head.digest.to_string()).collect();
        for handed in &plan.handed {
            rows.handed_to.push(&handed.unit.0);
            rows.handed.push(stored(handed.position));
            rows.with_body.push(handed.with_body);
        }
        for shown in &plan.shown {
            rows.shown_to.push(&shown.unit.0);
            rows.shown.push(stored(shown.position));
            rows.shown_by.push(stored(shown.by));
        }
        for name in &plan.blobs {
            rows.blobs.push(name.blob.digest.to_string());
            rows.blobs_at.push(stored(name.position));
            rows.blob_lengths.push(stored(name.blob.length));
        }
        for (position, by) in &plan.purged {
            rows.purged.push(stored(*position));
            rows.purged_by.push(stored(*by));
        }
        rows.add_matters(plan);
        rows
    }

    fn add_matters(&mut self, plan: &'p Plan<'_>) {
        for reported in &plan.reported {
            self.reported.subjects.push(reported.subject);
            self.reported.positions.push(stored(reported.position));
            self.reported.units.push(&reported.unit.0);
            self.reported.flags.push(reported.report);
        }
        for word in &plan.words {
            self.words.subjects.push(word.subject);
            self.words.others.push(word.other);
            self.words.positions.push(stored(word.position));
            self.words.units.push(&word.unit.0);
            self.words.flags.push(word.same);
        }
    }

    fn add_entries(&mut self, plan: &'p Plan<'_>) {
        for (position, entry, receipt) in &plan.entries {
            let (header, sealed) = (entry.header(), entry.sealed());
            self.positions.push(stored(*position));
            self.ids.push(header.id);
            self.prevs.push(header.prev.to_string());
            self.units.push(&header.unit.0);
            self.digests.push(entry.header_hash().to_string());
            self.headers.push(&sealed.header);
            self.bodies.push(sealed.body.as_deref());
            self.signatures.push(sealed.signature.as_str());
            self.receipts.push(&receipt.receipt);
            self.receipt_signatures.push(receipt.signature.as_str());
        }
        let places = plan.entries.iter().map(|(_, entry, _)| entry.header());
        self.places = Places::of(places.map(|header| (header.device, header.epoch, header.seq)));
    }

    /// The columns of `entries`, in its order.
    pub(super) fn entries(&self) -> Vec<&(dyn ToSql + Sync)> {
        vec![
            &self.positions,
            &self.ids,
            &self.places.devices,
            &self.places.epochs,
            &self.places.seqs,
            &self.prevs,
            &self.units,
            &self.digests,
            &self.headers,
            &self.bodies,
            &self.signatures,
        ]
    }
}
