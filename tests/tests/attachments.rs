//! Three days without a network, with attachments: everything arrives once, first reports first, and nobody touched anything.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]

mod officer;

use std::fs;
use std::path::PathBuf;

use chrono::Duration;
use domain::digest::Digest;
use domain::entry::Lane;
use domain::receipt::Receipt;
use officer::{does, informs, shown};
use serde_json::{Value, json};
use tests::impostor::Lie;
use tests::room::{Room, may_12};
use tests::second_desk::SecondDesk;
use tests::slow_line::{COUNTY_LINE, Direction, SlowLine};
use tests::turned_network::TurnedNetwork;
use tests::wait::{try_until, until};
use tokio::task::JoinHandle;
use tokio::time::Instant;
use workstation::sync;

const CUTS: usize = 10;

/// Bytes that no compression makes fewer, each file's its own.
fn bytes(nth: u32, length: usize) -> Vec<u8> {
    let mut state = nth.wrapping_mul(2_654_435_761).max(1);
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[0]
    };
    (0..length).map(|_| next()).collect()
}

fn link(room: &Room) -> Value {
    room.does("desk", Value::Null)["link"].clone()
}

fn above(room: &Room, bytes: &[u8]) -> PathBuf {
    let unit = Digest::of(b"990121").to_string();
    room.folder().join("upstream/blobs").join(unit).join(Digest::of(bytes).to_string())
}

