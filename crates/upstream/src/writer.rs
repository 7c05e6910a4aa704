//! The one writer: gathers what waits, commits it in one transaction, and only then lets anybody know.

use std::sync::Arc;

use chrono::SubsecRound as _;
use domain::wire::Outcome;
use tokio::sync::{mpsc, oneshot};

use crate::blobs::Blobs;
use crate::clock::Clock;
use crate::database_error::DatabaseError;
use crate::hints::{Hints, Told};
use crate::identity::Identity;
use crate::metrics::Commits;
use crate::prepared::Prepared;
use crate::storage::Storage;

/// Most entries in one transaction.
const MOST: usize = 500;
/// Requests that may wait; beyond that the desk is told to come back later.
const WAITING: usize = 256;

/// Why a submission was not received. Nothing of it was kept.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotReceived {
    /// Too many wait already.
    #[error("上级节点正忙，本次未收；请稍后自动重试")]
    Busy,
    /// The commit failed.
    #[error("上级节点暂时无法存盘，本次未收；请稍后自动重试，并通知上级节点管理员")]
    NotKept,
    /// It is stopping.
    #[error("上级节点正在停止，本次未收；请稍后自动重试")]
    Stopping,
}

struct Submission {
    entries: Vec<Prepared>,
    answer: oneshot::Sender<Result<Vec<Outcome>, NotReceived>>,
}

/// The way to the writer, which ends, everything committed, when this is dropped.
pub(crate) struct Writer(mpsc::Sender<Submission>);

impl Writer {
    pub(crate) fn start(desk: Desk) -> Self {
        let (queue, waiting) = mpsc::channel(WAITING);
        tokio::spawn(desk.write_until_closed(waiting));
        Self(queue)
    }

    /// Whether it still takes work.
    pub(crate) fn is_running(&self) -> bool {
        !self.0.is_closed()
    }

    /// Commits these entries with whatever else waits; one outcome each, in order.
    pub(crate) async fn submit(&self, entries: Vec<Prepared>) -> Result<Vec<Outcome>, NotReceived> {
        let (answer, answered) = oneshot::channel();
        self.0.try_send(Submission { entries, answer }).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => NotReceived::Busy,
            mpsc::error::TrySendError::Closed(_) => NotReceived::Stopping,
        })?;
        answered.await.unwrap_or(Err(NotReceived::NotKept))
    }
}

/// What the writer has at hand.
pub(crate) struct Desk {
    pub(crate) storage: Arc<Storage>,
    pub(crate) identity: Arc<Identity>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) hints: Hints,
    pub(crate) blobs: Blobs,
    pub(crate) commits: Commits,
}

impl Desk {
    async fn write_until_closed(self, mut waiting: mpsc::Receiver<Submission>) {
        while let Some(first) = waiting.recv().await {
            let mut left = MOST.saturating_sub(first.entries.len());
            let mut batch = vec![first];
            // What arrived while the last commit was under way goes together; nobody waits for company, so a lone
            // first report is never held back.
            while left > 0
                && let Ok(next) = waiting.try_recv()
            {
                left = left.saturating_sub(next.entries.len());
                batch.push(next);
            }
            self.commit_then_answer(batch).await;
        }
    }

    async fn commit_then_answer(&self, batch: Vec<Submission>) {
        let (mut arriving, mut answers) = (Vec::new(), Vec::with_capacity(batch.len()));
        for Submission { entries, answer } in batch {
            answers.push((entries.len(), answer));
            arriving.extend(entries);
        }
        let (now, count) = (self.clock.now().trunc_subsecs(3), arriving.len());
        let received = self.storage.receive(arriving, &self.identity, now).await;
        match &received {
            Ok(_) => self.commits.done(count, self.clock.now() - now),
            Err(error) => log_failure(error, count),
        }
        let cleared = received.as_ref().is_ok_and(|received| received.cleared);
        let mut outcomes = received.map(|received| {
            self.hints.tell(&Told::Units(received.reached), received.last);
            received.outcomes.into_iter()
        });
        for (count, answer) in answers {
            let own = match &mut outcomes {
                Ok(outcomes) => Ok(outcomes.by_ref().take(count).collect()),
                Err(_) => Err(NotReceived::NotKept),
            };
            // A desk that hung up asks again and gets the same receipt.
            let _ = answer.send(own);
        }
        if cleared {
            self.storage.remove_unnamed(&self.blobs).await;
        }
    }
}

fn log_failure(error: &DatabaseError, entries: usize) {
    tracing::error!(%error, entries, "a batch was not committed and nothing of it was answered as received");
}
