//! What needs its neighbours: the chain, what receipts and anchors name, purges, and what was never sent.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::digest::Digest;
use domain::entry::{BlobRef, Content, DeviceId, EntryId, Header, ReceiptAnchor, Relation};
use domain::epoch::EpochReason;
use domain::purge::{Purged, takes};
use domain::receipt::Receipt;
use store::table::{entry, receipt};
use store::{InspectedDelivery, StoreError};

use super::Verdict;
use super::examine::{Examined, Known, earlier_fault};
use super::fault::Fault;
use super::keys::Keys;
use crate::sync::Met;
use crate::workstation::Workstation;

type Chain = (DeviceId, u32);

/// Rows in the order of device, epoch and seq, as they come by.
pub(super) struct Sequence<'desk> {
    desk: &'desk Workstation,
    keys: &'desk Keys,
    verdict: Verdict,
    /// The last header of each chain: its seq and digest.
    chains: HashMap<Chain, (u64, Digest)>,
    /// Places that a receipt names and that were said to be missing or different already.
    heads_told: HashSet<(Chain, u64)>,
    /// The anchor that was last found: the next entries mostly name the same.
    anchor: Option<ReceiptAnchor>,
    /// The purge that was last read: it mostly cleared several bodies.
    purge: Option<(String, Option<(Header, Purged)>)>,
    /// Own entries with neither receipt nor place in the queue, unless issued again.
    unsent: BTreeMap<EntryId, String>,
    reissued: HashSet<EntryId>,
    /// Own entries that open an epoch: the chain before, its last seq as they say, and their names.
    opened: Vec<(Chain, u64, String)>,
    /// Own chains with a place that nobody has, and the entry behind it.
    gaps: Vec<(Chain, String)>,
    /// Own chains that ended where a clone had been first.
    forked: HashSet<Chain>,
    /// Attachments that own entries name, each once.
    pub(super) blobs: BTreeMap<Digest, (BlobRef, String)>,
}

impl<'desk> Sequence<'desk> {
    pub(super) fn new(desk: &'desk Workstation, keys: &'desk Keys, faults: Vec<Fault>) -> Self {
        let mut sequence = Self {
            desk,
            keys,
            verdict: Verdict::default(),
            chains: HashMap::new(),
            heads_told: HashSet::new(),
            anchor: None,
            purge: None,
            unsent: BTreeMap::new(),
            reissued: HashSet::new(),
            opened: Vec::new(),
            gaps: Vec::new(),
            forked: HashSet::new(),
            blobs: BTreeMap::new(),
        };
        faults.into_iter().for_each(|fault| sequence.found(fault));
        sequence
    }

    pub(super) fn found(&mut self, fault: Fault) {
        self.verdict.faults.push(format!("{fault}。"));
    }

    pub(super) fn verdict(self) -> Verdict {
        self.verdict
    }

    pub(super) fn take(&mut self, row: Examined) -> Result<(), StoreError> {
        self.verdict.entries += 1;
        let sound = row.faults.is_empty();
        row.faults.into_iter().for_each(|fault| self.found(fault));
        let Some(known) = row.known else { return Ok(()) };
        match (&known.receipt, known.has_receipt) {
            (Some(_), _) if sound => self.verdict.receipted += 1,
            (None, false) => self.verdict.device_only += 1,
            _ => {}
        }
        let own = self.keys.is_own(known.header.device);
        self.follow_chain(&known, own);
        if let Some(receipt) = &known.receipt {
            self.head(&known, receipt, own)?;
        }
        if own {
            self.anchored(&known.header)?;
            self.will_be_sent(&known);
            self.names_blobs(&known.header);
            self.opens_epoch(&known);
        }
        self.body(&known, own)
    }

    /// Another device's entries may lack what this unit may not read; an own chain is whole from 1.
    fn follow_chain(&mut self, known: &Known, own: bool) {
        let header = &known.header;
        let before = self.chains.insert((header.device, header.epoch), (header.seq, known.digest));
        match before {
            None if own && header.seq != 1 => self.found(Fault::NoBeginning(header.name())),
            None if header.seq == 1 && header.prev != Digest::ZERO => self.found(Fault::Broken(header.name())),
            Some((seq, digest)) if header.seq == seq + 1 && header.prev != digest => {
                self.found(Fault::Broken(header.name()));
            }
            Some((seq, _)) if own && header.seq != seq + 1 => {
                self.gaps.push(((header.device, header.epoch), header.name()));
            }
            _ => {}
        }
    }

    /// What a receipt says the upstream holds of the device without a gap.
    fn head(&mut self, known: &Known, receipt: &Receipt, own: bool) -> Result<(), StoreError> {
        let head = &receipt.device_head;
        let chain = (known.header.device, head.epoch);
        let itself = head.epoch == known.header.epoch && head.seq == known.header.seq && head.digest == known.digest;
        if itself || head.seq == 0 || self.heads_told.contains(&(chain, head.seq)) {
            return Ok(());
        }
        let held = entry::header_at(self.desk.store().connection(), chain, head.seq)?;
        let fault = match held {
            Some(header) if Digest::of(header.as_bytes()) == head.digest => return Ok(()),
            Some(_) => Fault::HeadDiffers(known.header.name(), head.epoch, head.seq),
            None if own => Fault::HeadGone(known.header.name(), head.epoch, head.seq),
            None => return Ok(()),
        };
        self.heads_told.insert((chain, head.seq));
        self.found(fault);
        Ok(())
    }

