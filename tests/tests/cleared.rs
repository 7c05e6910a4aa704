//! 清除, in a room with real desks and a real upstream: after its time nobody finds who rang, and everything else stands.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]
#![allow(dead_code, reason = "the officer is shared with the other stories")]

mod officer;

use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, Utc};
use officer::view;
use serde_json::{Value, json};
use tests::Program;
use tests::room::{COUNTY, Room, may_12};
use tests::second_desk::{CITY, SecondDesk};

const CALLER: &str = "来电群众戊";
const NUMBER: &str = "19900001111";
const IN_WORDS: &str = "19900002222";
const CLEARED: &str = "〔已清除〕";

fn notes_the_caller(room: &Room, call: &Value) {
    let noted = json!({ "call": call, "caller": CALLER, "caller_unit": "河东镇", "number": NUMBER,
        "words": format!("3幢着火，家属电话{IN_WORDS}"), "recording": "R-7" });
    room.does("call_note", noted);
}

/// An incident with a caller and a second one, that turned out to be nothing.
fn takes_two_calls_of_one_incident(room: &Room) -> Value {
    let incident = room.does("call_open", Value::Null)["id"].clone();
    notes_the_caller(room, &incident);
    room.does("call_end", json!({ "call": incident, "outcome": "incident", "note": "", "into": null }));
    let second = room.does("call_open", Value::Null)["id"].clone();
    notes_the_caller(room, &second);
    room.does("call_end", json!({ "call": second, "outcome": "merged", "note": "", "into": incident }));
    incident
}

fn ends(room: &Room, incident: &Value) {
    room.does(
        "incident_end",
        json!({ "incident": incident, "outcome": "not_true", "verified_by": "县消防救援大队", "note": "误报", "agreed_by": "" }),
    );
}

fn days_pass(room: &Room, days: i64) {
    room.clock.turn_to(room.clock.now() + Duration::days(days));
}

fn clears(room: &Room) -> workstation::Clearing {
    workstation::clear(&room.desk, &room.desk.tick()).expect("it clears")
}

/// Files of a folder, at any depth, in which these bytes stand.
fn standing_in(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(standing_in(&path, text));
        } else if std::fs::read(&path).unwrap().windows(text.len()).any(|bytes| bytes == text.as_bytes()) {
            found.push(path.display().to_string());
        }
    }
    found
}

fn nobody_stands_in(folder: &Path) {
    for text in [CALLER, NUMBER, IN_WORDS] {
        assert_eq!(standing_in(folder, text), Vec::<String>::new(), "the very bytes are gone");
    }
}

#[tokio::test]
async fn after_its_time_who_rang_is_gone_to_the_last_byte_and_the_incident_stands() {
    let room = Room::open(may_12(18, 9)).await;
    let beside = SecondDesk::enrolled(&room, COUNTY, "beside").await;
    let incident = takes_two_calls_of_one_incident(&room);
    ends(&room, &incident);
    room.sync().await;
    beside.sync().await;
    assert!(!standing_in(&room.folder().join("desk"), NUMBER).is_empty(), "until then it stands here");
    assert!(!standing_in(&room.folder().join("upstream"), NUMBER).is_empty(), "and at the upstream");
    let before = view(&room, &incident);

    days_pass(&room, 89);
    assert_eq!(clears(&room).bodies, 0, "not a day early");
    days_pass(&room, 92);
    let would = workstation::would_clear(&room.desk, &room.desk.tick()).unwrap();
    assert_eq!(would.bodies, 3, "two calls' notes and the source: {would:?}");
    assert!(!standing_in(&room.folder().join("desk"), NUMBER).is_empty(), "a dry run changes nothing");
    assert_eq!(clears(&room), would, "it does what it said");
    room.sync().await;
    beside.sync().await;
    workstation::clear(&beside.desk, &beside.desk.tick()).unwrap();

    let after = view(&room, &incident);
    assert_eq!(after["incident"]["call"]["caller"], CLEARED);
    assert_eq!(after["incident"]["call"]["number"], CLEARED);
    assert_eq!(after["incident"]["call"]["words"], format!("3幢着火，家属电话{CLEARED}"), "what was said stays");
    assert_eq!(after["incident"]["call"]["recording"], "R-7");
    assert_eq!(after["incident"]["sources"][0]["number"], CLEARED);
    for stays in ["first_received", "aware_at", "ended"] {
        assert_eq!(after["incident"][stays], before["incident"][stays], "{stays} is archive");
    }
    assert_eq!(
        beside.incident(&incident)["incident"]["call"],
        after["incident"]["call"],
        "the desk beside says the same"
    );
    nobody_stands_in(&room.folder().join("desk"));
    nobody_stands_in(&room.folder().join("upstream"));
    nobody_stands_in(beside.desk.data_folder());
    assert!(room.desk.check_views().unwrap().is_empty(), "rebuilt views equal live ones");
    assert!(beside.desk.check_views().unwrap().is_empty());
    let verdict = workstation::verify(&room.desk).unwrap();
    assert_eq!(verdict.faults, Vec::<String>::new(), "seals, chain and receipts hold without the bodies");
    room.holds_what_the_upstream_holds();
    let findings = room.checked().await;
    assert!(findings.ok, "the upstream's own check knows of the purge: {:?}", findings.problems);
    assert_eq!(clears(&room).bodies, 0, "once is enough");
}

