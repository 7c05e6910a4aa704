//! 64 kbit/s and 600 ms: what is left when the cable is cut. A first report gets through it in seconds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says why"
)]

use std::time::Duration;

use domain::entry::Kind;
use serde_json::Value;
use tests::first_report::{FirstReport, is_received, submit};
use tests::link::Trouble;
use tests::room::{Room, may_12};
use tests::slow_line::{COUNTY_LINE, Direction, Quality, SlowLine};
use tests::turned_network::TurnedNetwork;
use tests::wait::{try_until, until};
use tokio::task::JoinHandle;
use tokio::time::Instant;
use workstation::sync;

/// DESIGN §9: bytes of a first report's request after gzip.
const BODY_AT_MOST: usize = 2048;
/// DESIGN §9: round trips from Ctrl+Enter to the receipt, on a warm connection.
const ROUND_TRIPS_AT_MOST: usize = 2;
/// From Ctrl+Enter to the receipt on that line.
const RECEIPT_WITHIN: Duration = Duration::from_secs(5);
/// A connection that died holds a report so long: the patience with a small request, a wait, and another connection.
const FOUND_OUT_WITHIN: Duration = Duration::from_secs(18);

/// A desk that syncs by itself, as it does in a host.
struct Desk {
    room: Room,
    syncing: JoinHandle<()>,
}

impl Desk {
    fn of(room: Room) -> Self {
        let syncing = tokio::spawn(sync::run_on(room.desk.clone(), TurnedNetwork::default()));
        Self { room, syncing }
    }

    /// A desk behind a line that is sound as yet, and in 在线.
    async fn behind_a_slow_line() -> (Self, SlowLine) {
        let (room, line) = Room::open_behind_a_slow_line(may_12(18, 9)).await;
        let opened = line.passed().connections;
        let desk = Self::of(room);
        desk.is_quiet().await;
        // Beside the line on which it asks the desk holds one on which it is told that there is something.
        until("the desk to hear", async || {
            let connections = line.passed().connections;
            if connections >= 2 + opened { Ok(()) } else { Err(format!("{connections} connections")) }
        })
        .await;
        (desk, line)
    }

    /// The same with an incident written up for its first report, everything else through and the line at rest.
    async fn with_a_report_to_send(report: &FirstReport) -> (Self, SlowLine, Value) {
        let (desk, line) = Self::behind_a_slow_line().await;
        let incident = report.is_written_up(&desk.room);
        desk.is_quiet().await;
        rests(|| line.passed().down).await;
        (desk, line, incident)
    }

    /// Everything that was written has its receipt, and the link is up.
    async fn is_quiet(&self) {
        until("everything to be through", async || {
            let link = self.room.does("desk", Value::Null)["link"].clone();
            if link["online"] == true && link["waiting"] == 0 { Ok(()) } else { Err(link.to_string()) }
        })
        .await;
    }

    /// The receipt for this incident's report is there and verified; how long that took. The room's clock goes on
    /// meanwhile as the test's own does, so that waits end.
    async fn is_received(&self, incident: &Value, within: Duration) -> Duration {
        let (began, at) = (Instant::now(), self.room.clock.now());
        let received = try_until(within, async || {
            self.room.clock.turn_to(at + began.elapsed());
            let rows = self.room.waiting();
            if rows.iter().any(|row| row["what"] == "首报") { Err(format!("{rows:#?}")) } else { Ok(()) }
        });
        received.await.unwrap_or_else(|waiting| panic!("no receipt within {within:?}: {waiting}"));
        let took = began.elapsed();
        assert!(is_received(&self.room, incident), "上级节点已收: its receipt is verified");
        took
    }

    /// It stops, and both hold each entry once.
    async fn each_entry_is_held_once(self) {
        until("everything to be through", async || {
            self.room.clock.turn_to(self.room.clock.now() + chrono::Duration::seconds(1));
            let rows = self.room.waiting();
            if rows.is_empty() { Ok(()) } else { Err(format!("{rows:#?}")) }
        })
        .await;
        self.syncing.abort();
        let _ = self.syncing.await;
        self.room.holds_what_the_upstream_holds();
    }
}

/// Nothing passes any more, and the desk asks nothing by itself for the next seconds.
async fn rests(passed: impl Fn() -> usize) {
    let (mut before, mut looks) = (passed(), 0);
    until("the line to rest", async || {
        let now = passed();
        looks = if now == before { looks + 1 } else { 0 };
        before = now;
        if looks >= 10 { Ok(()) } else { Err(format!("{before} passed")) }
    })
    .await;
}

