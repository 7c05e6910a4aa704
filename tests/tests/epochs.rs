//! 新纪元: a copied folder, a file put back from yesterday, a file changed by hand. Nothing is lost, nothing stands twice,
//! and the desk says what happened.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says why"
)]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use chrono::Duration;
use domain::digest::{Digest, hex_bytes};
use domain::entry::{Kind, Relation};
use domain::seal::SigningKey;
use rusqlite::Connection;
use serde_json::{Value, json};
use tests::held;
use tests::link::{Break, Part, Trouble};
use tests::room::{Room, copy_of_file, may_12};
use upstream::DatabaseAt;
use workstation::{Command, Workstation, dispatch, sync};

fn does(desk: &Arc<Workstation>, name: &str, arguments: Value) -> Value {
    dispatch(desk, &Command::of(name), arguments).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A first report from `town`, entered in the national system; the incident.
fn reports(desk: &Arc<Workstation>, town: &str) -> Value {
    let id = does(desk, "call_open", Value::Null)["id"].clone();
    does(desk, "call_end", json!({ "call": id, "outcome": "incident", "note": "", "into": null }));
    let draft = json!({
        "kind": "fire", "occurred": "-", "town": town, "place": "某小区3幢", "source": "群众",
        "counts": [{ "source": "县消防救援大队", "as_of": "", "deaths": "-", "injured": "-", "adopted": true }]
    });
    let letter = does(desk, "draft_save", json!({ "incident": id, "draft": draft }));
    let sent = does(desk, "submit", json!({ "incident": id, "title": letter["title"], "body": letter["body"] }));
    let report = sent["incident"]["reports"][0]["id"].clone();
    does(desk, "relay", json!({ "incident": id, "report": report, "time": "", "number": "GJ-001" }));
    id
}

/// What an officer sees of an incident, without what tells when it was received.
fn seen(desk: &Arc<Workstation>, incident: &Value) -> Value {
    let shown = does(desk, "incident", json!({ "incident": incident }));
    let of = |report: &Value| {
        json!({
            "title": report["title"], "body": report["body"], "number": report["number"],
            "submitted_at": report["submitted_at"], "relay": report["relay"],
        })
    };
    let reports: Vec<Value> = shown["incident"]["reports"].as_array().unwrap().iter().map(of).collect();
    assert_eq!(reports.len(), 1, "the report stands once: {shown}");
    assert_eq!(reports[0]["relay"]["number"], "GJ-001", "and its entry in the national system is still its own");
    Value::from(reports)
}

/// Lists an officer with a number, which then stands on screen.
fn looks_at_the_numbers(desk: &Arc<Workstation>) {
    let listed = json!({ "officer": null, "name": "值班员甲", "post": "值班员", "phone": "0000-1111", "left": false });
    does(desk, "officer_list", listed);
}

fn looks_listed(desk: &Arc<Workstation>) -> usize {
    does(desk, "settings", Value::Null)["accesses"].as_array().unwrap().len()
}

fn todos(desk: &Arc<Workstation>) -> String {
    does(desk, "desk", Value::Null)["todos"].to_string()
}

/// Until both have nothing more to say to each other.
async fn sync_both(one: &Arc<Workstation>, other: &Arc<Workstation>) {
    for _ in 0..3 {
        sync::round(one).await;
        sync::round(other).await;
    }
}

fn is_sound(desk: &Arc<Workstation>) {
    let waiting = does(desk, "waiting", Value::Null);
    assert_eq!(waiting, json!([]), "nothing waits and nothing was refused");
    assert_eq!(desk.check_views().unwrap(), Vec::<uuid::Uuid>::new(), "views are what a rebuild gives");
    assert_eq!(workstation::verify(desk).unwrap().faults, Vec::<String>::new(), "and the file is whole");
}

/// The reports that the upstream holds, by what they say; one that was said again counts once.
fn reports_above(folder: &Path) -> usize {
    let entries = held::at_upstream(&folder.join("upstream"), &DatabaseAt::Folder);
    let reports: Vec<_> = entries.values().map(held::Held::read).filter(|it| it.kind == Kind::Report).collect();
    let mut ids: BTreeSet<_> = reports.iter().map(|report| report.id).collect();
    for report in &reports {
        let again = report.links.iter().filter(|link| link.relation == Relation::Reissues);
        if again.map(|link| link.to).any(|old| reports.iter().any(|other| other.id == old)) {
            ids.remove(&report.id);
        }
    }
    ids.len()
}

/// The headers of a kind that a desk of this folder holds.
fn of_kind(folder: &Path, kind: Kind) -> Vec<domain::entry::Header> {
    held::at_desk(folder).values().map(held::Held::read).filter(|header| header.kind == kind).collect()
}

#[tokio::test]
async fn two_clones_that_wrote_offline_lose_nothing_and_say_nothing_twice() {
    let room = Room::open(may_12(18, 9)).await;
    let before = reports(&room.desk, "河东镇");
    room.sync().await;
    let copy = room.copied_to("the room's machine");
    let (here, there) = (reports(&room.desk, "河西镇"), reports(&copy, "河南镇"));
    let (seen_here, seen_there) = (seen(&room.desk, &here), seen(&copy, &there));
    room.clock.turn_to(may_12(19, 40));
    sync_both(&room.desk, &copy).await;

    for desk in [&room.desk, &copy] {
        is_sound(desk);
        seen(desk, &before);
        assert_eq!(seen(desk, &here), seen_here, "what was reported, as it was and when it was");
        assert_eq!(seen(desk, &there), seen_there, "what the clone reported, though its place was taken");
    }
    assert_eq!(reports_above(room.folder()), 3);
    assert!(todos(&copy).contains("已自动重新提交"), "the desk says so: {}", todos(&copy));
    let log = does(&copy, "settings", Value::Null)["desk_log"].to_string();
    assert!(log.contains("同一序号的另一条记录"), "and 设置 keeps it: {log}");
    let opened = of_kind(&room.folder().join("copy"), Kind::EpochOpened);
    assert_eq!(
        opened.iter().map(|header| (header.epoch, header.seq)).collect::<Vec<_>>(),
        [(2, 1)],
        "first of its epoch"
    );

    let after = reports(&copy, "河北镇");
    sync_both(&copy, &room.desk).await;
    seen(&room.desk, &after);
    is_sound(&room.desk);
    is_sound(&copy);
}

#[tokio::test]
async fn a_folder_opened_on_another_machine_goes_on_in_an_epoch_of_its_own() {
    let room = Room::open(may_12(18, 9)).await;
    let waiting = reports(&room.desk, "河东镇");
    looks_at_the_numbers(&room.desk);
    let looks = looks_listed(&room.desk);
    let copy = room.copied_to("another machine");
    let opened = of_kind(&room.folder().join("copy"), Kind::EpochOpened);
    assert_eq!(opened.len(), 1, "noticed at the first start, before anything is written");
    assert!(todos(&copy).contains("来自另一台机器"), "{}", todos(&copy));
    let there = reports(&copy, "河西镇");
    // The original sends what waited, and the copy says the same again.
    sync_both(&room.desk, &copy).await;
    for desk in [&room.desk, &copy] {
        is_sound(desk);
        seen(desk, &waiting);
        seen(desk, &there);
        assert_eq!(looks_listed(desk), looks, "one look is listed once");
    }
    assert_eq!(reports_above(room.folder()), 2, "two reports, one of them received twice and shown once");

    let room = room.reopen();
    assert!(of_kind(&room.folder().join("desk"), Kind::EpochOpened).len() == 1, "the original opened none");
}

/// A file put back from yesterday: the desk, what was unsent then, what was lost with it, and what was written before the
/// upstream was reached again.
async fn put_back_from_yesterday(wrote_first: bool) {
    let room = Room::open(may_12(18, 9)).await;
    let old = reports(&room.desk, "河东镇");
    let yesterday = room.folder().join("yesterday.sqlite");
    copy_of_file(&room.folder().join("desk/zhiban.sqlite"), &yesterday);
    room.sync().await;
    let lost = reports(&room.desk, "河西镇");
    room.sync().await;
    let was = seen(&room.desk, &lost);
    room.clock.turn_to(may_12(20, 0));

    let room = room.reopen_after(|file| put_back(&yesterday, file));
    let new = if wrote_first { Some(reports(&room.desk, "河南镇")) } else { None };
    room.sync().await;
    room.sync().await;
    let new = new.unwrap_or_else(|| reports(&room.desk, "河南镇"));
    room.sync().await;
    is_sound(&room.desk);
    seen(&room.desk, &old);
    seen(&room.desk, &new);
    assert_eq!(seen(&room.desk, &lost), was, "what the file had lost is back");
    assert_eq!(reports_above(room.folder()), 3);
    // Once it wrote at places that are taken, a desk cannot tell yesterday's file from a copied one.
    let said = if wrote_first { "数据曾被复制或恢复" } else { "比本机保存的多" };
    assert!(todos(&room.desk).contains(said), "{}", todos(&room.desk));
    let desk = room.folder().join("desk");
    assert_eq!(of_kind(&desk, Kind::EpochOpened).len(), 1, "one new epoch is enough");
    let again = |header: &domain::entry::Header| header.links.iter().any(|link| link.relation == Relation::Reissues);
    let again = of_kind(&desk, Kind::Report).iter().filter(|header| again(header)).count();
    assert_eq!(again, usize::from(wrote_first), "only what the upstream had not received was said again");
}

#[tokio::test]
async fn a_file_put_back_from_yesterday_gets_back_what_is_missing_and_says_so() {
    put_back_from_yesterday(false).await;
}

#[tokio::test]
async fn a_file_put_back_from_yesterday_loses_nothing_that_was_written_before_the_upstream_was_reached() {
    put_back_from_yesterday(true).await;
}

fn put_back(from: &Path, file: &Path) {
    for end in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", file.display()));
    }
    std::fs::copy(from, file).unwrap();
}