#[tokio::test]
async fn a_desk_that_comes_later_gets_what_stays_and_never_the_number() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = takes_two_calls_of_one_incident(&room);
    ends(&room, &incident);
    room.sync().await;
    days_pass(&room, 181);
    clears(&room);
    room.sync().await;
    let later = SecondDesk::enrolled(&room, COUNTY, "later").await;
    later.sync().await;
    assert_eq!(later.incident(&incident)["incident"]["call"], view(&room, &incident)["incident"]["call"]);
    nobody_stands_in(&later.folder);
    assert_eq!(workstation::verify(&later.desk).unwrap().faults, Vec::<String>::new());
}

#[tokio::test]
async fn what_goes_on_or_has_not_gone_up_keeps_its_caller() {
    let room = Room::open(may_12(18, 9)).await;
    let open = takes_two_calls_of_one_incident(&room);
    room.sync().await;
    days_pass(&room, 400);
    assert_eq!(clears(&room).bodies, 1, "of an open incident only the merged call, which is settled");
    assert_eq!(view(&room, &open)["incident"]["call"]["number"], NUMBER, "somebody may have to ring back");
    ends(&room, &open);
    room.does("incident_reopen", json!({ "incident": open, "reason": "复燃" }));
    days_pass(&room, 400);
    assert_eq!(clears(&room).bodies, 0, "an incident that was opened again goes on");

    let call = room.does("call_open", Value::Null)["id"].clone();
    notes_the_caller(&room, &call);
    room.does("call_end", json!({ "call": call, "outcome": "other", "note": "打错", "into": null }));
    days_pass(&room, 91);
    assert_eq!(clears(&room).bodies, 0, "the upstream takes no entry without its body");
    room.sync().await;
    assert_eq!(clears(&room).bodies, 1, "once it has it, it goes");
    room.sync().await;
    assert_eq!(room.waiting(), Vec::<Value>::new(), "nothing is refused");
}

#[tokio::test]
async fn a_draft_goes_thirty_days_after_its_incident_was_closed_and_its_typing_times_never_left_the_desk() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = takes_two_calls_of_one_incident(&room);
    room.clock.turn_to(may_12(18, 31));
    let typed = json!({ "kind": "fire", "town": "河东镇", "place": "甲乙丙丁村戊组" });
    room.does("draft_save", json!({ "incident": incident, "draft": typed }));
    let begun = begun_at(&room).expect("when it was typed is known here");
    ends(&room, &incident);
    room.sync().await;
    days_pass(&room, 29);
    assert_eq!(clears(&room).drafts, 0, "not a day early");
    assert_eq!(begun_at(&room), Some(begun.clone()));
    for held in room.held_here().into_values().chain(room.held_above().into_values()) {
        let bytes = format!("{}{}", held.header, held.body.unwrap_or_default());
        assert!(!bytes.contains("begun_at"), "typing times are in no entry");
    }
    assert!(standing_in(&room.folder().join("upstream"), "戊组").is_empty(), "nor is a draft at the upstream");
    days_pass(&room, 2);
    assert_eq!(clears(&room).drafts, 1);
    assert_eq!(begun_at(&room), None, "when it was typed goes with it");
    assert!(standing_in(&room.folder().join("desk"), "戊组").is_empty(), "to the last byte");
}

