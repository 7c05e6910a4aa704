//! The upstream is put back from yesterday's backup. Whatever it received since comes back by itself, with the receipts of
//! before; nobody touches anything, and no report counts as later than it was.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]

mod officer;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::Duration;
use domain::digest::Digest;
use rusqlite::Connection;
use serde_json::{Value, json};
use tests::held::{self, Entries};
use tests::impostor::Lie;
use tests::link::{Break, Part, Trouble};
use tests::room::{Room, copy_of_file, may_12};
use tests::second_desk::{CITY, SecondDesk};
use upstream::{DataFolder, DatabaseAt};
use workstation::{Command, Workstation, dispatch, sync};

fn of_upstream(room: &Room) -> PathBuf {
    room.folder().join("upstream/upstream.sqlite")
}

/// The upstream's database as it is now, under a name.
fn backed_up(room: &Room, name: &str) -> PathBuf {
    let backup = room.folder().join(name);
    copy_of_file(&of_upstream(room), &backup);
    backup
}

/// The upstream stops, its database is what the backup holds, and it starts again.
async fn put_back(room: &mut Room, backup: &Path, told: bool) {
    room.upstream_stops().await;
    for beside in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(of_upstream(room).with_extension(format!("sqlite{beside}")));
    }
    std::fs::copy(backup, of_upstream(room)).unwrap();
    if told {
        let folder = DataFolder::open_existing(&room.folder().join("upstream"), &DatabaseAt::Folder).await.unwrap();
        folder.begin_generation(room.clock.now()).await.unwrap();
    }
    room.upstream_returns().await;
}

fn reports(room: &Room) -> Value {
    let incident = officer::takes_a_call(room);
    officer::reports(room, &incident);
    incident
}

fn is_sound(desk: &Arc<Workstation>) {
    let does = |name: &str| dispatch(desk, &Command::of(name), Value::Null).unwrap();
    assert_eq!(does("waiting"), json!([]), "nothing waits and nothing was refused");
    assert_eq!(desk.check_views().unwrap(), Vec::<uuid::Uuid>::new(), "views are what a rebuild gives");
    assert_eq!(workstation::verify(desk).unwrap().faults, Vec::<String>::new(), "and the file is whole");
    assert!(!does("desk")["todos"].to_string().contains("记录与上级节点不一致"), "{}", does("desk")["todos"]);
}

async fn rounds(desks: &[&Arc<Workstation>]) {
    for _ in 0..3 {
        for desk in desks {
            sync::round(desk).await;
        }
    }
}

/// Every receipt that was held before is held still, to the byte.
fn no_receipt_moved(before: &Entries, after: &Entries) {
    for (id, held) in before {
        assert_eq!(after[id].receipt, held.receipt, "an inquiry goes by the time of receipt: {id}");
    }
}

async fn the_upstream_is_whole(room: &Room, entries: usize) {
    let findings = room.checked().await;
    assert!(findings.ok, "{:?}", findings.problems);
    assert_eq!(findings.entries, entries as u64);
}

/// Which reports of an incident the city reads, in which words, and since when the upstream has each.
fn read_above(above: &Arc<Workstation>, incident: &Value) -> Vec<[Value; 3]> {
    let levels = dispatch(above, &Command::of("levels"), json!({ "incident": incident })).unwrap();
    let reports = levels["reports"].as_array().unwrap().clone();
    reports.iter().map(|one| ["report", "body", "received_at"].map(|name| one[name].clone())).collect()
}

/// The same as the county has them.
fn written_here(room: &Room, incident: &Value) -> Vec<[Value; 3]> {
    let reports = room.does("incident", json!({ "incident": incident }))["incident"]["reports"].clone();
    let row = |one: &Value| [one["id"].clone(), one["body"].clone(), one["receipt"]["received_at"].clone()];
    reports.as_array().unwrap().iter().map(row).collect()
}