#[tokio::test]
async fn killed_at_any_step_of_opening_an_epoch_nothing_is_lost_or_said_twice() {
    for step in ["noted", "opened", "opened and not noted off"] {
        let room = Room::open(may_12(18, 9)).await;
        let waiting = reports(&room.desk, "河东镇");
        let noted = |epoch: u32| {
            move |file: &Path| {
                let path = file.with_file_name("identity.json");
                let mut identity: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
                identity["epoch"] = json!(epoch);
                identity["begun"] = json!({ "reason": "chain_fork", "before": 1 });
                std::fs::write(&path, serde_json::to_vec(&identity).unwrap()).unwrap();
            }
        };
        // Killed after the note: the file knows of nothing yet.
        let mut room = room.reopen_after(noted(2));
        if step != "noted" {
            room = room.reopen();
        }
        if step == "opened and not noted off" {
            room = room.reopen_after(noted(2));
        }
        let opened = of_kind(&room.folder().join("desk"), Kind::EpochOpened);
        assert_eq!(opened.len(), 1, "{step}: opened once");
        assert_eq!((opened[0].epoch, opened[0].seq), (2, 1), "{step}");
        room.sync().await;
        is_sound(&room.desk);
        seen(&room.desk, &waiting);
        assert_eq!(reports_above(room.folder()), 1, "{step}");
        assert!(
            !std::fs::read_to_string(room.folder().join("desk/identity.json")).unwrap().contains("begun"),
            "{step}"
        );
    }
}