#[tokio::test]
async fn a_first_report_of_usual_length_fits_into_two_kilobytes() {
    for report in FirstReport::all() {
        let (room, line) = Room::open_behind_a_slow_line(may_12(18, 9)).await;
        let incident = report.is_written_up(&room);
        room.sync().await;
        line.counts_anew();
        let (title, body) = submit(&room, &incident);
        room.sync().await;
        let passed = line.passed();
        let (head, sent) = passed.submission().expect("the report was submitted");
        let (letter, size) = (title.chars().count() + body.chars().count(), sent.len());
        println!("{}: {letter} characters, {size} bytes after gzip, {} bytes of head", report.name, head.len());
        assert!((150..=350).contains(&body.chars().count()), "{}: as long as duty rooms write: {body}", report.name);
        assert!(size <= BODY_AT_MOST, "{}: {size} bytes for {letter} characters", report.name);
        assert!(is_received(&room, &incident), "and it is a report that the upstream takes");
        let held = room.holds_what_the_upstream_holds();
        let above = held.values().find(|held| held.read().kind == Kind::Report).expect("it is held");
        let text: Value = serde_json::from_str(above.body.as_deref().unwrap()).unwrap();
        assert_eq!(text["report"]["body"], body.as_str(), "every word of it arrived");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receipt_takes_two_round_trips_and_no_new_connection() {
    let (desk, line, incident) = Desk::with_a_report_to_send(&FirstReport::long()).await;
    line.becomes(COUNTY_LINE, COUNTY_LINE);
    line.counts_anew();
    submit(&desk.room, &incident);
    let took = desk.is_received(&incident, RECEIPT_WITHIN).await;
    let passed = line.passed();
    println!("{} round trips, {} bytes up, {} down, {took:?}", passed.round_trips, passed.up.len(), passed.down);
    assert!((1..=ROUND_TRIPS_AT_MOST).contains(&passed.round_trips), "{} round trips", passed.round_trips);
    assert_eq!(passed.connections, 0, "the line was warm and stayed so");
    desk.each_entry_is_held_once().await;
}

/// Figures of it are the bench's; here it is enough that nothing takes a round trip too many or waits for a poll.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_the_countys_line_report_after_report_has_its_receipt_in_seconds() {
    let (desk, line) = Desk::behind_a_slow_line().await;
    for report in FirstReport::all() {
        line.becomes(Quality::default(), Quality::default());
        let incident = report.is_written_up(&desk.room);
        desk.is_quiet().await;
        rests(|| line.passed().down).await;
        line.becomes(COUNTY_LINE, COUNTY_LINE);
        submit(&desk.room, &incident);
        let took = desk.is_received(&incident, RECEIPT_WITHIN).await;
        println!("{}: {took:?}", report.name);
        assert!(took >= 4 * COUNTY_LINE.delay, "{took:?} is less than two round trips of the line: it was not on it");
    }
    desk.each_entry_is_held_once().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_that_loses_one_segment_in_twenty_delays_a_report_and_never_doubles_it() {
    let (desk, line) = Desk::behind_a_slow_line().await;
    let lossy = Quality { lost: 50, ..COUNTY_LINE };
    line.becomes(lossy, lossy);
    let incident = FirstReport::long().is_written_up(&desk.room);
    submit(&desk.room, &incident);
    desk.is_received(&incident, tests::wait::PATIENCE).await;
    desk.each_entry_is_held_once().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_that_breaks_in_the_middle_of_a_report_carries_it_once_more() {
    let (desk, line, incident) = Desk::with_a_report_to_send(&FirstReport::long()).await;
    line.becomes(COUNTY_LINE, COUNTY_LINE);
    line.counts_anew();
    line.breaks_after(Direction::Up, 1000);
    submit(&desk.room, &incident);
    desk.is_received(&incident, tests::wait::PATIENCE).await;
    assert_eq!(line.passed().connections, 1, "it broke, and one more was opened");
    desk.each_entry_is_held_once().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_warm_connection_whose_other_half_is_gone_holds_a_report_for_seconds() {
    let (desk, line, incident) = Desk::with_a_report_to_send(&FirstReport::e7()).await;
    line.counts_anew();
    line.falls_silent();
    submit(&desk.room, &incident);
    let took = desk.is_received(&incident, FOUND_OUT_WITHIN).await;
    println!("found out after {took:?}");
    assert_eq!(line.passed().connections, 1, "over another connection");
    desk.each_entry_is_held_once().await;
}

/// The time was still told; then the other half was gone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_whose_connection_dies_under_it_is_held_for_seconds() {
    const SUBMIT: usize = 1;
    let (room, link) = Room::open_behind_a_link(may_12(18, 9)).await;
    let desk = Desk::of(room);
    let incident = FirstReport::e7().is_written_up(&desk.room);
    desk.is_quiet().await;
    until("the round to end", async || if link.exchanges().len() >= 3 { Ok(()) } else { Err("not yet".to_owned()) })
        .await;
    link.befalls(Trouble::Stalled { exchange: SUBMIT });
    submit(&desk.room, &incident);
    let took = desk.is_received(&incident, FOUND_OUT_WITHIN).await;
    println!("found out after {took:?}");
    assert!(link.happened(), "it died under the report");
    desk.each_entry_is_held_once().await;
}
