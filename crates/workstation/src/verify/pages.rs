//! Pages of rows go out to every core and come back; they are looked at in their order.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError, mpsc};

use store::{Inspected, Place, StoreError};

use super::examine::{Examined, examine};
use super::keys::Keys;
use super::sequence::Sequence;
use super::{VerifyProgress, VerifyStep, Watch};
use crate::workstation::Workstation;

/// Rows read at a time: little memory, and a progress bar that moves.
const PAGE: u32 = 256;

type Page = (u64, Vec<Inspected>);

/// Checks every row of `entries`.
pub(super) fn check_rows(
    desk: &Workstation,
    keys: &Keys,
    sequence: &mut Sequence<'_>,
    watch: &mut Watch<'_>,
) -> Result<ControlFlow<()>, StoreError> {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let total = desk.store().count_entries()?;
    let (to_cores, pages) = mpsc::sync_channel::<Page>(cores * 2);
    let pages = Mutex::new(pages);
    let (to_here, examined) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..cores {
            let (pages, to_here) = (&pages, to_here.clone());
            scope.spawn(move || {
                // The lock is held while waiting only; it ends with this statement.
                while let Ok((number, rows)) = next(pages) {
                    let page: Vec<Examined> = rows.into_iter().map(|row| examine(row, keys)).collect();
                    if to_here.send((number, page)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(to_here);
        // Moved in, so that the cores are let go whichever way this ends.
        let reading = Reading { desk, to_cores, after: None, sent: 0, at_end: false };
        reading.follow(&examined, cores as u64 * 2, sequence, |done| {
            watch(VerifyProgress { step: VerifyStep::Entries, done, total: total.max(done) })
        })
    })
}

fn next(pages: &Mutex<mpsc::Receiver<Page>>) -> Result<Page, mpsc::RecvError> {
    pages.lock().unwrap_or_else(PoisonError::into_inner).recv()
}

/// The pages that were sent out.
struct Reading<'desk> {
    desk: &'desk Workstation,
    to_cores: mpsc::SyncSender<Page>,
    after: Option<Place>,
    sent: u64,
    at_end: bool,
}

impl Reading<'_> {
    fn follow(
        mut self,
        examined: &mpsc::Receiver<(u64, Vec<Examined>)>,
        ahead: u64,
        sequence: &mut Sequence<'_>,
        mut watch: impl FnMut(u64) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, StoreError> {
        let mut early: BTreeMap<u64, Vec<Examined>> = BTreeMap::new();
        let (mut taken, mut done) = (0, 0);
        loop {
            while !self.at_end && self.sent - taken < ahead {
                self.send_one()?;
            }
            if self.at_end && taken == self.sent {
                return Ok(ControlFlow::Continue(()));
            }
            // A core that panicked has let go of its end; the scope then says so.
            let Ok((number, page)) = examined.recv() else { return Ok(ControlFlow::Break(())) };
            early.insert(number, page);
            while let Some(page) = early.remove(&taken) {
                taken += 1;
                done += page.len() as u64;
                page.into_iter().try_for_each(|row| sequence.take(row))?;
                if watch(done).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
        }
    }

    fn send_one(&mut self) -> Result<(), StoreError> {
        let rows = self.desk.store().inspect_after(self.after.as_ref(), PAGE)?;
        match rows.last() {
            None => self.at_end = true,
            Some(last) => {
                self.after = Some(last.place.clone());
                let number = self.sent;
                self.sent += 1;
                // Nobody listens only where every core panicked; `follow` then ends.
                let _ = self.to_cores.send((number, rows));
            }
        }
        Ok(())
    }
}
