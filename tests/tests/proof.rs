//! What the proof rests on, checked a second time by OpenSSL, and what a person with a database tool can and cannot do.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says why"
)]

use rusqlite::Connection;
use serde_json::{Value, json};
use tests::openssl::{sm2_accepts, sm3};
use tests::room::{Room, may_12};

/// A room with one first report sent, received and relayed.
async fn reported() -> Room {
    let room = Room::open(may_12(18, 9)).await;
    let call = room.does("call_open", json!(null));
    let id = call["id"].clone();
    room.does("call_end", json!({ "call": id, "outcome": "incident", "note": "", "into": null }));
    let draft = json!({
        "kind": "fire", "occurred": "-", "town": "河东镇", "place": "某小区3幢", "source": "群众",
        "counts": [{ "source": "县消防救援大队", "as_of": "", "deaths": "-", "injured": "-", "adopted": true }]
    });
    let letter = room.does("draft_save", json!({ "incident": id, "draft": draft }));
    let sent = room.does("submit", json!({ "incident": id, "title": letter["title"], "body": letter["body"] }));
    room.sync().await;
    let report = sent["incident"]["reports"][0]["id"].clone();
    room.does("relay", json!({ "incident": id, "report": report, "time": "", "number": "GJ-001" }));
    room.sync().await;
    room
}

fn desk_file(room: &Room) -> Connection {
    Connection::open(room.folder().join("desk/zhiban.sqlite")).unwrap()
}

struct Row {
    header: String,
    body: String,
    signature: String,
    receipt: String,
    receipt_signature: String,
}

fn rows(file: &Connection) -> Vec<Row> {
    let sql = "SELECT header, body, e.signature, r.receipt, r.signature FROM entries e
               JOIN receipts r ON r.entry = e.id ORDER BY seq";
    let mut statement = file.prepare(sql).unwrap();
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Row {
            header: row.get(0)?,
            body: row.get(1)?,
            signature: row.get(2)?,
            receipt: row.get(3)?,
            receipt_signature: row.get(4)?,
        })
    };
    statement.query_map([], read).unwrap().map(Result::unwrap).collect()
}

fn enrolment(file: &Connection) -> Value {
    let text: String =
        file.query_row("SELECT value FROM settings WHERE name = 'enrolment'", [], |row| row.get(0)).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[tokio::test]
async fn openssl_confirms_every_hash_chain_signature_receipt_and_certificate() {
    let room = reported().await;
    let file = desk_file(&room);
    let folder = room.folder();
    let enrolment = enrolment(&file);
    let upstream_key = enrolment["upstream_key"].as_str().unwrap();
    let certificate = &enrolment["certificate"];
    let certificate_text = certificate["certificate"].as_str().unwrap();
    let certificate_signature = certificate["signature"].as_str().unwrap();
    assert!(sm2_accepts(folder, upstream_key, certificate_text.as_bytes(), certificate_signature));
    let device_key = parsed(certificate_text)["key"].as_str().unwrap().to_owned();

    let rows = rows(&file);
    assert_eq!(rows.len(), 4, "call, its end, report and relay are all receipted");
    let mut prev = "0".repeat(64);
    for row in &rows {
        let header = parsed(&row.header);
        let receipt = parsed(&row.receipt);
        assert_eq!(header["prev"], prev, "each header names the one before it");
        prev = sm3(folder, row.header.as_bytes());
        assert_eq!(header["body_hash"], sm3(folder, row.body.as_bytes()));
        assert_eq!(receipt["header_hash"], prev, "the receipt names this very header");
        assert!(sm2_accepts(folder, &device_key, row.header.as_bytes(), &row.signature), "{}", row.header);
        assert!(sm2_accepts(folder, upstream_key, row.receipt.as_bytes(), &row.receipt_signature));
        let changed = row.header.replacen("2026", "2025", 1);
        assert!(!sm2_accepts(folder, &device_key, changed.as_bytes(), &row.signature), "the check can fail");
    }
}

#[tokio::test]
async fn verify_finds_every_edit_by_hand_and_says_where() {
    let room = reported().await;
    let sound = workstation::verify(&room.desk).unwrap();
    assert_eq!((sound.entries, sound.receipted, sound.faults), (4, 4, vec![]));
    let edits = [
        ("a word in the letter", "UPDATE entries SET body = replace(body, '某小区', '某大区')", "摘要不符"),
        (
            "a time in a header",
            "UPDATE entries SET header = replace(header, '10:09:00Z', '10:08:00Z')",
            "签名与内容不符",
        ),
        (
            "a receipt's time",
            "UPDATE receipts SET receipt = replace(receipt, '10:09:00Z', '10:08:00Z')",
            "签名与内容不符",
        ),
        ("a row taken out of the middle", "DELETE FROM entries WHERE seq = 2", "不相接"),
        ("a view", "UPDATE incidents SET view = replace(view, 'GJ-001', 'GJ-002')", "重新归并"),
    ];
    for (what, sql, said) in edits {
        let room = reported().await;
        let file = desk_file(&room);
        file.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        for trigger in ["entries_are_never_changed", "entries_are_never_deleted", "receipts_are_never_changed"] {
            file.execute_batch(&format!("DROP TRIGGER {trigger}")).unwrap();
        }
        assert!(file.execute(sql, []).unwrap() > 0, "{what}: the edit took place");
        let faults = workstation::verify(&room.desk).unwrap().faults;
        assert!(faults.iter().any(|fault| fault.contains(said)), "{what}: {faults:?}");
    }
}

#[tokio::test]
async fn an_entry_without_a_receipt_is_said_to_rest_on_this_device_alone() {
    let room = reported().await;
    room.does("call_open", json!(null));
    let verdict = workstation::verify(&room.desk).unwrap();
    assert_eq!((verdict.receipted, verdict.device_only, verdict.faults), (4, 1, vec![]));
}

#[tokio::test]
async fn the_report_reaches_everybody_above_and_the_call_stays_with_the_unit() {
    let room = reported().await;
    let file = Connection::open(room.folder().join("upstream/upstream.sqlite")).unwrap();
    let sql = "SELECT e.header FROM deliveries d JOIN entries e ON e.position = d.position WHERE d.unit = ?1";
    let mut statement = file.prepare(sql).unwrap();
    let mut kinds = |unit: &str| -> Vec<String> {
        let headers = statement.query_map([unit], |row| row.get::<_, String>(0)).unwrap();
        let kind = |header: rusqlite::Result<String>| parsed(&header.unwrap())["kind"].as_str().unwrap().to_owned();
        headers.map(kind).collect()
    };
    assert_eq!(kinds("990121"), ["report", "call_opened", "call_ended", "relay"], "the report went up first");
    assert_eq!(kinds("990100"), ["report", "relay"], "the city never reads the county's call log");
    assert_eq!(kinds("990000"), ["report", "relay"]);
    assert_eq!(kinds("990122"), Vec::<String>::new(), "a neighbour reads nothing");
}
