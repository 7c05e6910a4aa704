//! Sync as it runs beside the desk: a round, a rest, and at once again when there is a reason.

use std::sync::Arc;
use std::time::Duration;

use store::table::{queue, transfer};
use tokio::time::{Instant, timeout};

use super::backoff;
use super::engine::{round, take_news};
use super::hearing::hear;
use super::line::RESTS_AT_MOST;
use super::network::{Network, ThisNetwork};
use crate::workstation::Workstation;

/// How often the upstream is asked while nothing waits here.
const POLL: Duration = Duration::from_secs(10);

/// The same while it says by itself that there is something: a hint that is lost costs no more. Within it the line stays
/// warm, so that a report that is saved goes out without a new handshake.
const POLL_WHILE_HEARING: Duration = Duration::from_secs(25);
const _: () =
    assert!(POLL_WHILE_HEARING.as_secs() < RESTS_AT_MOST.as_secs(), "a line that rests longer is not trusted");

/// How often is looked whether a wait is over. A timer of the wait's own length would sleep through a suspend.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// A network that just came up may need a moment until it leads anywhere (lease, route, name server): the pauses
/// between the tries after the first, whatever the backoff says.
const SETTLING: [Duration; 4] =
    [Duration::from_secs(1), Duration::from_secs(2), Duration::from_secs(4), Duration::from_secs(8)];

/// Syncs for as long as the host runs it.
pub async fn run(desk: Arc<Workstation>) {
    run_on(desk, ThisNetwork::listen()).await;
}

/// Syncs over this network: when it comes up, what waits is tried at once.
pub async fn run_on(desk: Arc<Workstation>, network: impl Network) {
    tokio::join!(keep_going(&desk, network), hear(&desk));
}

async fn keep_going(desk: &Workstation, mut network: impl Network) {
    let mut settling: &[Duration] = &[];
    loop {
        // A round that still hangs on the network of before is given up; the same bytes go again.
        tokio::select! {
            () = rounds(desk, settling) => {}
            () = network.came_up() => desk.line.hang_up(),
        }
        hurry(desk);
        settling = &SETTLING;
    }
}

async fn rounds(desk: &Workstation, settling: &[Duration]) {
    let (mut settling, mut unreached, mut asked) = (settling.iter(), 0, None);
    loop {
        let only_news = is_only_news(desk);
        if asks_everything(asked.map(|asked: Instant| asked.elapsed()), only_news, hears(desk)) {
            asked = Some(Instant::now());
            round(desk).await;
        } else {
            take_news(desk).await;
        }
        unreached = if desk.link().reached { 0 } else { unreached + 1 };
        match settling.next() {
            Some(pause) if !desk.link().online => {
                let _ = timeout(*pause, desk.wake.notified()).await;
                hurry(desk);
            }
            _ => rest(desk, unreached).await,
        }
    }
}

/// Whether a round is due that also asks the time and sends: however much news there is, it comes as often as without.
fn asks_everything(since_the_last: Option<Duration>, only_news: bool, hears: bool) -> bool {
    !only_news || since_the_last.is_none_or(|since| since >= poll(hears))
}

/// Whether it would be told of what comes.
fn hears(desk: &Workstation) -> bool {
    let link = desk.link();
    link.hears && link.online
}

/// How often everything is asked.
const fn poll(hears: bool) -> Duration {
    if hears { POLL_WHILE_HEARING } else { POLL }
}

/// Whether the upstream said that there is something, and nothing of ours waits.
fn is_only_news(desk: &Workstation) -> bool {
    let (news, online) = {
        let mut link = desk.link();
        (std::mem::take(&mut link.news), link.online)
    };
    news && online && !text_is_due(desk)
}

/// Rests until somebody wakes us, until something that waits may be tried, or until it is time to ask again.
async fn rest(desk: &Workstation, unreached: u32) {
    let limit = match () {
        () if holds_back(desk) => backoff::LONGEST,
        () if broke_off(desk) => backoff::wait(unreached, u8::MAX).to_std().unwrap_or(POLL),
        () => poll(hears(desk)),
    };
    let reason = async { while timeout(LOOK_EVERY, desk.wake.notified()).await.is_err() && !text_is_due(desk) {} };
    let _ = timeout(limit, reason).await;
}

/// Whether the waits of the queue say when to ask next: offline, and something waits.
fn holds_back(desk: &Workstation) -> bool {
    let waiting = || queue::counts(desk.store().connection()).is_ok_and(|(waiting, _, _)| waiting > 0);
    !desk.link().online && waiting()
}

/// Whether an attachment was being carried when the line broke.
fn broke_off(desk: &Workstation) -> bool {
    let waiting = || transfer::next(desk.store().connection(), desk.tick().now()).is_ok_and(|next| next.is_some());
    !desk.link().online && waiting()
}

/// Whether something that waits may be tried now.
pub(super) fn text_is_due(desk: &Workstation) -> bool {
    let now = desk.tick().now();
    queue::due(desk.store().connection(), now).is_ok_and(|due| !due.is_empty())
}

fn hurry(desk: &Workstation) {
    if let Err(error) = desk.store().write(|writing| writing.hurry()) {
        tracing::warn!("sync: {error}");
    }
    desk.shown(None);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_stream_of_news_keeps_no_desk_from_asking_the_time() {
        for hears in [false, true] {
            let poll = poll(hears);
            assert!(asks_everything(None, true, hears), "the first round asks everything");
            assert!(!asks_everything(Some(poll / 2), true, hears), "news alone are fetched");
            assert!(asks_everything(Some(poll), true, hears), "and when it is time everything is asked");
            assert!(asks_everything(Some(Duration::ZERO), false, hears), "what waits is sent at once");
        }
    }

    #[test]
    fn who_hears_asks_less_often_and_who_hears_nothing_every_ten_seconds() {
        assert_eq!(poll(false), POLL);
        assert!(poll(true) > 2 * POLL);
    }
}
