//! A first report on 64 kbit/s and 600 ms: how many bytes, how many round trips, how long until the receipt is verified;
//! beside it a bare POST of the same bytes over the same line. Run by `make bench`; never a test.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::time::Duration;

use serde_json::Value;
use tests::first_report::{FirstReport, is_received, submit};
use tests::room::{Room, may_12};
use tests::slow_line::{COUNTY_LINE, Passed, Quality, SlowLine};
use tests::turned_network::TurnedNetwork;
use tests::wait::until;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::Instant;
use workstation::sync;

/// Reports that are sent from rest, and as many right after their signature.
const ROUNDS: usize = 21;

/// What one submission cost.
struct Cost {
    took: Duration,
    bare: Duration,
    passed: Passed,
}

/// A desk that syncs by itself, behind the line.
struct Desk {
    room: Room,
    line: SlowLine,
}

impl Desk {
    async fn open() -> Self {
        let (room, line) = Room::open_behind_a_slow_line(may_12(18, 9)).await;
        tokio::spawn(sync::run_on(room.desk.clone(), TurnedNetwork::default()));
        // Its other connection, on which it hears, is no report's.
        until("the desk to hear", async || {
            let lines = room.does("wire_log", Value::Null);
            let hears = |line: &Value| line["what"] == "提示连接" && line["well"] == true;
            if lines.as_array().is_some_and(|lines| lines.iter().any(hears)) { Ok(()) } else { Err(lines.to_string()) }
        })
        .await;
        Self { room, line }
    }

    fn slow(&self) {
        self.line.becomes(COUNTY_LINE, COUNTY_LINE);
    }

    /// Everything is through, and nothing passes any more.
    async fn rests(&self) {
        self.line.becomes(Quality::default(), Quality::default());
        let (mut before, mut looks) = (0, 0);
        until("the line to rest", async || {
            let now = self.line.passed().down;
            looks = if now == before && self.room.waiting().is_empty() { looks + 1 } else { 0 };
            before = now;
            if looks >= 20 { Ok(()) } else { Err(format!("{now} bytes")) }
        })
        .await;
    }

    async fn receives(&self, incident: &Value) -> Duration {
        let began = Instant::now();
        // Looked at more often than a test does: this is what is measured.
        while !is_received(&self.room, incident) {
            assert!(began.elapsed() < Duration::from_secs(60), "no receipt within a minute");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        began.elapsed()
    }

    /// Sent by a desk at rest, and once more by hand.
    async fn sends_at_rest(&self, report: &FirstReport) -> Cost {
        let incident = report.is_written_up(&self.room);
        self.rests().await;
        let mut bare = Bare::warm(&self.line).await;
        self.slow();
        self.line.counts_anew();
        submit(&self.room, &incident);
        let took = self.receives(&incident).await;
        let passed = self.line.passed();
        self.rests().await;
        self.slow();
        let (head, body) = passed.submission().unwrap();
        let bare = bare.posts(&[head, body].concat()).await;
        Cost { took, bare, passed }
    }

    /// Sent while the call, the phone report and the signature are still on their way.
    async fn sends_in_one_breath(&self, report: &FirstReport) -> Duration {
        self.rests().await;
        self.slow();
        let incident = report.is_written_up(&self.room);
        submit(&self.room, &incident);
        self.receives(&incident).await
    }
}

/// A connection without a desk.
struct Bare(TcpStream);

impl Bare {
    async fn warm(line: &SlowLine) -> Self {
        let mut bare = Self(TcpStream::connect(line.address().trim_start_matches("http://")).await.unwrap());
        bare.posts(b"GET /healthz HTTP/1.1\r\nhost: upstream\r\n\r\n").await;
        bare
    }

    /// From the first byte of the request to the last of its answer.
    async fn posts(&mut self, request: &[u8]) -> Duration {
        let began = Instant::now();
        self.0.write_all(request).await.unwrap();
        let mut answer = Vec::new();
        while !is_whole(&answer) {
            assert_ne!(self.0.read_buf(&mut answer).await.unwrap(), 0, "the answer broke off");
        }
        assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
        began.elapsed()
    }
}

fn is_whole(answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer).to_ascii_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    length == Some(body.len())
}

/// p50 and p95.
fn percentiles(mut took: Vec<Duration>) -> [f64; 2] {
    took.sort_unstable();
    [50, 95].map(|percent| took[(took.len() * percent).div_ceil(100) - 1].as_secs_f64())
}

fn holds(what: &str, figure: f64, bar: f64) {
    println!("{}  {what}: {figure:.2} ≤ {bar}", if figure <= bar { "达到 holds " } else { "未达到 MISSED" });
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let desk = Desk::open().await;
    let mut costs = Vec::new();
    for report in FirstReport::all().iter().cycle().take(ROUNDS) {
        costs.push((report.name, desk.sends_at_rest(report).await));
    }
    let body = |cost: &Cost| cost.passed.submission().unwrap().1.len();
    for (name, cost) in &costs[..FirstReport::all().len()] {
        let Passed { round_trips, connections, up, down } = &cost.passed;
        println!(
            "{name:<5} body {} bytes after gzip, {} bytes up and {down} down, {round_trips} round trips, {connections} new connections",
            body(cost),
            up.len()
        );
    }
    let most = |of: fn(&Passed) -> usize| costs.iter().map(|(_, cost)| of(&cost.passed)).max().unwrap() as f64;
    holds("body of a first report, bytes", costs.iter().map(|(_, cost)| body(cost)).max().unwrap() as f64, 2048.0);
    holds("round trips to its receipt", most(|passed| passed.round_trips), 2.0);
    holds("new connections for it", most(|passed| passed.connections), 0.0);
    let [p50, p95] = percentiles(costs.iter().map(|(_, cost)| cost.took).collect());
    let [bare50, bare95] = percentiles(costs.iter().map(|(_, cost)| cost.bare).collect());
    println!(
        "receipt p50 {p50:.2} s, p95 {p95:.2} s; a bare POST of the same bytes p50 {bare50:.2} s, p95 {bare95:.2} s ({:.2} times)",
        p50 / bare50
    );
    holds("receipt p95, s", p95, 5.0);
    let mut took = Vec::new();
    for report in FirstReport::all().iter().cycle().take(ROUNDS) {
        took.push(desk.sends_in_one_breath(report).await);
    }
    let [p50, p95] = percentiles(took);
    println!("receipt of a report sent in one breath with its call and its signature p50 {p50:.2} s, p95 {p95:.2} s");
    holds("that receipt p95, s", p95, 5.0);
}