#[tokio::test]
async fn what_was_reported_since_the_backup_comes_back_by_itself_and_no_report_becomes_later() {
    let mut room = Room::open(may_12(8, 0)).await;
    reports(&room);
    room.sync().await;
    let above = room.desk_above().await;
    let backup = backed_up(&room, "yesterday");
    room.clock.turn_to(may_12(18, 9));
    let (second, third) = (reports(&room), reports(&room));
    room.sync().await;
    sync::round(&above).await;
    let before = room.held_here();
    let seen_above = held::at_desk(&room.folder().join("above"));

    room.clock.turn_to(may_12(23, 0));
    put_back(&mut room, &backup, true).await;
    assert!(room.held_above().len() < before.len(), "it forgot");
    let new = reports(&room);
    room.clock.turn_to(may_12(23, 1));
    rounds(&[&room.desk, &above]).await;

    let after = room.holds_what_the_upstream_holds();
    no_receipt_moved(&before, &after);
    no_receipt_moved(&seen_above, &held::at_desk(&room.folder().join("above")));
    the_upstream_is_whole(&room, after.len()).await;
    for incident in [&second, &third, &new] {
        assert_eq!(read_above(&above, incident), written_here(&room, incident), "city and county see the same");
    }
    is_sound(&room.desk);
    is_sound(&above);
    let room = room.reopen();
    room.sync().await;
    is_sound(&room.desk);
}

#[tokio::test]
async fn a_line_that_breaks_while_a_long_memory_is_offered_again_goes_on_where_it_was() {
    let (mut room, link) = Room::open_behind_a_link(may_12(8, 0)).await;
    room.sync().await;
    let backup = backed_up(&room, "empty");
    for _ in 0..60 {
        officer::takes_a_wrong_number(&room);
    }
    room.sync().await;
    let before = room.held_here();
    assert!(before.len() > 110, "more than one request holds: {}", before.len());
    put_back(&mut room, &backup, true).await;
    // What was kept open to the upstream of before is dead. The answer to the first hundred is lost; then the line breaks
    // within them, and within the rest.
    let breaks = [(0, Part::Request, 0), (3, Part::Answer, 0), (3, Part::Request, 2_000), (4, Part::Answer, 10)];
    for (nth, part, passes) in breaks {
        link.befalls(Trouble::Cut { exchange: nth, part, after: passes, how: Break::Reset });
        room.sync().await;
        assert!(link.happened(), "exchange {nth} of {:?}", link.exchanges());
    }
    link.is_sound();
    rounds(&[&room.desk]).await;
    let after = room.holds_what_the_upstream_holds();
    no_receipt_moved(&before, &after);
    the_upstream_is_whole(&room, after.len()).await;
    is_sound(&room.desk);
}

