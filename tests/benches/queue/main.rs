//! A thousand entries that waited at a desk, to the last receipt verified and stored, beside the bound that their signatures
//! set: one verification at the upstream, one signature of the receipt there, one verification of it here. A PouchDB pushes
//! the same documents in the same run. Run by `make bench`; never a test.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a benchmark prints what it measured")]

mod pouchdb;
mod signatures;

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};
use serde_json::json;
use signatures::Signatures;
use tests::room::{Room, may_12};

/// At least so many wait.
const ENTRIES: usize = 1_000;
const BAR: f64 = 0.6;

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}

/// A file that is only looked at.
fn reading(file: &Path) -> Connection {
    Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()
}

/// An event as a room has it: called in, written up, sent, entered.
fn an_event(room: &Room) {
    let id = room.does("call_open", json!(null))["id"].clone();
    let note = json!({
        "call": id, "caller": "群众", "caller_unit": "", "number": "", "recording": "",
        "words": "河东镇某小区3幢一楼充电的地方烧起来了，楼上还有人"
    });
    room.does("call_note", note);
    room.does("call_end", json!({ "call": id, "outcome": "incident", "note": "", "into": null }));
    let draft = json!({
        "kind": "fire", "occurred": "-", "town": "河东镇", "place": "某小区3幢", "source": "群众",
        "counts": [{ "source": "县消防救援大队", "as_of": "", "deaths": "1", "injured": "3", "adopted": true }]
    });
    let letter = room.does("draft_save", json!({ "incident": id, "draft": draft }));
    let sent = room.does("submit", json!({ "incident": id, "title": letter["title"], "body": letter["body"] }));
    let report = sent["incident"]["reports"][0]["id"].clone();
    room.does("relay", json!({ "incident": id, "report": report, "time": "", "number": "GJ-1" }));
}

fn count(connection: &Connection, rows: &str) -> usize {
    let count = format!("SELECT count(*) FROM {rows}");
    connection.query_row(&count, [], |row| row.get::<_, i64>(0)).unwrap().try_into().unwrap()
}

/// Sends what waits; how long until nothing waits, which is when the last receipt is stored.
async fn sent(room: &Room) -> Duration {
    let file = reading(&room.folder().join("desk/zhiban.sqlite"));
    let begun = now();
    let (_, took) = tokio::join!(room.sync(), async {
        let mut look = tokio::time::interval(Duration::from_millis(1));
        loop {
            look.tick().await;
            if count(&file, "queue") == 0 {
                return begun.elapsed();
            }
        }
    });
    took
}

#[tokio::main]
async fn main() {
    let mut room = Room::open(may_12(18, 9)).await;
    let room = &mut room;
    room.sync().await;
    room.upstream_stops().await;
    let desk = reading(&room.folder().join("desk/zhiban.sqlite"));
    while count(&desk, "queue") < ENTRIES {
        an_event(room);
    }
    room.upstream_returns().await;
    let waiting = count(&desk, "queue");
    let held_before = count(&desk, "receipts");

    let documents = pouchdb::documents(&desk);
    let took = sent(room).await;
    assert_eq!(count(&desk, "receipts"), held_before + waiting, "each has its receipt");
    let verdict = room.checked().await;
    assert!(verdict.ok, "{:?}", verdict.problems);
    let signatures = Signatures::measured(room.folder());
    let bound = signatures.of(waiting);
    let ratio = bound.as_secs_f64() / took.as_secs_f64();
    println!(
        "{waiting} waiting entries to the last receipt: {:.2} s, {:.0} a second; durable at both ends (synchronous=FULL) before anything is called received",
        took.as_secs_f64(),
        waiting as f64 / took.as_secs_f64()
    );
    println!(
        "reference: verify entry {:.3} ms, sign receipt {:.3} ms, verify receipt {:.3} ms: {:.2} s, one after the other",
        signatures.entry.as_secs_f64() * 1e3,
        signatures.sign.as_secs_f64() * 1e3,
        signatures.receipt.as_secs_f64() * 1e3,
        bound.as_secs_f64()
    );
    pouchdb::push(room.folder(), &documents, took);
    println!("{}  beside the bound: {ratio:.2} ≥ {BAR}", if ratio >= BAR { "达到 holds " } else { "未达到 MISSED" });
}
