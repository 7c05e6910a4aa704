//! What a desk holds in its hands while servers die under it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use domain::entry::Sealed;
use domain::receipt::SealedReceipt;
use domain::wire::{SubmitAnswer, SubmitRequest};
use tokio::sync::Notify;

use crate::desk::{Desk, call, received, report};
use crate::http::post;

/// A server that is busy says so a few times, not for ever.
const PATIENCE: usize = 500;

/// A desk, what it has receipts for, and what it will offer again.
pub(crate) struct Holding {
    pub(crate) desk: Desk,
    pub(crate) receipted: Vec<(Sealed, SealedReceipt)>,
    pub(crate) waiting: Vec<Sealed>,
}

/// Submissions that were answered, for whoever waits for some.
#[derive(Default)]
pub(crate) struct Progress {
    answered: AtomicUsize,
    more: Notify,
}

impl Progress {
    fn made(&self) {
        self.answered.fetch_add(1, Ordering::SeqCst);
        self.more.notify_waiters();
    }

    /// Waits for so many further answers. A desk that gave up makes none: that is not waited for without end.
    pub(crate) async fn grows_by(&self, count: usize) {
        let wanted = self.answered.load(Ordering::SeqCst) + count;
        let grown = async {
            loop {
                let more = self.more.notified();
                if self.answered.load(Ordering::SeqCst) >= wanted {
                    return;
                }
                more.await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), grown)
            .await
            .unwrap_or_else(|_| panic!("desks are no longer answered"));
    }
}

impl Holding {
    pub(crate) const fn of(desk: Desk) -> Self {
        Self { desk, receipted: Vec::new(), waiting: Vec::new() }
    }

    /// The same desk, asking at another address.
    pub(crate) fn at(self, address: std::net::SocketAddr) -> Self {
        Self { desk: self.desk.at(address), ..self }
    }

    /// Submits until it is told to stop or the connection breaks. What waits is offered again, as a desk does.
    pub(crate) async fn submits(mut self, progress: Arc<Progress>, stop: Arc<AtomicBool>) -> Self {
        let mut turned_away = 0;
        while !(stop.load(Ordering::SeqCst) && self.waiting.is_empty()) {
            if self.waiting.is_empty() {
                self.waiting = vec![self.desk.write(report("火灾")), self.desk.write(call())];
            }
            let request = SubmitRequest { entries: self.waiting.clone() };
            let asked = post(self.desk.address, "/v1/entries", serde_json::to_vec(&request).unwrap());
            let Ok(answer) = asked.bearer(&self.desk.token).try_send().await else { return self };
            if !answer.status.is_success() {
                turned_away += 1;
                assert!(turned_away < PATIENCE, "turned away {turned_away} times in a row: {answer:?}");
                continue;
            }
            turned_away = 0;
            let SubmitAnswer { outcomes } = answer.json();
            for (entry, outcome) in self.waiting.drain(..).zip(&outcomes) {
                self.receipted.push((entry, received(outcome).clone()));
            }
            progress.made();
        }
        self
    }
}