/// The line breaks once so much more went up; the desk goes on by itself.
async fn is_cut(room: &Room, line: &SlowLine) {
    let before = line.passed().connections;
    line.breaks_after(Direction::Up, 1_200_000);
    until("the line to break and the desk to go on", async || {
        room.clock.turn_to(room.clock.now() + Duration::seconds(1));
        let connections = line.passed().connections;
        if connections > before { Ok(()) } else { Err(format!("{connections} connections, {}", link(room))) }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_days_offline_with_forty_entries_and_five_attachments_arrive_once_and_the_reports_first() {
    let (mut room, line) = Room::open_behind_a_slow_line(may_12(18, 9)).await;
    room.sync().await;
    let city = room.desk_above().await;
    let before = room.held_here();
    room.upstream_stops().await;
    let files: Vec<_> = [20 * 1024 * 1024, 300_000, 4_000, 70_000, 1].into_iter().zip(1..).collect();
    let files: Vec<_> = files.into_iter().map(|(length, nth)| bytes(nth, length)).collect();
    let first = informs(&room.desk, "样例县召开防汛工作会议", &files[..3]);
    for day in 0..3 {
        room.clock.turn_to(may_12(18, 9) + Duration::days(day));
        for _ in 0..2 {
            let incident = officer::takes_a_call(&room);
            officer::phones_the_city(&room, &incident);
            officer::reports(&room, &incident);
            officer::takes_a_wrong_number(&room);
        }
        officer::takes_a_wrong_number(&room);
    }
    let second = informs(&room.desk, "样例县开展安全生产检查", &files[3..]);
    let written = room.held_here().len() - before.len();
    assert!(written >= 40, "{written} entries wait");
    room.clock.turn_to(may_12(18, 9) + Duration::days(3));

    room.upstream_returns().await;
    let syncing = tokio::spawn(sync::run_on(room.desk.clone(), TurnedNetwork::default()));
    for _ in 0..CUTS {
        is_cut(&room, &line).await;
    }
    until("everything to be above", async || {
        room.clock.turn_to(room.clock.now() + Duration::seconds(1));
        let missing = files.iter().filter(|file| !above(&room, file).is_file()).count();
        if missing == 0 && link(&room)["waiting"] == 0 { Ok(()) } else { Err(format!("{missing}: {}", link(&room))) }
    })
    .await;
    syncing.abort();
    let _ = syncing.await;
    room.sync().await;

    let held = room.holds_what_the_upstream_holds();
    assert_eq!(held.len(), before.len() + written, "each once, and nothing was written by the sending");
    let mut order: Vec<_> = held.iter().filter(|(id, _)| !before.contains_key(*id)).map(|(_, held)| held).collect();
    order.sort_by_key(|held| serde_json::from_str::<Receipt>(&held.receipt.as_ref().unwrap().0).unwrap().position);
    let lanes: Vec<_> = order.iter().map(|held| held.read().kind.lane()).collect();
    assert!(lanes.contains(&Lane::Reports) && lanes.is_sorted(), "first reports first: {lanes:?}");
    for file in &files {
        assert!(fs::read(above(&room, file)).unwrap() == *file, "every byte of it");
    }
    for id in [&first, &second] {
        let view = shown(&room.desk, id);
        assert!(view["attachments"].as_array().unwrap().iter().all(|one| one["waits"] == false), "{view}");
    }
    assert!(room.checked().await.ok);

    sync::round(&city).await;
    let attachments = shown(&city, &first)["attachments"].clone();
    assert!(attachments.as_array().unwrap().iter().all(|one| one["trouble"] == Value::Null), "{attachments}");
}

/// A desk in 在线 on the county's line, with an incident to report and four minutes of a file on its way.
async fn a_file_is_on_its_way() -> (Room, SlowLine, JoinHandle<()>, Value, Value) {
    let (room, line) = Room::open_behind_a_slow_line(may_12(18, 9)).await;
    let syncing = tokio::spawn(sync::run_on(room.desk.clone(), TurnedNetwork::default()));
    let incident = officer::takes_a_call(&room);
    until("the desk to be online", async || {
        let link = link(&room);
        if link["online"] == true && link["waiting"] == 0 { Ok(()) } else { Err(link.to_string()) }
    })
    .await;
    line.becomes(COUNTY_LINE, COUNTY_LINE);
    let id = informs(&room.desk, "样例县召开防汛工作会议", &[bytes(1, 2_000_000)]);
    until("the file to be on its way", async || {
        let link = link(&room);
        if link["carrying"].is_string() { Ok(()) } else { Err(link.to_string()) }
    })
    .await;
    (room, line, syncing, incident, id)
}

async fn is_received(room: &Room, incident: &Value) {
    let (began, at) = (Instant::now(), room.clock.now());
    until("its receipt", async || {
        room.clock.turn_to(at + began.elapsed());
        let state = room.does("incident", json!({ "incident": incident }))["state"].clone();
        if state == "received" { Ok(()) } else { Err(format!("{state}, {}", link(room))) }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_goes_before_the_rest_of_a_file_that_is_on_its_way() {
    let (room, _line, syncing, incident, id) = a_file_is_on_its_way().await;
    officer::reports(&room, &incident);
    is_received(&room, &incident).await;
    assert_eq!(shown(&room.desk, &id)["attachments"][0]["waits"], true, "four minutes of file had to wait");
    syncing.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_whose_connection_died_holds_a_report_no_longer_than_a_question_would() {
    let (room, line, syncing, incident, _) = a_file_is_on_its_way().await;
    line.falls_silent();
    officer::reports(&room, &incident);
    is_received(&room, &incident).await;
    syncing.abort();
}

#[tokio::test]
async fn other_bytes_than_were_named_are_not_kept_and_the_right_ones_still_come() {
    let (room, impostor) = Room::open_behind_an_impostor(may_12(18, 9)).await;
    let colleague = SecondDesk::enrolled(&room, "990121", "colleague").await;
    let photograph = bytes(1, 50_000);
    let id = informs(&colleague.desk, "样例县召开防汛工作会议", std::slice::from_ref(&photograph));
    colleague.sync().await;
    let typed = "content-type: application/octet-stream\r\n";
    for forged in [bytes(2, photograph.len()), bytes(2, 10), bytes(2, 60_000), Vec::new()] {
        impostor.lies("GET /v1/blobs", Lie::says("200 OK", typed, &forged));
        room.sync().await;
        let attachment = shown(&room.desk, &id)["attachments"][0].clone();
        assert!(attachment["trouble"].as_str().unwrap().contains("自动取到本机"), "it is not here: {attachment}");
        let kept = room.folder().join("desk/blobs").join(Digest::of(&photograph).to_string());
        assert!(!kept.exists(), "{} bytes of something else are not it", forged.len());
        assert!(impostor.is_honest() > 0, "it was told");
        room.clock.turn_to(room.clock.now() + Duration::minutes(11));
    }
    for _ in 0..2 {
        room.sync().await;
        room.clock.turn_to(room.clock.now() + Duration::minutes(11));
    }
    assert_eq!(shown(&room.desk, &id)["attachments"][0]["trouble"], Value::Null, "the right bytes came");
    assert_eq!(workstation::verify(&room.desk).unwrap().faults, Vec::<String>::new());
}

#[tokio::test]
async fn a_file_for_which_the_upstream_has_no_room_waits_and_holds_no_report_up() {
    let (room, impostor) = Room::open_behind_an_impostor(may_12(18, 9)).await;
    let typed = "content-type: application/json\r\n";
    let full = json!({ "code": "unavailable", "message": "本单位在上级节点的附件已满，本件未收" }).to_string();
    impostor.lies("PUT /v1/blobs", Lie::says("503 Service Unavailable", typed, full.as_bytes()));
    let photograph = bytes(1, 50_000);
    let id = informs(&room.desk, "样例县召开防汛工作会议", std::slice::from_ref(&photograph));
    room.sync().await;
    let incident = officer::takes_a_call(&room);
    officer::reports(&room, &incident);
    room.sync().await;
    assert!(impostor.is_honest() > 0, "it was told");
    assert_eq!(room.does("incident", json!({ "incident": incident }))["state"], "received");
    let news = shown(&room.desk, &id);
    assert_eq!((&news["state"], &news["attachments"][0]["waits"]), (&json!("received"), &json!(true)));
    assert_eq!(link(&room)["trouble"], Value::Null, "the line itself is well");
    for _ in 0..3 {
        room.clock.turn_to(room.clock.now() + Duration::minutes(11));
        room.sync().await;
    }
    assert_eq!(fs::read(above(&room, &photograph)).unwrap(), photograph, "it went by itself once there was room");
    assert_eq!(shown(&room.desk, &id)["attachments"][0]["waits"], false);
}

/// The question that finds everything comes every ten seconds; who is told does not wait for it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_for_a_unit_is_there_before_it_would_have_asked() {
    let (room, line) = Room::open_behind_a_slow_line(may_12(18, 9)).await;
    room.sync().await;
    let city = SecondDesk::enrolled(&room, "990100", "city").await;
    let (opened, before) = (line.passed().connections, link(&room));
    assert_eq!(before["online"], true);
    let syncing = tokio::spawn(sync::run_on(city.desk.clone(), TurnedNetwork::default()));
    until("the city to hear", async || {
        let connections = line.passed().connections;
        if connections >= opened + 2 { Ok(()) } else { Err(format!("{connections} connections")) }
    })
    .await;
    let incident = officer::takes_a_call(&room);
    officer::reports(&room, &incident);
    room.sync().await;
    let heard = try_until(std::time::Duration::from_secs(4), async || {
        let rows = does(&city.desk, "desk", Value::Null)["coming"].clone();
        if rows.as_array().is_some_and(|rows| rows.len() == 1) { Ok(()) } else { Err(rows.to_string()) }
    });
    heard.await.expect("下级来报 is there at once");
    syncing.abort();
}
