//! `kill -9` at any moment: nothing that the screen called saved is lost or doubled, and views come back by themselves.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says why"
)]

mod shift;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use shift::Shift;
use tempfile::TempDir;
use tests::wait::{PATIENCE, try_until};
use tests::{Dice, Program, Serve, Upstream};

const KILLS: u32 = 280;
/// The upstream is killed too, every so often.
const UPSTREAM_KILLS_EVERY: u32 = 14;
/// A kill comes at a random moment of this long, in microseconds, after the host began to answer.
const MOMENT: u64 = 220_000;

struct House {
    folder: TempDir,
    upstream: Upstream,
    listen: String,
}

impl House {
    async fn open() -> Self {
        let folder = TempDir::with_prefix("zhiban-killed-").unwrap();
        let upstream = Upstream::start(&folder.path().join("upstream")).await;
        upstream.load_sample_units();
        let listen = upstream.listen().to_owned();
        Self { folder, upstream, listen }
    }

    /// A desk of the sample county, and the cookie of its page.
    async fn desk(&self, name: &str) -> (Serve, String) {
        let host = Serve::start(&self.folder.path().join(name)).await;
        let cookie = host.cookie().unwrap();
        let code = self.upstream.one_time_code("990121");
        host.does(&cookie, "enrol", &json!({ "upstream": self.upstream.address(), "code": code }));
        host.does(&cookie, "finish_first_start", &Value::Null);
        (host, cookie)
    }

    async fn kill_upstream(&mut self) {
        self.upstream.kill();
        self.upstream = Upstream::start_at(&self.folder.path().join("upstream"), &self.listen).await;
    }

    /// Every entry at the upstream: kind and header, by id.
    fn received(&self) -> BTreeMap<String, Value> {
        let file = rusqlite::Connection::open(self.folder.path().join("upstream/upstream.sqlite")).unwrap();
        let mut statement = file.prepare("SELECT header FROM entries").unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        let headers: Vec<Value> = rows.map(|header| serde_json::from_str(&header.unwrap()).unwrap()).collect();
        let count = headers.len();
        let by_id: BTreeMap<String, Value> =
            headers.into_iter().map(|header| (header["id"].as_str().unwrap().to_owned(), header)).collect();
        assert_eq!(by_id.len(), count, "no entry is there twice");
        by_id
    }
}

/// Works at `host` until it is killed at a random moment.
#[expect(clippy::disallowed_methods, reason = "no wait for a state: the moment of the kill is what is drawn")]
fn work_until_killed(host: &mut Serve, shift: &mut Shift, cookie: &str, moment: Duration) {
    std::thread::scope(|scope| {
        let page = host.page();
        let worker = scope.spawn(move || while shift.go_on(&page, cookie) {});
        std::thread::sleep(moment);
        host.kill();
        worker.join().unwrap();
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_and_eighty_kills_of_the_host_while_saving_sending_and_receiving() {
    let mut dice = Dice::thrown();
    let mut house = House::open().await;
    let (mut host, cookie) = house.desk("desk").await;
    let (beside, beside_cookie) = house.desk("beside").await;
    let (data, address) = (host.data().to_owned(), host.address().to_owned());
    let mut shift = Shift::default();
    for kill in 1..=KILLS {
        // Another desk of the room writes too, so that there is something to receive.
        let call = beside.does(&beside_cookie, "call_open", &Value::Null);
        beside.does(
            &beside_cookie,
            "call_end",
            &json!({ "call": call["id"], "outcome": "other", "note": "", "into": null }),
        );
        let moment = Duration::from_micros(dice.below(MOMENT));
        work_until_killed(&mut host, &mut shift, &cookie, moment);
        if kill % UPSTREAM_KILLS_EVERY == 0 {
            house.kill_upstream().await;
        }
        host = Serve::start_at(&data, &address, &[]).await;
        shift.compare(&host.page(), &cookie);
    }
    shift.finish(&host.page(), &cookie);
    println!("{}", shift.words());
    all_received(&host, &cookie).await;
    let received = house.received();
    for incident in shift.reported() {
        let reports = received.values().filter(|header| header["kind"] == "report" && header["subject"] == *incident);
        assert_eq!(reports.count(), 1, "one report of {incident}, however often the host was killed");
    }
    assert_eq!(
        received
            .values()
            .filter(|header| header["kind"] == "call_opened"
                && header["subject"].as_str().is_some_and(|id| shift.opened(id)))
            .count(),
        shift.calls(),
        "every call that the screen showed is there once"
    );
    let everything = |desk: &Serve, cookie: &str| desk.does(cookie, "calls", &Value::Null).as_array().unwrap().len();
    assert_eq!(
        everything(&host, &cookie),
        everything(&beside, &beside_cookie).min(200),
        "both desks show the same calls"
    );
    host.kill();
    whole(&data);
}

/// Waits until nothing waits: all own entries are receipted.
async fn all_received(host: &Serve, cookie: &str) {
    let gone = try_until(PATIENCE, async || {
        let link = host.does(cookie, "desk", &Value::Null)["link"].clone();
        if link["waiting"] == 0 && link["online"] == true { Ok(link) } else { Err(link.to_string()) }
    })
    .await;
    let link = gone.unwrap_or_else(|seen| panic!("entries still wait: {seen}"));
    assert_eq!(link["attention"], 0, "nothing was refused");
}

/// The chain, the seals, the receipts and the views of a desk that was killed.
fn whole(data: &Path) {
    let data = data.to_str().unwrap();
    let verdict = Program::built("zhiban").run(["verify", "--json", "--data", data]);
    let verdict: Value = serde_json::from_str(verdict.succeeded()).unwrap();
    assert_eq!((&verdict["faults"], &verdict["device_only"]), (&json!([]), &json!(0)), "every entry is proven");
    let rebuilt = Program::built("zhiban").run(["rebuild", "--check", "--data", data]);
    assert!(rebuilt.succeeded().contains("一致"), "views rebuild equal");
}