fn begun_at(room: &Room) -> Option<String> {
    let file = rusqlite::Connection::open(room.folder().join("desk/zhiban.sqlite")).unwrap();
    file.query_row("SELECT max(begun_at) FROM drafts", [], |row| row.get(0)).unwrap()
}

#[tokio::test]
async fn a_caller_who_was_shown_to_the_city_goes_there_too() {
    let room = Room::open(may_12(18, 9)).await;
    let city = SecondDesk::enrolled(&room, CITY, "city").await;
    let incident = takes_two_calls_of_one_incident(&room);
    room.sync().await;
    let given = json!({ "incident": incident, "unit": CITY, "asked_by": "市局值班员", "consented_by": "带班领导",
        "post": "带班领导", "time": "", "reason": "核查接报经过" });
    room.does("disclose", given);
    ends(&room, &incident);
    room.sync().await;
    city.sync().await;
    assert!(!standing_in(&city.folder, NUMBER).is_empty(), "the city was shown who rang");
    days_pass(&room, 181);
    clears(&room);
    room.sync().await;
    city.sync().await;
    workstation::clear(&city.desk, &city.desk.tick()).unwrap();
    assert_eq!(city.bodies().iter().filter(|body| body.contains(NUMBER)).count(), 0, "and hears that it is to go");
    assert!(city.readable("purged") > 0);
}

#[tokio::test]
async fn settings_say_what_goes_when_and_when_something_went() {
    let room = Room::open(may_12(18, 9)).await;
    let shown = room.does("settings", Value::Null)["retention"].clone();
    assert_eq!(shown["rules"].as_array().unwrap().len(), 2);
    assert_eq!(shown["rules"][0]["verified"], false, "the law names no number of days");
    assert_eq!((&shown["cleared"], &shown["cleared_at"], &shown["draft_days"]), (&json!(0), &Value::Null, &json!(30)));
    let incident = takes_two_calls_of_one_incident(&room);
    ends(&room, &incident);
    room.sync().await;
    days_pass(&room, 181);
    clears(&room);
    let shown = room.does("settings", Value::Null)["retention"].clone();
    assert_eq!(shown["cleared"], 3);
    let at: DateTime<Utc> = shown["cleared_at"].as_str().unwrap().parse().unwrap();
    assert_eq!(at, room.clock.now());
}

/// A desk closed long ago, as its folder lies there for the command line.
fn closed_desk(room: &Room) -> PathBuf {
    let (open, closed) = (room.folder().join("desk"), room.folder().join("closed"));
    std::fs::create_dir(&closed).unwrap();
    let file = rusqlite::Connection::open(open.join("zhiban.sqlite")).unwrap();
    file.execute("VACUUM INTO ?1", [closed.join("zhiban.sqlite").to_str().unwrap()]).unwrap();
    let mut identity: Value = serde_json::from_slice(&std::fs::read(open.join("identity.json")).unwrap()).unwrap();
    identity.as_object_mut().unwrap().remove("machine");
    std::fs::write(closed.join("identity.json"), identity.to_string()).unwrap();
    closed
}

#[tokio::test]
async fn the_command_says_first_what_it_would_clear_and_then_clears_it() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = takes_two_calls_of_one_incident(&room);
    ends(&room, &incident);
    room.sync().await;
    let closed = closed_desk(&room);
    let zhiban = |arguments: &[&str]| {
        let data = ["--data", closed.to_str().unwrap()];
        Program::built("zhiban").run(arguments.iter().copied().chain(data))
    };
    let would = zhiban(&["purge", "--dry-run"]);
    assert!(would.succeeded().starts_with("按规则将清除2件来电和事件中的3条记录"), "{}", would.output);
    assert!(!standing_in(&closed, NUMBER).is_empty(), "it only says what it would do");
    let would = zhiban(&["purge", "--dry-run", "--json"]).json();
    let done = zhiban(&["purge", "--json"]);
    done.succeeded();
    assert_eq!(done.json(), would, "it does what it said");
    nobody_stands_in(&closed);
    let again = zhiban(&["purge"]);
    assert!(again.succeeded().contains("0条记录"), "once is enough: {}", again.output);
    zhiban(&["verify"]).succeeded();
}
