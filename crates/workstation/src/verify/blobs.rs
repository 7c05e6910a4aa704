//! Attachments that own entries name: there, and the bytes that were named.

use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use domain::entry::BlobRef;
use store::table::blob;

use super::fault::Fault;
use super::sequence::Sequence;
use super::{VerifyProgress, VerifyStep, Watch};
use crate::blobs::BlobTrouble;
use crate::workstation::Workstation;

/// Reads every attachment that was once kept here, on every core.
pub(super) fn check_blobs(desk: &Workstation, sequence: &mut Sequence<'_>, watch: &mut Watch<'_>) -> ControlFlow<()> {
    let named: Vec<(BlobRef, String)> = std::mem::take(&mut sequence.blobs).into_values().collect();
    let total = named.len() as u64;
    let (next, enough) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let (to_here, looked_at) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, NonZero::get) {
            let (to_here, named, next, enough) = (to_here.clone(), &named, &next, &enough);
            scope.spawn(move || {
                while enough.load(Ordering::Relaxed) == 0
                    && let Some((blob, name)) = named.get(next.fetch_add(1, Ordering::Relaxed))
                {
                    let _ = to_here.send(look_at(desk, blob, name));
                }
            });
        }
        drop(to_here);
        for (done, fault) in (1..).zip(looked_at) {
            fault.into_iter().for_each(|fault| sequence.found(fault));
            if watch(VerifyProgress { step: VerifyStep::Attachments, done, total }).is_break() {
                enough.store(1, Ordering::Relaxed);
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    })
}

/// One that never was here is no fault: another desk of the unit wrote it, or an older backup did not hold it.
fn look_at(desk: &Workstation, named: &BlobRef, name: &str) -> Option<Fault> {
    match desk.blobs().read(named) {
        Ok(_) => None,
        Err(BlobTrouble::Missing) => {
            let kept = blob::was_kept(desk.store().connection(), named.digest).unwrap_or(true);
            kept.then(|| Fault::BlobGone(name.to_owned()))
        }
        Err(_) => Some(Fault::BlobDamaged(name.to_owned())),
    }
}
