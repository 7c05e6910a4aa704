//! 收取: what was delivered to the unit comes down, a page and its cursor in one transaction.

use std::collections::BTreeSet;

use domain::generation::Generation;
use store::StoreError;
use store::table::delivery;
use store::table::transfer::Way;

use super::engine::{Fork, Round, SyncError};
use super::met::Met;
use super::progress::Moving;
use super::proof::{Proven, proven};
use crate::epoch;

impl Round<'_> {
    /// Takes one page of deliveries, page and cursor in one transaction; whether there is more.
    pub(super) async fn pull(&self, fork: Fork) -> Result<bool, SyncError> {
        let after = delivery::cursor(self.desk.store().connection())?;
        let asked = self.upstream.deliveries(&self.identity.token, after);
        let page = self.moves(Moving::Deliveries, asked, |page| page.deliveries.len()).await?;
        let proven = proven(&page.deliveries, self.key())?;
        if proven.is_empty() {
            return Ok(false);
        }
        if !follow(Met::read(&self.desk.store())?.newest(), after, &proven) {
            return Err(SyncError::Unproven("分发次序"));
        }
        let mut touched = BTreeSet::new();
        let taken = self.desk.store().write(|writing| {
            for Proven { n, entry, header, certificate, receipt, verified } in &proven {
                writing.receive(*n, entry, header, certificate)?;
                for named in &header.blobs {
                    if self.desk.blobs().check(named).is_ok() {
                        writing.keep_named_blob(named, self.desk.tick().now())?;
                    } else {
                        writing.want_transfer(Way::Down, named)?;
                    }
                }
                writing.receipt(receipt, verified, header.subject)?;
                touched.insert(header.subject);
            }
            Ok::<_, StoreError>(())
        });
        // Another has the place of something that waits here: that goes into an epoch of its own, and the page again.
        if let Err(StoreError::Taken(waiting)) = taken {
            let moved = epoch::forked(self.desk, &[waiting], fork.reason, fork.above)?;
            return if moved { Ok(true) } else { Err(StoreError::Differs(waiting).into()) };
        }
        taken?;
        self.tell(touched);
        Ok(page.more)
    }
}

/// Whether they are what comes next, each once: whatever a page leaves out would never be asked for again. Of an entry whose
/// header alone was handed on, the whole may follow.
fn follow(generation: &Generation, after: u64, page: &[Proven]) -> bool {
    let entries: BTreeSet<_> = page.iter().map(|proven| (proven.header.id, proven.entry.body.is_some())).collect();
    let before = std::iter::once(after).chain(page.iter().map(|proven| proven.n));
    entries.len() == page.len() && before.zip(page).all(|(before, proven)| generation.follows(before, proven.n))
}
