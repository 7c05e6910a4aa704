//! 校验: everything the desk's file holds, against what was signed. Rows are read a page at a time and checked on every
//! core; what needs its neighbours (the chain, what receipts name) is looked at in order as the pages come back.

mod blobs;
mod examine;
mod fault;
mod keys;
mod pages;
mod sequence;

use std::ops::ControlFlow;

use domain::entry::Header;
use serde::Serialize;
use store::StoreError;

use crate::workstation::Workstation;
use blobs::check_blobs;
use fault::Fault;
use keys::Keys;
use pages::check_rows;
use sequence::Sequence;

/// What a verification found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Entries looked at.
    pub entries: u64,
    /// Entries with a receipt that holds: the upstream vouches for them.
    pub receipted: u64,
    /// Entries without one: only this device vouches for them.
    pub device_only: u64,
    /// Fingerprint of the upstream's key, to be compared with the one it publishes; none before enrolment.
    pub upstream_key: Option<String>,
    /// Everything was looked at; else it was cancelled.
    pub complete: bool,
    /// What does not hold, in words; empty where everything does.
    pub faults: Vec<String>,
    /// What no check of this file alone can say, in words.
    pub remarks: Vec<String>,
}

/// What is being looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerifyStep {
    /// Entries and receipts.
    Entries,
    /// Attachments.
    Attachments,
    /// Views.
    Views,
}

/// How far a verification is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerifyProgress {
    /// What is being looked at.
    pub step: VerifyStep,
    /// How many of it are done.
    pub done: u64,
    /// How many there are.
    pub total: u64,
}

/// Is told how far it is, and may say that it is enough.
pub(crate) type Watch<'a> = dyn FnMut(VerifyProgress) -> ControlFlow<()> + 'a;

/// Verifies everything the desk holds, to the end.
///
/// # Errors
/// [`StoreError`] where the file cannot be read at all.
pub fn verify(desk: &Workstation) -> Result<Verdict, StoreError> {
    verify_watched(desk, &mut |_| ControlFlow::Continue(()))
}

/// Verifies everything the desk holds: seal, body, columns, chain and receipt of every entry, whatever receipts and
/// deliveries name, attachments, and every view against its fold. `watch` is told after each page and may break off.
///
/// # Errors
/// [`StoreError`] where the file cannot be read at all.
pub fn verify_watched(
    desk: &Workstation,
    watch: &mut dyn FnMut(VerifyProgress) -> ControlFlow<()>,
) -> Result<Verdict, StoreError> {
    let Some(enrolment) = desk.enrolment() else {
        return Ok(Verdict { complete: true, ..Verdict::default() });
    };
    let mut faults: Vec<Fault> = desk.store().foreign_parts()?.map(Fault::ForeignParts).into_iter().collect();
    let keys = Keys::read(&desk.store(), &enrolment, &mut faults)?;
    let mut sequence = Sequence::new(desk, &keys, faults);
    let flow = all_steps(desk, &keys, &mut sequence, watch)?;
    let mut verdict = sequence.verdict();
    verdict.upstream_key = Some(enrolment.upstream_key.fingerprint());
    verdict.complete = flow.is_continue();
    verdict.remarks = remarks(&verdict, enrolment.is_on_trial());
    Ok(verdict)
}

fn all_steps(
    desk: &Workstation,
    keys: &Keys,
    sequence: &mut Sequence<'_>,
    watch: &mut Watch<'_>,
) -> Result<ControlFlow<()>, StoreError> {
    if check_rows(desk, keys, sequence, watch)?.is_break() {
        return Ok(ControlFlow::Break(()));
    }
    sequence.end()?;
    if check_blobs(desk, sequence, watch).is_break() {
        return Ok(ControlFlow::Break(()));
    }
    check_views(desk, sequence, watch)
}

fn check_views(
    desk: &Workstation,
    sequence: &mut Sequence<'_>,
    watch: &mut Watch<'_>,
) -> Result<ControlFlow<()>, StoreError> {
    let subjects = desk.store().subjects()?;
    let total = subjects.len() as u64;
    for (done, subject) in (1..).zip(subjects) {
        let store = desk.store();
        match store.check_view(subject) {
            Ok(None) => {}
            Ok(Some(_)) => {
                let first = store::table::entry::first_header_of(store.connection(), subject)?;
                let name = first.and_then(|header| Header::read(&header).ok()).map(|it| it.name());
                sequence.found(Fault::View(name.unwrap_or_else(|| subject.to_string())));
            }
            // An entry that cannot be read was found before; its view cannot be folded.
            Err(StoreError::Entry(_) | StoreError::Damaged(_)) => sequence.found(Fault::View(subject.to_string())),
            Err(error) => return Err(error),
        }
        drop(store);
        let due = done % 64 == 0 || done == total;
        if due && watch(VerifyProgress { step: VerifyStep::Views, done, total }).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

fn remarks(verdict: &Verdict, on_trial: bool) -> Vec<String> {
    let mut remarks = Vec::new();
    if verdict.device_only > 0 {
        remarks.push(format!(
            "尚无回执的{}条只有本机可证：上级节点收到以前，持有设备密钥的人能够重写或抽走，校验看不出来。",
            verdict.device_only
        ));
    }
    remarks.push(if on_trial {
        "试用样例县没有上级节点，证书由本机自签，不作凭据。".to_owned()
    } else {
        "整个数据文件被换成以前的一份，本机自己看不出来；上级节点收到过的，下一次交换时会发现。".to_owned()
    });
    remarks
}
