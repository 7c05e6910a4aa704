//! The log once more from its first position: each entry proved, and each receipt's device head drawn anew.

use std::collections::{BTreeMap, HashMap};
use std::str::FromStr as _;

use domain::certificate::{Certificate, SealedCertificate};
use domain::digest::Digest;
use domain::entry::{Content, DeviceId, EntryId, Header};
use domain::purge::takes;
use domain::receipt::DeviceHead;
use uuid::Uuid;

use super::rows::{CursorRow, EntryColumns, EntryRow};
use crate::settings::Settings;

/// The state of the log as replayed so far.
pub(super) struct Replay<'a> {
    settings: &'a Settings,
    certificates: HashMap<String, Result<Certificate, String>>,
    chains: BTreeMap<(DeviceId, u32), Chain>,
    /// Entries without a body, until a purge of theirs comes by.
    missing: BTreeMap<EntryId, (u64, Header)>,
}

/// A device's chain within an epoch.
struct Chain {
    seq: u64,
    digest: Digest,
    /// (prev, digest) of entries beyond a gap.
    beyond: BTreeMap<u64, (Digest, Digest)>,
}

/// A place in a chain, from the columns: a damaged header must not make its successors look damaged too.
struct Place {
    device: DeviceId,
    epoch: u32,
    seq: u64,
    prev: Digest,
    digest: Digest,
}

impl<'a> Replay<'a> {
    pub(super) fn new(settings: &'a Settings) -> Self {
        Self { settings, certificates: HashMap::new(), chains: BTreeMap::new(), missing: BTreeMap::new() }
    }

    /// What is wrong with the next entry.
    pub(super) fn entry(&mut self, row: &EntryRow) -> Vec<String> {
        let mut problems = Vec::new();
        match place(&row.columns) {
            Some(place) => {
                let (head, broken) = self.link(&place);
                problems.extend(broken.map(str::to_owned));
                problems.extend(self.receipt_problem(row, &head));
            }
            None => problems.push("数据表的列不是约定的格式".to_owned()),
        }
        problems.extend(self.prove(row).err());
        problems.into_iter().map(|problem| format!("位置 {}：{problem}", row.position)).collect()
    }

    /// Bodies that are gone and that no purge took away.
    pub(super) fn missing_bodies(&self) -> Vec<String> {
        self.missing.values().map(|(position, _)| format!("位置 {position}：正文缺失，也没有清除它的记录")).collect()
    }

    /// The device heads as they ought to be, sorted.
    pub(super) fn into_heads(self) -> Vec<CursorRow> {
        let held = self.chains.into_iter().filter(|(_, chain)| chain.seq > 0);
        let rows = held.map(|((device, epoch), chain)| CursorRow {
            device: device.to_string(),
            epoch,
            seq: chain.seq,
            digest: chain.digest.to_string(),
        });
        let mut heads: Vec<_> = rows.collect();
        heads.sort();
        heads
    }

    /// Puts an entry into its chain; the head after it, and whether it fits its neighbours.
    fn link(&mut self, place: &Place) -> (DeviceHead, Option<&'static str>) {
        let first = || Chain { seq: 0, digest: Digest::ZERO, beyond: BTreeMap::new() };
        let chain = self.chains.entry((place.device, place.epoch)).or_insert_with(first);
        let fits = chain.fits(place);
        chain.beyond.insert(place.seq, (place.prev, place.digest));
        chain.advance();
        let head = DeviceHead { epoch: place.epoch, seq: chain.seq, digest: chain.digest };
        (head, (!fits).then_some("与同一设备前后条目的链不相接"))
    }

    fn receipt_problem(&self, row: &EntryRow, head: &DeviceHead) -> Option<String> {
        let Some(sealed) = &row.receipt else { return Some("没有回执".to_owned()) };
        let receipt = match sealed.verify(&row.sealed, &self.settings.public_key) {
            Ok(receipt) => receipt,
            Err(error) => return Some(format!("回执：{error}")),
        };
        let right = receipt.position == row.position
            && receipt.entry.to_string() == row.columns.id
            && receipt.upstream == self.settings.upstream
            && (1..=self.settings.generation.number).contains(&receipt.generation);
        if !right {
            return Some("回执与条目的位置、编号或上级节点不符".to_owned());
        }
        let agrees = receipt.device_head == *head || self.was_put_back_around(row.position);
        (!agrees).then(|| "回执中的设备链头与日志不符".to_owned())
    }

    /// Around what a backup forgot, chains were held less far when a receipt was made than they are now, or further: what
    /// was offered again came late, and some of it perhaps never.
    fn was_put_back_around(&self, position: u64) -> bool {
        self.settings.generation.lost_after.is_some_and(|lost_after| position > lost_after)
    }

    fn prove(&mut self, row: &EntryRow) -> Result<(), String> {
        let certificate = self.certificate(row)?;
        let (header, content) = row.sealed.verify(&certificate.key).map_err(|error| error.to_string())?;
        if header.device != certificate.device || header.unit != certificate.unit {
            return Err("条目头的设备或单位与设备证书不符".to_owned());
        }
        let agree = row.columns == columns_of(&header, row.sealed.digest());
        match content {
            None => drop(self.missing.insert(header.id, (row.position, header.clone()))),
            Some(Content::Purged(purged)) => self.missing.retain(|_, (_, missing)| !takes(&header, &purged, missing)),
            Some(_) => {}
        }
        if agree { Ok(()) } else { Err("数据表的列与条目头不一致".to_owned()) }
    }

    fn certificate(&mut self, row: &EntryRow) -> Result<&Certificate, String> {
        let verify = |sealed: &Option<SealedCertificate>| {
            let sealed = sealed.as_ref().ok_or("没有设备证书")?;
            sealed.verify(&self.settings.public_key).map_err(|error| format!("设备证书：{error}"))
        };
        let known = self.certificates.entry(row.columns.device.clone());
        known.or_insert_with(|| verify(&row.certificate)).as_ref().map_err(Clone::clone)
    }
}

impl Chain {
    fn fits(&self, place: &Place) -> bool {
        let digest_at = |seq| {
            if seq == self.seq { Some(self.digest) } else { self.beyond.get(&seq).map(|(_, digest)| *digest) }
        };
        let before = place.seq.checked_sub(1).and_then(digest_at);
        let after = self.beyond.get(&(place.seq + 1)).map(|(prev, _)| *prev);
        place.seq > self.seq
            && before.is_none_or(|digest| digest == place.prev)
            && after.is_none_or(|prev| prev == place.digest)
    }

    fn advance(&mut self) {
        while let Some((_, digest)) = self.beyond.remove(&(self.seq + 1)) {
            self.seq += 1;
            self.digest = digest;
        }
    }
}

fn place(columns: &EntryColumns) -> Option<Place> {
    Some(Place {
        device: Uuid::from_str(&columns.device).ok()?,
        epoch: columns.epoch,
        seq: columns.seq,
        prev: Digest::parse(&columns.prev)?,
        digest: Digest::parse(&columns.header_hash)?,
    })
}

fn columns_of(header: &Header, digest: Digest) -> EntryColumns {
    EntryColumns {
        id: header.id.to_string(),
        device: header.device.to_string(),
        epoch: header.epoch,
        seq: header.seq,
        prev: header.prev.to_string(),
        unit: header.unit.0.clone(),
        header_hash: digest.to_string(),
    }
}