#[tokio::test]
async fn what_was_received_and_never_answered_has_one_time_at_every_desk_afterwards() {
    let (mut room, link) = Room::open_behind_a_link(may_12(8, 0)).await;
    room.sync().await;
    let above = room.desk_above().await;
    let backup = backed_up(&room, "before");
    let incident = reports(&room);
    link.befalls(Trouble::Cut { exchange: 1, part: Part::Answer, after: 0, how: Break::Reset });
    room.sync().await;
    assert!(link.happened() && !room.waiting().is_empty(), "received, and its answer lost");
    link.is_sound();
    sync::round(&above).await;
    room.clock.turn_to(may_12(9, 0));
    put_back(&mut room, &backup, true).await;
    rounds(&[&room.desk, &above]).await;
    let standing = |folder: &str| {
        let entries = held::at_desk(&room.folder().join(folder));
        let of_incident = entries.into_iter().filter(|(_, held)| json!(held.read().subject) == incident);
        of_incident.map(|(id, held)| (id, held.receipt)).collect::<std::collections::BTreeMap<_, _>>()
    };
    let (here, there) = (standing("desk"), standing("above"));
    assert!(there.iter().all(|(id, receipt)| here[id] == *receipt), "the same word of the upstream stands at both");
    assert_eq!(read_above(&above, &incident), written_here(&room, &incident), "and is what both officers see");
    let file = Connection::open(room.folder().join("above/zhiban.sqlite")).unwrap();
    let several: u32 = file
        .query_row("SELECT count(*) FROM (SELECT 1 FROM receipts GROUP BY entry HAVING count(*) > 1)", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert!(several > 0, "the earlier word stays as proof beside it");
    is_sound(&room.desk);
    is_sound(&above);
}

#[tokio::test]
async fn attachments_that_came_after_the_backup_are_carried_up_again() {
    let mut room = Room::open(may_12(8, 0)).await;
    room.sync().await;
    let backup = backed_up(&room, "before");
    let photograph = b"a photograph of what is left of the roof".to_vec();
    officer::informs(&room.desk, "房屋受损情况", std::slice::from_ref(&photograph));
    let digest = Digest::of(&photograph).to_string();
    rounds(&[&room.desk]).await;
    let blobs = room.folder().join("upstream/blobs");
    let held = || walk(&blobs).into_iter().any(|path| path.ends_with(&digest));
    assert!(held(), "it was carried up");
    std::fs::remove_dir_all(&blobs).unwrap();
    put_back(&mut room, &backup, true).await;
    rounds(&[&room.desk]).await;
    assert!(held(), "and is there again");
    is_sound(&room.desk);
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[tokio::test]
async fn an_old_backup_started_without_a_word_is_told_to_the_officer_and_reports_go_on() {
    let mut room = Room::open(may_12(8, 0)).await;
    reports(&room);
    room.sync().await;
    let first = backed_up(&room, "first");
    room.clock.turn_to(may_12(9, 0));
    put_back(&mut room, &first, true).await;
    rounds(&[&room.desk]).await;
    put_back(&mut room, &first, false).await;
    let new = reports(&room);
    room.sync().await;
    let todos = room.does("desk", Value::Null)["todos"].to_string();
    assert!(todos.contains("从较早的备份启动"), "{todos}");
    let sent = room.does("incident", json!({ "incident": new }))["incident"]["reports"][0].clone();
    assert!(sent["received_at"].is_string() || sent["receipt"].is_object(), "its report has its receipt: {sent}");

    room.clock.turn_to(may_12(10, 0) + Duration::minutes(1));
    put_back(&mut room, &first, true).await;
    rounds(&[&room.desk]).await;
    room.holds_what_the_upstream_holds();
    is_sound(&room.desk);
}

#[tokio::test]
async fn a_city_brings_back_the_report_of_a_county_whose_desk_is_gone() {
    let mut room = Room::open(may_12(8, 0)).await;
    let city = SecondDesk::enrolled(&room, CITY, "city").await;
    room.sync().await;
    let backup = backed_up(&room, "before");
    reports(&room);
    room.sync().await;
    city.sync().await;
    let seen = held::at_desk(&city.folder);
    put_back(&mut room, &backup, true).await;
    rounds(&[&city.desk]).await;
    let above = room.held_above();
    assert!(
        !seen.is_empty() && seen.iter().all(|(id, held)| above[id] == *held),
        "body, seal and receipt, byte for byte"
    );
    is_sound(&city.desk);
}

#[tokio::test]
async fn an_offer_that_is_refused_is_told_at_the_desk_whose_entry_it_is_and_at_no_other() {
    let (mut room, impostor) = Room::open_behind_an_impostor(may_12(8, 0)).await;
    let city = SecondDesk::enrolled(&room, CITY, "city").await;
    room.sync().await;
    let backup = backed_up(&room, "before");
    reports(&room);
    room.sync().await;
    city.sync().await;
    put_back(&mut room, &backup, true).await;
    let forgotten = |folder: &str| held::at_desk(&room.folder().join(folder)).len() - room.held_above().len();
    let counts = [(&city.desk, forgotten("city")), (&room.desk, forgotten("desk"))];
    for (desk, count) in counts {
        let refused = json!({ "is": "refused", "refusal": { "code": "malformed", "message": "主送单位没有登记" } });
        let answer = json!({ "outcomes": vec![refused; count] }).to_string();
        impostor.lies("POST /v1/offers", Lie::says("200 OK", "", answer.as_bytes()));
        sync::round(desk).await;
        assert_eq!(impostor.is_honest(), 1, "it offered {count}");
    }
    let waiting = |desk: &Arc<Workstation>| dispatch(desk, &Command::of("waiting"), Value::Null).unwrap();
    assert_eq!(waiting(&city.desk), json!([]), "the city can do nothing about a county's entry");
    let told = waiting(&room.desk);
    assert!(!told.as_array().unwrap().is_empty(), "{told}");
    assert!(told.as_array().unwrap().iter().all(|row| row["attention"] == true), "{told}");
    assert!(told.to_string().contains("主送单位没有登记"), "in words: {told}");
}
