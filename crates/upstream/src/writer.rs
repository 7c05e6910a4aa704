//! The one writer: gathers what waits, commits it in one transaction, and only then lets anybody know.

use std::sync::Arc;
use std::thread::JoinHandle;

use chrono::SubsecRound as _;
use domain::wire::Outcome;
use tokio::sync::{mpsc, oneshot};

use crate::clock::Clock;
use crate::identity::Identity;
use crate::metrics::Commits;
use crate::prepared::Prepared;
use crate::sqlite::{Database, DatabaseError};

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

/// The way to the writer's thread, which ends, everything committed, when this is dropped.
pub(crate) struct Writer {
    queue: Option<mpsc::Sender<Submission>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(crate) fn start(
        database: Database,
        identity: Arc<Identity>,
        clock: Arc<dyn Clock>,
        commits: Commits,
    ) -> std::io::Result<Self> {
        let (queue, waiting) = mpsc::channel(WAITING);
        let thread = std::thread::Builder::new().name("writer".to_owned()).spawn(move || {
            Desk { database, identity, clock, commits }.write_until_closed(waiting);
        })?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Whether its thread still takes work.
    pub(crate) fn is_running(&self) -> bool {
        self.queue.as_ref().is_some_and(|queue| !queue.is_closed())
    }

    /// Commits these entries with whatever else waits; one outcome each, in order.
    pub(crate) async fn submit(&self, entries: Vec<Prepared>) -> Result<Vec<Outcome>, NotReceived> {
        let (answer, answered) = oneshot::channel();
        let queue = self.queue.as_ref().ok_or(NotReceived::Stopping)?;
        queue.try_send(Submission { entries, answer }).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => NotReceived::Busy,
            mpsc::error::TrySendError::Closed(_) => NotReceived::Stopping,
        })?;
        answered.await.unwrap_or(Err(NotReceived::NotKept))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What the writer's thread owns.
struct Desk {
    database: Database,
    identity: Arc<Identity>,
    clock: Arc<dyn Clock>,
    commits: Commits,
}

impl Desk {
    fn write_until_closed(mut self, mut waiting: mpsc::Receiver<Submission>) {
        let mut batch = Vec::new();
        while let Some(first) = waiting.blocking_recv() {
            let mut left = MOST.saturating_sub(first.entries.len());
            batch.push(first);
            // What arrived while the last commit was under way goes together; nobody waits for company, so a lone
            // first report is never held back.
            while left > 0
                && let Ok(next) = waiting.try_recv()
            {
                left = left.saturating_sub(next.entries.len());
                batch.push(next);
            }
            self.commit_then_answer(&mut batch);
        }
    }

    fn commit_then_answer(&mut self, batch: &mut Vec<Submission>) {
        let arriving: Vec<_> = batch.iter().flat_map(|submission| &submission.entries).collect();
        let now = self.clock.now().trunc_subsecs(3);
        let committed = self.database.receive(&arriving, &self.identity, now);
        if let Err(error) = &committed {
            log_failure(error, arriving.len());
        } else {
            self.commits.done(arriving.len(), self.clock.now() - now);
        }
        let mut outcomes = committed.map(Vec::into_iter);
        for Submission { entries, answer } in batch.drain(..) {
            let own = match &mut outcomes {
                Ok(outcomes) => Ok(outcomes.by_ref().take(entries.len()).collect()),
                Err(_) => Err(NotReceived::NotKept),
            };
            // A desk that hung up asks again and gets the same receipt.
            let _ = answer.send(own);
        }
    }
}

fn log_failure(error: &DatabaseError, entries: usize) {
    tracing::error!(%error, entries, "a batch was not committed and nothing of it was answered as received");
}
