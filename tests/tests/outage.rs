//! Three days offline are as good as three minutes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says why"
)]

mod officer;

use chrono::Duration;
use domain::Moment;
use domain::receipt::Receipt;
use serde_json::{Value, json};
use tests::held::{Entries, Held};
use tests::room::{Room, may_12};
use tests::turned_network::TurnedNetwork;
use tests::wait::until;
use tokio::task::JoinHandle;
use workstation::{alarm, sync};

/// What an officer does in an outage, whatever its length.
const INCIDENTS: i32 = 6;

fn begins_to_sync(room: &Room) -> JoinHandle<()> {
    tokio::spawn(sync::run_on(room.desk.clone(), TurnedNetwork::default()))
}

async fn ends(syncing: JoinHandle<()>) {
    syncing.abort();
    let _ = syncing.await;
}

fn link(room: &Room) -> Value {
    room.does("desk", Value::Null)["link"].clone()
}

/// The program ends and starts again in the middle of the outage; what waits, and why, and until when, is as it was.
async fn restarts(room: Room, syncing: JoinHandle<()>) -> (Room, JoinHandle<()>) {
    ends(syncing).await;
    let before = room.waiting();
    let room = room.reopen();
    assert_eq!(room.waiting(), before, "tries, words and backoff are in the file");
    let syncing = begins_to_sync(&room);
    (room, syncing)
}

/// Everything that waits was tried and says why.
async fn waits_with_why(room: &Room, count: usize) {
    until("everything to wait with its reason", async || {
        let rows = room.waiting();
        let why = |row: &Value| {
            let words = row["trouble"].as_str().is_some_and(|words| words.contains("连不上上级节点"));
            words && row["attempts"].as_u64() > Some(0) && row["attention"] == false
        };
        if rows.len() == count && rows.iter().all(why) { Ok(()) } else { Err(format!("{count} in {rows:#?}")) }
    })
    .await;
    let link = link(room);
    assert_eq!((&link["online"], &link["waiting"]), (&json!(false), &json!(count)), "已保存本机（待发 {count}）");
    assert!(link["trouble"].as_str().unwrap().contains("内容已保存本机，恢复后自动发送"), "{link}");
}

/// Half an hour of one incident: the call, the phone, the report, the national system; its clocks by the desk's own.
fn works_on_an_incident(room: &Room) -> Value {
    let began = room.clock.now();
    let incident = officer::takes_a_call(room);
    officer::phones_the_city(room, &incident);
    let report = officer::reports(room, &incident);
    let view = room.does("incident", json!({ "incident": incident }));
    let deadlines = view["composed"]["deadlines"].as_array().unwrap();
    let due = |rule: &str| deadlines.iter().find(|one| one["rule"] == rule).unwrap()["due_at"].clone();
    assert_eq!(due("N1"), json!(began + Duration::minutes(30)), "the clause's half hour runs without a network");
    assert_eq!(view["state"], "saved_here", "and a save is called a save");
    let relay = json!({ "incident": incident, "report": report, "time": "", "number": "GJ-001" });
    let view = room.does("relay", relay);
    assert_eq!(view["state"], "on_record", "the national system does not need our upstream");
    incident
}

/// An outage of this length with the same work in it; afterwards everything is above, once, in its order.
async fn outage(length: Duration) {
    let began = may_12(18, 9);
    let mut room = Room::open(began).await;
    room.sync().await;
    assert_eq!(link(&room)["online"], true);
    let before = room.held_here();
    room.upstream_stops().await;
    let mut syncing = begins_to_sync(&room);
    let mut incidents = Vec::new();
    for part in 1..=INCIDENTS {
        room.clock.turn_to(began + length * part / (INCIDENTS + 1));
        alarm::look(&room.desk);
        incidents.push(works_on_an_incident(&room));
        officer::takes_a_wrong_number(&room);
        if part % 2 == 0 {
            (room, syncing) = restarts(room, syncing).await;
        }
        let waiting = usize::try_from(link(&room)["waiting"].as_u64().unwrap()).unwrap();
        assert!(waiting >= 7 * usize::try_from(part).unwrap(), "{waiting} entries wait after {part} incidents");
        waits_with_why(&room, waiting).await;
    }
    a_call_rings_for_lack_of_a_report(&room);
    waits_with_why(&room, room.waiting().len()).await;
    ends(syncing).await;
    room.clock.turn_to(began + length.max(Duration::hours(2)));
    let written = room.held_here();
    let returned = room.clock.now();
    room.upstream_returns().await;
    let syncing = begins_to_sync(&room);
    until("everything to go out by itself", async || {
        let link = link(&room);
        if link["waiting"] == 0 && link["online"] == true { Ok(()) } else { Err(link.to_string()) }
    })
    .await;
    ends(syncing).await;
    let sent = room.holds_what_the_upstream_holds();
    as_it_was_written(&before, &written, &sent, (began, returned));
    in_its_order(&before, &sent);
    for incident in incidents {
        let view = room.does("incident", json!({ "incident": incident }));
        assert_eq!(view["state"], "on_record");
        assert_eq!(view["incident"]["reports"].as_array().unwrap().len(), 1, "one report");
    }
    assert_eq!(room.desk.check_views().unwrap(), Vec::<uuid::Uuid>::new(), "views rebuild equal");
    let verdict = workstation::verify(&room.desk).unwrap();
    assert_eq!((verdict.faults, verdict.device_only), (Vec::new(), 0), "every entry is proven");
}