    fn anchored(&mut self, header: &Header) -> Result<(), StoreError> {
        let Some(anchor) = &header.anchor else { return Ok(()) };
        if self.anchor.as_ref() == Some(anchor) {
            return Ok(());
        }
        if receipt::named_by(self.desk.store().connection(), anchor)?.is_some() {
            self.anchor = Some(anchor.clone());
        } else {
            self.found(Fault::AnchorGone(header.name(), anchor.position));
        }
        Ok(())
    }

    fn will_be_sent(&mut self, known: &Known) {
        let again = known.header.links.iter().filter(|link| link.relation == Relation::Reissues);
        self.reissued.extend(again.map(|link| link.to));
        if !known.has_receipt && !known.queued {
            self.unsent.insert(known.header.id, known.header.name());
        }
    }

    fn names_blobs(&mut self, header: &Header) {
        for blob in &header.blobs {
            self.blobs.entry(blob.digest).or_insert_with(|| (blob.clone(), header.name()));
        }
    }

    fn opens_epoch(&mut self, known: &Known) {
        let Some(opened) = &known.opened else { return };
        let before = (known.header.device, opened.before);
        if opened.reason == EpochReason::ChainFork {
            // What hung on a clone's place made way: the chain before may end earlier than it did here, and a report
            // that had gone ahead of what was written before it stands alone.
            self.forked.insert(before);
        } else {
            self.opened.push((before, opened.last_seq, known.header.name()));
        }
    }

    fn body(&mut self, known: &Known, own: bool) -> Result<(), StoreError> {
        if known.has_body {
            return Ok(());
        }
        match &known.purged_by {
            Some(by) if !self.purged(by, &known.header)? => self.found(Fault::NoPurge(known.header.name())),
            None if own => self.found(Fault::NoBody(known.header.name())),
            _ => {}
        }
        Ok(())
    }

    /// Whether that entry is a purge of this body. Its own seal is checked where it comes by.
    fn purged(&mut self, by: &str, header: &Header) -> Result<bool, StoreError> {
        if self.purge.as_ref().is_none_or(|(read, _)| read != by) {
            let entry = self.desk.store().entry_by_text(by)?;
            let read = entry.and_then(|entry| {
                let header = entry.read_header().ok()?;
                let content = entry.read_content(&header).ok()??;
                Some((header, content))
            });
            let purged = match read {
                Some((by, Content::Purged(purged))) => Some((by, purged)),
                _ => None,
            };
            self.purge = Some((by.to_owned(), purged));
        }
        let purged = self.purge.as_ref().and_then(|(_, purged)| purged.as_ref());
        Ok(purged.is_some_and(|(by, purged)| takes(by, purged, header)))
    }

    /// What can be said once every row came by.
    pub(super) fn end(&mut self) -> Result<(), StoreError> {
        let unsent = std::mem::take(&mut self.unsent);
        for (_, name) in unsent.into_iter().filter(|(id, _)| !self.reissued.contains(id)).collect::<Vec<_>>() {
            self.found(Fault::NeverSent(name));
        }
        for (_, name) in std::mem::take(&mut self.gaps)
            .into_iter()
            .filter(|(chain, _)| !self.forked.contains(chain))
            .collect::<Vec<_>>()
        {
            self.found(Fault::Broken(name));
        }
        for (chain, last, name) in std::mem::take(&mut self.opened) {
            // A desk restored without its key is another device: its chain before is not under this one's name.
            if let Some((held, _)) = self.chains.get(&chain).copied().filter(|(held, _)| *held < last) {
                self.found(Fault::EpochShort(name, last, held));
            }
        }
        self.strays()?;
        self.earlier_receipts()?;
        self.deliveries()
    }

    fn strays(&mut self) -> Result<(), StoreError> {
        let strays = self.desk.store().strays()?;
        let all = [
            (strays.receipts, Fault::StrayReceipts(strays.receipts)),
            (strays.queued, Fault::StrayQueued(strays.queued)),
            (strays.purges, Fault::StrayPurges(strays.purges)),
        ];
        all.into_iter().filter(|(count, _)| *count > 0).for_each(|(_, fault)| self.found(fault));
        Ok(())
    }

    /// Receipts beside which a newer generation's stands: they prove when an entry was first received, and stay.
    fn earlier_receipts(&mut self) -> Result<(), StoreError> {
        let mut faults = Vec::new();
        self.desk.store().inspect_earlier_receipts(|entry, receipt| {
            faults.extend(earlier_fault(&entry, &receipt, self.keys));
        })?;
        faults.into_iter().for_each(|fault| self.found(fault));
        Ok(())
    }

    /// Deliveries are numbered without a gap from 1, or from where a generation of the upstream began, and their entries
    /// stay.
    fn deliveries(&mut self) -> Result<(), StoreError> {
        let mut faults = Vec::new();
        let mut expected = 1;
        let store = self.desk.store();
        let met = Met::read(&store)?;
        store.inspect_deliveries(|InspectedDelivery { n, entry_held, body_missing }| {
            let begins_anew = n.checked_sub(1).is_some_and(|before| met.began_after(before.unsigned_abs()));
            if n != expected && !begins_anew {
                faults.push(Fault::DeliveryGone(expected));
            }
            if !entry_held {
                faults.push(Fault::DeliveredEntryGone(n));
            } else if body_missing {
                faults.push(Fault::DeliveredBodyGone(n));
            }
            expected = n.saturating_add(1);
        })?;
        drop(store);
        faults.into_iter().for_each(|fault| self.found(fault));
        Ok(())
    }
}