#[tokio::test]
async fn a_chain_rewritten_and_signed_anew_is_told_as_an_alarm_and_not_repaired() {
    let room = Room::open(may_12(18, 9)).await;
    reports(&room.desk, "河东镇");
    room.sync().await;
    assert!(!todos(&room.desk).contains("不一致"), "a sound desk says nothing");

    let room = room.reopen_after(rewrite_last);
    room.sync().await;
    assert!(todos(&room.desk).contains("不同于上级节点已收的第1纪元"), "{}", todos(&room.desk));
    room.sync().await;
    assert!(todos(&room.desk).contains("不同于上级节点已收的第1纪元"), "and goes on saying so");
}

/// Whoever has the folder has the key: the last entry's time is moved, it is signed anew, and its receipt is gone; the
/// guards are put back, as if nobody had been there.
fn rewrite_last(file: &Path) {
    let identity: Value =
        serde_json::from_slice(&std::fs::read(file.with_file_name("identity.json")).unwrap()).unwrap();
    let secret: [u8; 32] = hex_bytes(identity["key"].as_str().unwrap()).unwrap().try_into().unwrap();
    let key = SigningKey::from_bytes(&secret).unwrap();
    let file = Connection::open(file).unwrap();
    file.pragma_update(None, "foreign_keys", false).unwrap();
    let triggers: Vec<(String, String)> = {
        let mut triggers = file.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").unwrap();
        triggers.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    };
    for (name, _) in &triggers {
        file.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    let last = "SELECT id, header FROM entries ORDER BY seq DESC LIMIT 1";
    let (id, header): (String, String) = file.query_row(last, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let other = header.replacen("10:09:00", "10:08:00", 1);
    assert_ne!(Digest::of(other.as_bytes()), Digest::of(header.as_bytes()), "it was changed");
    let signature = key.sign(other.as_bytes()).unwrap();
    file.execute("UPDATE entries SET header = ?2, signature = ?3 WHERE id = ?1", [&id, &other, signature.as_str()])
        .unwrap();
    file.execute("DELETE FROM receipts WHERE entry = ?1", [&id]).unwrap();
    triggers.iter().for_each(|(_, sql)| file.execute_batch(sql).unwrap());
}

#[tokio::test]
async fn a_clone_that_forks_the_new_epoch_too_is_taken_in_its_turn() {
    let room = Room::open(may_12(18, 9)).await;
    room.sync().await;
    let copy = room.copied_to("another machine");
    let both = [reports(&room.desk, "河东镇"), reports(&copy, "河西镇")];
    // The first copies itself once more: both now think that the second epoch is theirs.
    let room = room.reopen_after(|file| {
        let path = file.with_file_name("identity.json");
        let mut identity: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        identity["machine"] = json!(Digest::of(b"yet another").to_string());
        std::fs::write(&path, serde_json::to_vec(&identity).unwrap()).unwrap();
    });
    room.clock.turn_to(may_12(18, 9) + Duration::minutes(5));
    sync_both(&copy, &room.desk).await;
    for desk in [&room.desk, &copy] {
        is_sound(desk);
        both.iter().for_each(|incident| drop(seen(desk, incident)));
    }
    let epochs: BTreeSet<u32> =
        of_kind(&room.folder().join("desk"), Kind::EpochOpened).iter().map(|header| header.epoch).collect();
    assert!(epochs.contains(&3), "the one that came second went on in a third: {epochs:?}");
    assert_eq!(reports_above(room.folder()), 2);
}

#[tokio::test]
async fn a_clone_that_wrote_more_and_looked_at_the_numbers_loses_nothing_either() {
    let room = Room::open(may_12(18, 9)).await;
    looks_at_the_numbers(&room.desk);
    reports(&room.desk, "河东镇");
    room.sync().await;
    let copy = room.copied_to("the room's machine");
    room.clock.turn_to(may_12(19, 30));
    let here = reports(&room.desk, "河西镇");
    does(&copy, "officers", Value::Null);
    let there = [reports(&copy, "河南镇"), reports(&copy, "河北镇")];
    let looks = looks_listed(&copy);
    sync_both(&room.desk, &copy).await;
    for desk in [&room.desk, &copy] {
        is_sound(desk);
        for incident in [&here, &there[0], &there[1]] {
            seen(desk, incident);
        }
        assert_eq!(looks_listed(desk), looks, "one look is listed once");
    }
    let after = reports(&room.desk, "河中镇");
    sync_both(&room.desk, &copy).await;
    seen(&copy, &after);
}

/// Reports go ahead of what was written before them, so one may be received at a place beyond those of a clone that was
/// there first.
#[tokio::test]
async fn a_report_that_went_ahead_of_a_fork_makes_no_desk_say_that_its_record_was_tampered_with() {
    let room = Room::open(may_12(18, 9)).await;
    let copy = room.copied_to("the room's machine");
    sync_both(&room.desk, &copy).await;
    let there = reports(&copy, "河西镇");
    let here = [reports(&room.desk, "河东镇"), reports(&room.desk, "河南镇")];
    sync_both(&copy, &room.desk).await;
    for desk in [&room.desk, &copy] {
        is_sound(desk);
        seen(desk, &there);
        here.iter().for_each(|incident| drop(seen(desk, incident)));
    }
    assert_eq!(reports_above(room.folder()), 3);
}

#[tokio::test]
async fn that_the_upstream_cannot_tell_what_it_holds_stops_no_report() {
    let (room, link) = Room::open_behind_a_link(may_12(18, 9)).await;
    reports(&room.desk, "河东镇");
    // The first exchange tells the time, the second what is held.
    link.befalls(Trouble::Cut { exchange: 1, part: Part::Answer, after: 10, how: Break::Closed });
    room.sync().await;
    assert!(link.happened());
    assert_eq!(room.waiting(), Vec::<Value>::new(), "the report went all the same");
    assert!(room.does("desk", Value::Null)["link"]["trouble"].is_string(), "and what failed is said");
    room.sync().await;
    is_sound(&room.desk);
    assert!(room.does("desk", Value::Null)["link"]["trouble"].is_null());
}

#[tokio::test]
async fn an_upstream_put_back_from_yesterday_is_said_by_the_desk_that_holds_its_receipts() {
    let mut room = Room::open(may_12(18, 9)).await;
    reports(&room.desk, "河东镇");
    room.sync().await;
    let held = room.folder().join("upstream/upstream.sqlite");
    let yesterday = room.folder().join("yesterday.sqlite");
    copy_of_file(&held, &yesterday);
    reports(&room.desk, "河西镇");
    room.sync().await;
    assert!(!todos(&room.desk).contains("不一致"), "all is well: {}", todos(&room.desk));
    room.upstream_stops().await;
    room.sync().await;
    put_back(&yesterday, &held);
    room.upstream_returns().await;
    room.sync().await;
    let said = todos(&room.desk);
    assert!(said.contains("本机却有其回执"), "what superiors no longer have is told: {said}");
}
