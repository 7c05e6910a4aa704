//! One entry that the upstream will not have holds up no other, and goes once the reason is gone and 立即重发 is pressed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]

mod officer;

use rusqlite::Connection;
use serde_json::{Value, json};
use tests::room::{Room, may_12};

/// The upstream's tables will not have this one entry, or will again.
fn tables(room: &Room, sql: &str) {
    let tables = Connection::open(room.folder().join("upstream/upstream.sqlite")).unwrap();
    tables.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
    tables.execute_batch(sql).unwrap();
}

async fn with_a_refused_report() -> (Room, Value, String) {
    let room = Room::open(may_12(18, 9)).await;
    let incident = officer::takes_a_call(&room);
    officer::phones_the_city(&room, &incident);
    let report = officer::reports(&room, &incident);
    tables(
        &room,
        &format!(
            "CREATE TRIGGER poison AFTER INSERT ON receipts
             WHEN (SELECT id FROM entries WHERE position = NEW.position) = '{report}'
             BEGIN SELECT RAISE(ABORT, 'poisoned'); END"
        ),
    );
    room.sync().await;
    (room, incident, report)
}

fn needs_a_person(room: &Room, report: &str) {
    let rows = room.waiting();
    assert_eq!(rows.len(), 1, "everything else went up in the round in which it was refused: {rows:?}");
    assert_eq!((&rows[0]["entry"], &rows[0]["attention"]), (&json!(report), &json!(true)), "未发出·需处理");
    assert!(rows[0]["trouble"].as_str().unwrap().contains("请联系上级节点管理员"), "and why: {}", rows[0]["trouble"]);
}

#[tokio::test]
async fn a_refused_report_holds_up_nothing_and_is_not_sent_again_by_itself() {
    let (room, incident, report) = with_a_refused_report().await;
    needs_a_person(&room, &report);
    let above = room.held_above();
    assert_eq!(above.len(), room.held_here().len() - 1, "all but that one are above");
    assert!(!above.contains_key(&report));
    assert_eq!(officer::view(&room, &incident)["state"], "needs_attention");
    let attempts = room.waiting()[0]["attempts"].clone();
    tables(&room, "DROP TRIGGER poison");
    officer::takes_a_wrong_number(&room);
    room.clock.turn_to(room.clock.now() + chrono::Duration::hours(2));
    room.sync().await;
    needs_a_person(&room, &report);
    assert_eq!(room.waiting()[0]["attempts"], attempts, "what needs a person waits for one");
}

#[tokio::test]
async fn what_was_refused_goes_when_somebody_presses_send_now_and_is_refused_again_while_the_reason_stands() {
    let (room, incident, report) = with_a_refused_report().await;
    let rows = room.does("send_now", Value::Null);
    assert_eq!(rows[0]["attention"], false, "立即重发 puts it back into the queue: {rows}");
    room.sync().await;
    needs_a_person(&room, &report);
    tables(&room, "DROP TRIGGER poison");
    room.does("send_now", Value::Null);
    room.sync().await;
    assert_eq!(room.waiting(), Vec::<Value>::new(), "nothing waits");
    assert_eq!(officer::view(&room, &incident)["state"], "received", "上级节点已收");
    room.holds_what_the_upstream_holds();
}
