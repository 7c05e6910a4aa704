//! 校验: every entry, its place in the chain and its receipt, as the file holds them.

use std::collections::BTreeMap;

use domain::certificate::CertificateError;
use domain::digest::Digest;
use domain::entry::{DeviceId, EntryError, Header, Sealed};
use domain::receipt::ReceiptError;
use domain::seal::PublicKey;
use serde::Serialize;
use store::table::{certificate, entry, receipt};
use store::{Store, StoreError};

use crate::enrolment::{Enrolment, enrolled};
use crate::workstation::Workstation;

/// What a verification found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Entries looked at.
    pub entries: u32,
    /// Entries with a receipt that holds: the upstream vouches for them.
    pub receipted: u32,
    /// Entries without one: only this device vouches for them.
    pub device_only: u32,
    /// What does not hold, in words; empty where everything does.
    pub faults: Vec<String>,
}

/// What does not hold, in words.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error("有条目无法读取：{0}")]
    Unreadable(EntryError),
    #[error("{0}：{1}")]
    Seal(String, EntryError),
    #[error("{0}：{1}")]
    Receipt(String, ReceiptError),
    #[error("{0}：设备证书不符：{1}")]
    Certificate(String, CertificateError),
    #[error("{0}：没有该设备的证书")]
    NoCertificate(String),
    #[error("{0}：与前一条不相接，中间的记录被改动或抽走")]
    Broken(String),
    #[error("{0}：{1}")]
    Store(String, StoreError),
}

/// Verifies everything the desk holds: seal, hash, chain and receipt of every entry, and every view against its fold.
///
/// # Errors
/// [`StoreError`] where the file cannot be read at all.
pub fn verify(desk: &Workstation) -> Result<Verdict, StoreError> {
    let store = desk.store();
    let Some(enrolment) = enrolled(&store)? else { return Ok(Verdict::default()) };
    let mut verification =
        Verification { store: &store, enrolment: &enrolment, chains: BTreeMap::new(), verdict: Verdict::default() };
    for sealed in entry::all_by_device(store.connection())? {
        if let Err(fault) = verification.check(&sealed) {
            verification.verdict.faults.push(format!("{fault}。"));
        }
    }
    let mut verdict = verification.verdict;
    for difference in store.check_views()? {
        verdict.faults.push(format!("视图{}与条目重新归并的结果不一致，请运行 zhiban rebuild。", difference.subject));
    }
    Ok(verdict)
}

struct Verification<'store> {
    store: &'store Store,
    enrolment: &'store Enrolment,
    chains: BTreeMap<(DeviceId, u32), (u64, Digest)>,
    verdict: Verdict,
}

impl Verification<'_> {
    fn check(&mut self, sealed: &Sealed) -> Result<(), Fault> {
        self.verdict.entries += 1;
        let header = sealed.read_header().map_err(Fault::Unreadable)?;
        let name = format!("条目{}（第{}号）", header.id, header.seq);
        let (key, own) = self.device_key(&name, header.device)?;
        let linked = self.follow_chain(&header, sealed, own);
        sealed.verify(&key).map_err(|error| Fault::Seal(name.clone(), error))?;
        if !linked {
            return Err(Fault::Broken(name));
        }
        let held =
            receipt::find(self.store.connection(), header.id).map_err(|error| Fault::Store(name.clone(), error))?;
        let Some(held) = held else {
            self.verdict.device_only += 1;
            return Ok(());
        };
        held.verify(sealed, &self.enrolment.upstream_key).map_err(|error| Fault::Receipt(name, error))?;
        self.verdict.receipted += 1;
        Ok(())
    }

    /// Whether the entry follows the one before it. Another device's entries may lack what this unit may not read.
    fn follow_chain(&mut self, header: &Header, sealed: &Sealed, own: bool) -> bool {
        let before = self.chains.insert((header.device, header.epoch), (header.seq, sealed.digest()));
        let (seq, digest) = before.unwrap_or((0, Digest::ZERO));
        if header.seq == seq + 1 { header.prev == digest } else { !own }
    }

    fn device_key(&self, name: &str, device: DeviceId) -> Result<(PublicKey, bool), Fault> {
        let pinned = &self.enrolment.upstream_key;
        let invalid = |error| Fault::Certificate(name.to_owned(), error);
        let own = self.enrolment.certificate.verify(pinned).map_err(invalid)?;
        if own.device == device {
            return Ok((own.key, true));
        }
        let held = certificate::find(self.store.connection(), device)
            .map_err(|error| Fault::Store(name.to_owned(), error))?
            .ok_or_else(|| Fault::NoCertificate(name.to_owned()))?;
        Ok((held.verify(pinned).map_err(invalid)?.key, false))
    }
}