/// A call that nobody reported: the alarm rings by the room's own clock.
fn a_call_rings_for_lack_of_a_report(room: &Room) {
    officer::takes_a_call(room);
    room.bell.said();
    room.clock.turn_to(room.clock.now() + Duration::minutes(31));
    alarm::look(&room.desk);
    assert!(!room.bell.said().is_empty(), "the alarm needs no network");
}

/// Sealed in the outage and not touched since: the same bytes, the times of then; the receipt alone is of now.
fn as_it_was_written(before: &Entries, written: &Entries, sent: &Entries, (began, returned): (Moment, Moment)) {
    assert_eq!(written.len(), sent.len(), "nothing was written by the sending");
    for (id, entry) in written.iter().filter(|(id, _)| !before.contains_key(*id)) {
        assert_eq!(entry.receipt, None, "nothing was called received in the outage");
        let now = &sent[id];
        assert_eq!(&Held { receipt: None, ..now.clone() }, entry, "{id} went out as it was sealed");
        let header = now.read();
        assert!(began <= header.entered_at && header.entered_at <= returned, "{id} is of {}", header.entered_at);
        assert!(header.claimed_at <= header.entered_at);
        assert!(receipt(now).received_at >= returned, "the receipt is of the day it was received");
    }
}

/// Reports first, then everything else, each in the order in which it was written.
fn in_its_order(before: &Entries, sent: &Entries) {
    let mut new: Vec<&Held> = sent.iter().filter(|(id, _)| !before.contains_key(*id)).map(|(_, held)| held).collect();
    new.sort_by_key(|held| receipt(held).position);
    let order: Vec<_> = new.iter().map(|held| (held.read().kind.lane(), held.read().seq)).collect();
    assert!(order.is_sorted(), "positions follow the lanes and the writing: {order:?}");
}

fn receipt(held: &Held) -> Receipt {
    let (text, _) = held.receipt.as_ref().expect("it is receipted");
    serde_json::from_str(text).unwrap()
}

#[tokio::test]
async fn three_minutes_offline_lose_double_and_reorder_nothing() {
    outage(Duration::minutes(3)).await;
}

#[tokio::test]
async fn three_days_offline_are_as_good_as_three_minutes() {
    outage(Duration::days(3)).await;
}

/// The waits were reckoned three days ahead; by the true time they would end in three days.
#[tokio::test]
async fn a_machine_that_booted_with_its_clock_three_days_ahead_sends_everything_in_the_first_round_that_gets_through() {
    let mut room = Room::open(may_12(18, 9)).await;
    room.upstream_stops().await;
    room.clock.somebody_sets_the_wall_clock(Duration::days(3));
    room.clock.boots_again();
    let mut room = room.reopen();
    officer::takes_a_wrong_number(&room);
    room.sync().await;
    let ahead = room.waiting();
    assert_eq!((ahead.len(), ahead[0]["attempts"].as_u64()), (2, Some(1)), "{ahead:#?}");
    room.clock.somebody_sets_the_wall_clock(-Duration::days(3));
    room.upstream_returns().await;
    room.sync().await;
    assert_eq!(room.waiting(), Vec::<Value>::new(), "nobody waits three days for three days that never were");
    room.holds_what_the_upstream_holds();
}

#[tokio::test]
async fn somebody_setting_the_wall_clock_three_days_back_holds_nothing_up() {
    for by in [-3, 3] {
        let mut room = Room::open(may_12(18, 9)).await;
        room.upstream_stops().await;
        officer::takes_a_wrong_number(&room);
        room.sync().await;
        assert!(room.waiting().iter().all(|row| row["next_at"].is_string()), "it waits for its next try");
        room.clock.somebody_sets_the_wall_clock(Duration::days(by));
        room.upstream_returns().await;
        room.sync().await;
        assert_eq!(room.waiting(), Vec::<Value>::new(), "{by} days: at once");
    }
}
