//! 提示: a held connection on which the upstream says that there is something. What it is, a round asks; a hint that is lost
//! costs no more than the time until the next question.

use std::time::Duration;

use tokio::time::{sleep, timeout};

use super::backoff;
use super::upstream::{Hints, Upstream, UpstreamError};
use crate::workstation::Workstation;

/// The upstream says every 25 seconds that it is still there; after two of those the connection is dead.
const SILENCE: Duration = Duration::from_secs(60);
/// How often is looked whether there is a link at all to hear on.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Hears for as long as the host runs it, and wakes the rounds.
pub(super) async fn hear(desk: &Workstation) {
    let mut failures = 0;
    loop {
        while !desk.link().online {
            sleep(LOOK_EVERY).await;
        }
        let mut asked_to_wait = None;
        match hear_once(desk).await {
            Ok(()) => failures = 0,
            Err(error) => {
                failures += 1;
                tracing::debug!(%error, "hints cannot be heard just now; the question of every few seconds goes on");
                asked_to_wait = error.asked_to_wait();
            }
        }
        let wait = backoff::long_wait(failures, desk.draw());
        let wait = asked_to_wait.map_or(wait, |after| after.at_least(wait));
        sleep(wait.to_std().unwrap_or(SILENCE)).await;
    }
}

/// Until the connection ends.
async fn hear_once(desk: &Workstation) -> Result<(), UpstreamError> {
    let mut hints = hold(desk).await?;
    let _ear = Ear::opened(desk);
    while let Ok(Some(hint)) = timeout(SILENCE, hints.next()).await {
        if hint? {
            desk.link().news = true;
            desk.wake.notify_one();
        }
    }
    Ok(())
}

/// While it lives the desk hears, and need not ask as often.
struct Ear<'desk>(&'desk Workstation);

impl<'desk> Ear<'desk> {
    fn opened(desk: &'desk Workstation) -> Self {
        desk.link().hears = true;
        Self(desk)
    }
}

impl Drop for Ear<'_> {
    fn drop(&mut self) {
        self.0.link().hears = false;
        // Why it ended, a round finds out.
        self.0.wake.notify_one();
    }
}

/// A line of its own: what is sent must find the other one free.
async fn hold(desk: &Workstation) -> Result<Hints, UpstreamError> {
    let (identity, enrolment) = (desk.identity(), desk.enrolment());
    let address = enrolment.as_deref().and_then(|enrolment| enrolment.upstream_url.as_deref());
    let (Some(identity), Some(address)) = (identity, address) else { return Err(UpstreamError::BadAddress) };
    Upstream::of(desk, address)?.hints(&identity.token).await
}
