//! What 20,000 held `GET /v1/hints` cost one upstream process, beside as many idle connections of a bare accept loop in the
//! same run; and that of one report exactly those hear to whose units it is handed. Run by `make bench`; never a test.

#![allow(dead_code, reason = "the desks and the server are those of the tests")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a benchmark prints what it measured")]

#[path = "../receive/country.rs"]
mod country;
#[path = "../../tests/upstream/on_sqlite.rs"]
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

mod accept_loop;
mod listener;
mod process;

use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use nix::sys::resource::{Resource, getrlimit, setrlimit};

use crate::desk::{Desk, report};
use crate::listener::{Listeners, Wanted};
use crate::process::Process;

/// Held at the same time, where the machine allows so many open files.
const WANTED: usize = 20_000;
/// Files beside the connections: database, log, sockets of the runtime.
const OTHER_FILES: u64 = 100;
const BAR_KB: f64 = 25.0;

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}

/// As many connections as this process and its children may hold: the limit is raised as far as the machine lets it be.
fn allowed() -> usize {
    let enough = WANTED as u64 + OTHER_FILES;
    let (soft, hard) = getrlimit(Resource::RLIMIT_NOFILE).unwrap();
    // Only who administers the machine may go beyond its hard limit.
    if setrlimit(Resource::RLIMIT_NOFILE, soft.max(enough), hard.max(enough)).is_err() {
        setrlimit(Resource::RLIMIT_NOFILE, hard, hard).unwrap();
    }
    let (soft, _) = getrlimit(Resource::RLIMIT_NOFILE).unwrap();
    WANTED.min(usize::try_from(soft - OTHER_FILES).unwrap())
}

/// What a connection costs a process: proportional and resident memory, in KB.
#[derive(Clone, Copy)]
struct Cost {
    pss: f64,
    rss: f64,
}

impl Cost {
    fn each(before: Cost, after: Cost, count: usize) -> Self {
        Self { pss: (after.pss - before.pss) / count as f64, rss: (after.rss - before.rss) / count as f64 }
    }

    fn greater(self, other: Self) -> Self {
        if other.pss > self.pss { other } else { self }
    }
}

/// Idle connections of a bare accept loop.
async fn bare(count: usize) -> Cost {
    let process = Process::start(Command::new(std::env::current_exe().unwrap()).arg(accept_loop::ROLE));
    let before = process.memory();
    let held = accept_loop::hold(process.address("listening on http://"), count).await;
    let after = process.memory();
    drop(held);
    Cost::each(before, after, count)
}

/// Held hints: right after they were opened, and after each has said that it is still there.
async fn hints(process: &Process, desks: &[Desk], count: usize) -> (Arc<Listeners>, [Cost; 2]) {
    let before = process.memory();
    let begun = now();
    let wanted = (0..count).map(|nth| &desks[nth % desks.len()]);
    let wanted = wanted.map(|desk| Wanted { unit: desk.unit.0.clone(), token: desk.token.clone() });
    let listeners = Listeners::open(desks[0].address, wanted.collect()).await;
    println!("{count} held connections of {} desks opened in {:.1} s", desks.len(), begun.elapsed().as_secs_f64());
    let opened = Cost::each(before, process.memory(), count);
    listeners.each_is_still_there().await;
    (listeners, [opened, Cost::each(before, process.memory(), count)])
}

/// One report; how many heard of it, and how long until the last one did.
async fn one_report(listeners: &Listeners, desk: &mut Desk, reaches: &[String]) -> (usize, Duration, Duration) {
    let sent = [desk.write(report("一民房发生火灾"))];
    let begun = now();
    let received = async {
        desk.receipts(&sent).await;
        begun.elapsed()
    };
    let heard = async {
        let heard = listeners.hear(reaches).await;
        (heard, begun.elapsed())
    };
    let (answered, (heard, last)) = tokio::join!(received, heard);
    // Whatever was to be said to the others was said before they are told once more that the connection stands.
    listeners.each_is_still_there().await;
    listeners.heard_exactly(reaches);
    (heard, answered, last)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    if std::env::args().nth(1).as_deref() == Some(accept_loop::ROLE) {
        return accept_loop::serve().await;
    }
    let count = allowed();
    if count < WANTED {
        println!("this machine allows {count} connections of a process, not {WANTED} (ulimit -n)");
    }
    let dir = tempfile::tempdir().unwrap();
    country::load(dir.path()).await;
    let process = Process::start(
        Command::new(env!("CARGO_BIN_EXE_zhiban-upstream"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(dir.path()),
    );
    let address = process.address("listening on http://");
    let units = country::counties().chain(country::cities()).chain([country::PROVINCE.to_owned()]);
    let mut desks = country::enrol(dir.path(), address, units).await;

    let reference = bare(count).await;
    let (listeners, [opened, resting]) = hints(&process, &desks, count).await;
    let reaches = [country::county(0), country::city(0), country::PROVINCE.to_owned()];
    let (heard, answered, last) = one_report(&listeners, &mut desks[0], &reaches).await;

    println!(
        "a report was heard by the {heard} connections of its three units and by no other; its answer took {:.0} ms, the last of them heard after {:.0} ms",
        answered.as_secs_f64() * 1e3,
        last.as_secs_f64() * 1e3
    );
    let line = |what: &str, cost: Cost| println!("{what:<32} PSS {:>6.2} KB   RSS {:>6.2} KB each", cost.pss, cost.rss);
    line("reference: bare accept loop", reference);
    line("held hints, just opened", opened);
    line("held hints, still there 25 s on", resting);
    let greater = opened.greater(resting).pss;
    println!("a held hint costs {:.1} × a bare connection", greater / reference.pss);
    println!(
        "{}  a held hint: {greater:.1} KB ≤ {BAR_KB}",
        if greater <= BAR_KB { "达到 holds " } else { "未达到 MISSED" }
    );
}
