//! What the upstream receives on a real PostgreSQL: reports of fifty desks over HTTP, beside the least that they could cost,
//! measured in the same run on the same server: their rows inserted in batches, and one verification and one signature
//! each. Run by `make bench`; never a test.

#![allow(dead_code, reason = "the desks and the server are those of the tests")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a benchmark prints what it measured")]

#[path = "../../tests/upstream/cluster.rs"]
mod cluster;
#[path = "../../tests/upstream/on_postgres.rs"]
mod database;
#[path = "../../tests/upstream/desk.rs"]
mod desk;
#[path = "../../tests/upstream/documented.rs"]
mod documented;
#[path = "../../tests/upstream/http.rs"]
mod http;
#[path = "../../tests/upstream/program.rs"]
mod program;
#[path = "../../tests/upstream/server.rs"]
mod server;

mod country;
mod line;
mod raw;
mod reports;
mod signatures;

use std::time::{Duration, Instant};

use domain::wire::{Outcome, SubmitAnswer};

use crate::program::{Program, said};
use crate::reports::Sent;
use crate::signatures::Signatures;

/// Of them all.
const ENTRIES: usize = 20_000;
/// Requests under way at the same time.
const LINES: usize = 8;
const BAR: f64 = 0.6;

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}

/// Sends everything over a few connections, each desk's requests in order; how long until the last answer.
async fn received(program: &Program, sent: &Sent) -> Duration {
    let begun = now();
    let mut lines = tokio::task::JoinSet::new();
    for line in 0..LINES {
        let requests: Vec<_> = sent.desks.iter().skip(line).step_by(LINES).cloned().collect();
        lines.spawn(line::send(program.address, requests));
    }
    let answers = lines.join_all().await;
    let took = begun.elapsed();
    let answers = answers.iter().flatten().map(|body| serde_json::from_slice::<SubmitAnswer>(body).unwrap());
    let outcomes: Vec<_> = answers.flat_map(|answer| answer.outcomes).collect();
    assert_eq!(outcomes.len(), ENTRIES);
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Received { .. })), "every entry has its receipt");
    took
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let dir = tempfile::tempdir().unwrap();
    country::load(dir.path()).await;
    let program = Program::serve(dir.path());
    let mut desks = country::enrol(dir.path(), program.address, country::counties()).await;
    let sent = Sent::written_by(&mut desks, ENTRIES);
    let before = Signatures::measured(&sent);
    let took = received(&program, &sent).await;
    let signatures = before.and(Signatures::measured(&sent));
    assert!(program.terminate(), "it stops in order");
    assert!(said(&["check", "--json"], dir.path()).contains("\"ok\":true"), "what it holds is proved");

    let rows = raw::Rows::of(dir.path()).await;
    let inserted = rows.inserted(dir.path()).await;
    let reference = inserted + signatures.of(ENTRIES);
    let rate = |took: Duration| ENTRIES as f64 / took.as_secs_f64();
    println!(
        "{ENTRIES} reports of {} bytes of {} desks, {} requests ({} bytes before gzip each) over {LINES} connections",
        sent.bytes / ENTRIES,
        sent.desks.len(),
        sent.requests(),
        sent.json / sent.requests()
    );
    println!(
        "reference, one after the other: raw INSERT of {} rows {:.2} s, a verification {:.3} ms and a signature {:.3} ms each: {:.0} a second",
        rows.count(),
        inserted.as_secs_f64(),
        signatures.verify.as_secs_f64() * 1e3,
        signatures.sign.as_secs_f64() * 1e3,
        rate(reference)
    );
    let ratio = rate(took) / rate(reference);
    println!("the upstream: {:.2} s, {:.0} a second", took.as_secs_f64(), rate(took));
    println!(
        "{}  received beside the reference: {ratio:.2} ≥ {BAR}",
        if ratio >= BAR { "达到 holds " } else { "未达到 MISSED" }
    );
}
