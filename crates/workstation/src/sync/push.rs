//! 报送: what waits goes up, and each entry becomes what its outcome says.

use std::collections::BTreeSet;

use domain::wire::{MAX_ENTRIES, Outcome, SubmitRequest};
use store::StoreError;
use store::table::queue::{self, Due, Waiting};

use super::backoff;
use super::engine::{Fork, Round, SyncError};
use super::plan::next_request;
use super::progress::Moving;
use super::proof::{Became, became};
use super::upstream::UpstreamError;
use super::words::{TOO_NEW, fit_to_be_shown};
use crate::epoch;

impl Round<'_> {
    /// Sends one request; whether there may be more.
    pub(super) async fn push(&self, fork: Fork) -> Result<bool, SyncError> {
        let limit = u32::try_from(MAX_ENTRIES).unwrap_or(u32::MAX);
        let ready = queue::ready(self.desk.store().connection(), self.desk.tick().now(), limit)?;
        let sent = next_request(self.not_beyond(fork.until, ready)?);
        if sent.is_empty() {
            return Ok(false);
        }
        let request = SubmitRequest { entries: sent.iter().map(|waiting| waiting.sealed.clone()).collect() };
        let submitted = self.upstream.submit(&self.identity.token, &request);
        match self.moves(Moving::Entries, submitted, |answer| answer.outcomes.len()).await {
            Ok(answer) if answer.outcomes.len() == sent.len() => {
                self.take_outcomes(&sent, &answer.outcomes, fork)?;
                Ok(true)
            }
            Ok(_) => self.not_sent(&sent, UpstreamError::Unreadable),
            Err(error) => self.not_sent(&sent, error),
        }
    }

    fn not_beyond(&self, until: Option<u64>, ready: Vec<Waiting>) -> Result<Vec<Waiting>, StoreError> {
        let Some(until) = until else { return Ok(ready) };
        let (device, epoch) = (self.identity.device, self.identity.epoch);
        let mut kept = Vec::new();
        for waiting in ready {
            let header = waiting.sealed.read_header()?;
            if header.device != device || header.epoch != epoch || header.seq <= until {
                kept.push(waiting);
            }
        }
        Ok(kept)
    }

    fn not_sent(&self, sent: &[Waiting], error: UpstreamError) -> Result<bool, SyncError> {
        let error = error.into();
        self.postpone(&self.put_off_by(&error, sent)?, &error)?;
        Err(error)
    }

    /// Tries these again after a wait, each by how often it was tried.
    pub(super) fn postpone(&self, tried: &[Due], error: &SyncError) -> Result<(), StoreError> {
        if tried.is_empty() {
            return Ok(());
        }
        let now = self.desk.tick().now();
        let (draw, trouble) = (self.desk.draw(), error.to_string());
        self.desk.store().write(|writing| {
            tried.iter().try_for_each(|due| {
                writing.postpone(due.id, now + error.at_least(backoff::wait(due.attempts, draw), due.lane), &trouble)
            })
        })?;
        self.desk.shown(None);
        Ok(())
    }

    fn take_outcomes(&self, sent: &[Waiting], outcomes: &[Outcome], fork: Fork) -> Result<(), SyncError> {
        let became = became(sent, outcomes, self.key());
        let (mut touched, mut forked, mut unproven) = (BTreeSet::new(), Vec::new(), Vec::new());
        let (now, draw) = (self.desk.tick().now(), self.desk.draw());
        self.desk.store().write(|writing| {
            for (waiting, became) in sent.iter().zip(became) {
                let subject = waiting.sealed.read_header().map_err(StoreError::from)?.subject;
                touched.insert(subject);
                match became {
                    Became::Received { receipt, verified } => match writing.receipt(&receipt, &verified, subject) {
                        // One that needs a person holds the others back no longer.
                        Err(taken @ StoreError::PlaceTaken(_)) => {
                            writing.quarantine(waiting.id, &taken.to_string())?;
                        }
                        received => received?,
                    },
                    // Its own id with other bytes is no copy's doing: this very entry was changed here.
                    Became::Forked(held) if held == waiting.id => {
                        writing.quarantine(waiting.id, &StoreError::Differs(held).to_string())?;
                    }
                    Became::Forked(_) if waiting.sealed.body.is_some() => forked.push(waiting.id),
                    Became::Forked(_) => {
                        writing.quarantine(
                            waiting.id,
                            "上级节点已有同一序号的另一条记录；本条正文已清除，不再重新提交。",
                        )?;
                    }
                    Became::TooNew => {
                        let again = now + backoff::long_wait(waiting.attempts, draw);
                        writing.postpone(waiting.id, again, TOO_NEW)?;
                    }
                    Became::Refused(words) => writing.quarantine(waiting.id, &fit_to_be_shown(&words))?,
                    // That says something of who answered, and nothing of the entry: it is sent again.
                    Became::Unproven => unproven.push(Due::from(waiting)),
                }
            }
            Ok::<_, StoreError>(())
        })?;
        self.tell(touched);
        if !forked.is_empty() {
            epoch::forked(self.desk, &forked, fork.reason, fork.above)?;
        }
        if unproven.is_empty() {
            return Ok(());
        }
        let error = SyncError::Unproven("回执");
        self.postpone(&unproven, &error)?;
        Err(error)
    }
}
