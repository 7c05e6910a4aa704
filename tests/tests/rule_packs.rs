//! 规则包 at the desk and on the command line: what is wrong is refused with file, line and reason, the last good ones
//! stay, and an old incident is shown under the packs it was judged by.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]

mod officer;

use std::fs;

use serde_json::{Value, json};
use tests::room::{Room, may_12};
use tests::{Program, tree};

/// What a broken pack's first line says of it: at which line, and a part of the reason.
struct Expected {
    line: Option<u64>,
    reason: String,
}

fn expected(file: &str) -> Expected {
    let text = fs::read_to_string(tree::root().join("tests/packs/broken").join(file)).unwrap();
    let mut parts = text.lines().next().unwrap().split('|').map(str::trim);
    assert_eq!(parts.next(), Some("# 应拒绝"), "{file} says what is wrong with it");
    let line = parts.next().unwrap().parse().ok();
    Expected { line, reason: parts.next().unwrap().to_owned() }
}

#[test]
fn every_broken_pack_is_refused_with_its_file_its_line_and_the_right_reason() {
    let folder = tree::root().join("tests/packs/broken");
    let answer = Program::built("zhiban").run(["packs", "--json", "--lint", folder.to_str().unwrap()]);
    assert_eq!(answer.code, Some(1), "a folder with a broken pack is a failure: {}", answer.error);
    let found: Vec<Value> = serde_json::from_str(&answer.output).unwrap();
    assert!(found.len() >= 40, "{} broken packs", found.len());
    for one in found {
        let file = one["file"].as_str().unwrap();
        let Expected { line, reason } = expected(file);
        assert!(!reason.is_empty(), "{file} names a reason");
        let faults = one["faults"].as_array().unwrap();
        let right = |fault: &&Value| {
            fault["file"] == *file
                && line.is_none_or(|line| fault["line"] == line)
                && fault["reason"].as_str().unwrap().contains(&reason)
        };
        assert!(faults.iter().any(|fault| right(&fault)), "{file}: line {line:?}, {reason}: {faults:?}");
    }
    let words = Program::built("zhiban").run(["packs", "--lint", folder.to_str().unwrap()]);
    assert!(words.output.contains("拒绝：规则包") && words.output.contains("行："), "{}", words.output);
}

#[test]
fn a_good_pack_passes_and_so_do_those_that_come_with_the_program() {
    for folder in ["tests/packs/good", "crates/domain/packs"] {
        let folder = tree::root().join(folder);
        let answer = Program::built("zhiban").run(["packs", "--lint", folder.to_str().unwrap()]);
        assert!(answer.succeeded().contains("拒绝0个"), "{}", answer.output);
    }
}

#[test]
fn explained_every_grade_and_clock_says_its_rule_basis_origin_clause_source_and_whether_it_was_read() {
    let example = tree::root().join("crates/domain/examples/fire.check.json");
    let answer = Program::built("zhiban").run(["check", "--explain", "--json", example.to_str().unwrap()]);
    let explained: Vec<Value> = serde_json::from_str(answer.succeeded()).unwrap();
    let outcome = Program::built("zhiban").run(["check", "--json", example.to_str().unwrap()]);
    let outcome: Value = serde_json::from_str(outcome.succeeded()).unwrap();
    for deadline in outcome["deadlines"].as_array().unwrap() {
        let one = explained.iter().find(|one| one["rule"] == deadline["rule"]).unwrap_or_else(|| panic!("{deadline}"));
        for part in ["basis", "origin", "why", "text", "cite"] {
            assert!(!one[part].as_str().unwrap().is_empty(), "{part} of {one}");
        }
        assert_eq!(one["verified"], deadline["verified"]);
        let needs_source = one["basis"] != "内控";
        assert!(!needs_source || !one["source"].as_str().unwrap().is_empty(), "{one}");
    }
    for word in ["现等级 一般", "初判（就高） 较大", "报省"] {
        assert!(explained.iter().any(|one| one["what"] == word && one["cite"] != ""), "{word}");
    }
    let words = Program::built("zhiban").run(["check", "--explain", example.to_str().unwrap()]);
    for label in
        ["依据性质：规定", "起算点：首次电话报告", "条文：", "出处：", "来源：", "核实：已读原文", "核实：未核实原文"]
    {
        assert!(words.succeeded().contains(label), "{label}");
    }
}

/// The bureau's own limit of twenty minutes in the place of the thirty.
const OWN: &str = r#"
[meta]
id = "own"
title = "本局内控"
version = "1"
effective_from = "2026-01-01"
layer = "county"

[[rule]]
id = "N0"
what = "系统报送首报"
who = "本局值班室"
whom = "主通道系统"
origin = "aware"
schedule = { after_minutes = 20 }
channel = "system"
stopped_by = "entered"
basis = "internal"
text = "自首次接报（知悉）起20分钟内报送首报"
cite = "本局内控"
verified = true
"#;

/// The page hands in a file by its ticket.
fn hands_in(room: &Room, text: &[u8]) -> Result<String, Value> {
    let ticket = room.does("pack_choose", Value::Null)["ticket"].as_str().unwrap().to_owned();
    let tick = room.desk.tick();
    let coming = workstation::expect_file(&room.desk, &tick, &ticket).unwrap();
    fs::write(coming.path(), text).unwrap();
    workstation::take_in(&room.desk, coming).map_err(|error| serde_json::to_value(error).unwrap())
}

/// A pack as the shelf shows it first.
fn row(room: &Room, id: &str) -> Value {
    let settings = room.does("settings", Value::Null);
    let packs = settings["packs"].as_array().unwrap();
    packs.iter().find(|pack| pack["id"] == id).unwrap_or_else(|| panic!("{id} in {packs:#?}")).clone()
}

/// Looks at a pack and adds it.
fn adds(room: &Room, text: &str) -> Result<Value, Value> {
    hands_in(room, text.as_bytes()).unwrap();
    room.call("pack_add", json!({ "text": room.does("pack_offer", Value::Null)["text"] }))
}

fn due(view: &Value, rule: &str) -> Value {
    let deadlines = view["deadlines"].as_array().unwrap();
    deadlines.iter().find(|one| one["rule"] == rule).unwrap_or_else(|| panic!("{rule} in {deadlines:#?}"))["due_at"]
        .clone()
}

#[tokio::test]
async fn a_pack_is_looked_at_added_recorded_and_withdrawn() {
    let room = Room::open(may_12(18, 9)).await;
    let before = room.does("settings", Value::Null);
    hands_in(&room, OWN.as_bytes()).unwrap();
    let offer = room.does("pack_offer", Value::Null);
    assert_eq!(offer["faults"], json!([]));
    let changes = offer["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1, "it changes only what it names: {changes:#?}");
    assert_eq!(changes[0]["what"], "规则 N0");
    assert!(changes[0]["before"].as_str().unwrap().contains("after_minutes = 30"), "{}", changes[0]);
    assert_eq!(
        room.does("settings", Value::Null)["packs_digest"],
        before["packs_digest"],
        "nothing is in force by looking"
    );

    let stale = room.call("pack_add", json!({ "text": "00" })).unwrap_err();
    assert_eq!(stale["code"], "stale", "what is added is what was seen");
    let after = room.does("pack_add", json!({ "text": offer["text"] }));
    assert_ne!(after["packs_digest"], before["packs_digest"]);
    let own = after["packs"].as_array().unwrap().iter().find(|pack| pack["id"] == "own").unwrap().clone();
    assert_eq!((&own["in_force"], &own["shipped"]), (&json!(true), &json!(false)));
    assert!(
        after["desk_log"][0]["words"].as_str().unwrap().starts_with("加入规则包：本局内控"),
        "{}",
        after["desk_log"][0]
    );

    let incident = officer::takes_a_call(&room);
    let judged = room.does("incident", json!({ "incident": incident }));
    assert_eq!(due(&judged["composed"], "N0"), "2026-05-12T10:29:00Z", "20 minutes from 18:09");
    let room = room.reopen();
    let again = room.does("incident", json!({ "incident": incident }));
    assert_eq!(due(&again["composed"], "N0"), "2026-05-12T10:29:00Z", "it outlives a restart");

    let what_if = room.does("pack_withdrawal", json!({ "text": own["text"] }));
    assert_eq!(what_if["changes"][0]["what"], "规则 N0");
    let withdrawn = room.does("pack_withdraw", json!({ "text": own["text"] }));
    assert_eq!(withdrawn["packs_digest"], before["packs_digest"]);
    let judged = room.does("incident", json!({ "incident": incident }));
    assert_eq!(due(&judged["composed"], "N0"), "2026-05-12T10:39:00Z", "no report yet: today's rules judge it");
}

#[tokio::test]
async fn a_bad_pack_leaves_everything_as_it_was() {
    let room = Room::open(may_12(18, 9)).await;
    let before = room.does("settings", Value::Null)["packs_digest"].clone();
    let broken = fs::read(tree::root().join("tests/packs/broken/14-source-not-read.toml")).unwrap();
    hands_in(&room, &broken).unwrap();
    let offer = room.does("pack_offer", Value::Null);
    assert!(offer["faults"][0].as_str().unwrap().contains("未读到原文"), "{offer}");
    let refused = room.call("pack_add", json!({ "text": offer["text"] })).unwrap_err();
    assert_eq!(refused["code"], "invalid", "{refused}");
    for (bytes, said) in [(vec![0xff, 0xfe, 0x00], "不是UTF-8文字"), (vec![b'#'; 1_000_001], "文件过大")] {
        let refused = hands_in(&room, &bytes).unwrap_err();
        assert!(refused["message"].as_str().unwrap().contains(said), "{refused}");
    }
    hands_in(&room, b"<script>alert(1)</script>").unwrap();
    assert!(!room.does("pack_offer", Value::Null)["faults"].as_array().unwrap().is_empty());
    assert_eq!(room.does("pack_put_away", Value::Null)["packs_digest"], before, "the last good ones stay");
    assert_eq!(room.does("pack_offer", Value::Null), Value::Null);
    let national = room.call("pack_withdraw", json!({ "text": row(&room, "national")["text"] })).unwrap_err();
    assert_eq!(national["code"], "not_now", "without the national pack there are no rules: {national}");
    let nothing = room.call("pack_withdraw", json!({ "text": "nothing" })).unwrap_err();
    assert_eq!(nothing["code"], "not_found");
}

#[tokio::test]
async fn an_incident_that_was_reported_keeps_the_packs_it_was_judged_by_and_can_be_shown_under_todays() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = officer::takes_a_call(&room);
    officer::phones_the_city(&room, &incident);
    officer::reports(&room, &incident);
    hands_in(&room, OWN.as_bytes()).unwrap();
    let offer = room.does("pack_offer", Value::Null);
    room.does("pack_add", json!({ "text": offer["text"] }));

    let room = room.reopen();
    let view = room.does("incident", json!({ "incident": incident }));
    assert_eq!(due(&view["composed"], "N0"), "2026-05-12T10:39:00Z", "as it was judged");
    assert_eq!((&view["judged"]["today"], &view["judged"]["lost"]), (&json!(false), &json!(false)));
    let under_today = room.does("incident_under_today", json!({ "incident": incident }));
    assert_eq!(due(&under_today, "N0"), "2026-05-12T10:29:00Z", "as today's packs would judge it");
    assert!(under_today["packs"].as_array().unwrap().iter().any(|pack| pack == "本局内控 1"), "{under_today}");
    let report = &view["incident"]["reports"][0];
    assert_eq!(report["packs"].as_str().unwrap().len(), 64, "the report names the digest of its packs");
}

/// Somebody whom this bureau phones, and the next year does not.
const WHOM_WE_PHONE: &str = r#"
[meta]
id = "phones"
title = "本局报告对象"
version = "1"
effective_from = "2026-01-01"
layer = "county"

[[recipient]]
id = "own_reservoir"
name = "样例水库管理所"
superior = false
order = 90
when = { level = "county" }
"#;

#[tokio::test]
async fn a_call_on_paper_is_written_up_by_the_packs_that_judged_the_incident() {
    let room = Room::open(may_12(18, 9)).await;
    adds(&room, WHOM_WE_PHONE).unwrap();
    let incident = officer::takes_a_call(&room);
    officer::phones_the_city(&room, &incident);
    officer::reports(&room, &incident);
    room.does("pack_withdraw", json!({ "text": row(&room, "phones")["text"] }));

    let out = |recipient: &str| {
        let row = json!({ "way": "out", "time": "1809", "name": "", "number": "", "words": "请开闸", "recording": "",
            "recipient": recipient, "purpose": "report", "reached": "answered", "taken_by": "乙某" });
        room.call("write_up", json!({ "incident": incident, "rows": [row] }))
    };
    out("own_reservoir").expect("the list that the officer sees is that of the incident's packs");
    let view = room.does("incident", json!({ "incident": incident })).to_string();
    assert!(view.contains("样例水库管理所"), "{view}");
    let refused = out("nobody").unwrap_err();
    assert_eq!(refused["fields"][0]["field"], "rows.0.recipient", "{refused}");
}

#[tokio::test]
async fn packs_change_with_the_day_on_which_they_come_into_force() {
    let room = Room::open(may_12(18, 9)).await;
    let coming = OWN.replace("effective_from = \"2026-01-01\"", "effective_from = \"2026-05-13\"");
    hands_in(&room, coming.as_bytes()).unwrap();
    let offer = room.does("pack_offer", Value::Null);
    assert_eq!((&offer["in_force"], &offer["changes"]), (&json!(false), &json!([])), "not today");
    let before = room.does("pack_add", json!({ "text": offer["text"] }))["packs_digest"].clone();
    room.clock.turn_to(may_12(23, 59));
    workstation::alarm::look(&room.desk);
    assert_eq!(room.does("settings", Value::Null)["packs_digest"], before);
    room.clock.turn_to(may_12(23, 59) + chrono::Duration::minutes(2));
    workstation::alarm::look(&room.desk);
    let after = room.does("settings", Value::Null);
    assert_ne!(after["packs_digest"], before, "on its day it is in force by itself");
    let own = after["packs"].as_array().unwrap().iter().find(|pack| pack["id"] == "own").unwrap().clone();
    assert_eq!(own["in_force"], json!(true));
}

#[tokio::test]
async fn what_came_with_the_program_stays_withdrawn_over_restarts_and_is_taken_into_use_again() {
    let room = Room::open(may_12(18, 9)).await;
    let before = room.does("settings", Value::Null)["packs_digest"].clone();
    let shipped = row(&room, "henan");
    let withdrawn = room.does("pack_withdraw", json!({ "text": shipped["text"] }));
    let digest = withdrawn["packs_digest"].clone();
    let room = room.reopen();
    assert_eq!(row(&room, "henan")["withdrawn"], json!(true));
    assert_eq!(room.does("settings", Value::Null)["packs_digest"], digest, "a restart does not bring it back");
    let text = fs::read_to_string(tree::root().join("crates/domain/packs/henan.toml")).unwrap();
    let refused = adds(&room, &text).unwrap_err();
    assert!(refused["fields"][0]["message"].as_str().unwrap().contains("启用"), "{refused}");
    let resumed = room.does("pack_resume", json!({ "text": shipped["text"] }));
    assert_eq!(resumed["packs_digest"], before);
    assert_eq!(row(&room.reopen(), "henan")["withdrawn"], json!(false));
}

#[tokio::test]
async fn withdrawing_a_bureaus_own_version_brings_back_the_one_that_came_with_the_program() {
    let room = Room::open(may_12(18, 9)).await;
    let before = room.does("settings", Value::Null)["packs_digest"].clone();
    let text = fs::read_to_string(tree::root().join("crates/domain/packs/national.toml")).unwrap();
    let newer = text.replacen("version = \"0.2.0\"", "version = \"0.9.9\"", 1);
    assert_ne!(newer, text, "the shipped version is named");
    let added = adds(&room, &newer).unwrap();
    assert_ne!(added["packs_digest"], before);
    let own = row(&room, "national");
    assert_eq!((&own["shipped"], &own["version"]), (&json!(false), &json!("0.9.9")), "the one in force is first");
    let without = room.does("pack_withdraw", json!({ "text": own["text"] }));
    assert_eq!(without["packs_digest"], before);
    assert_eq!(row(&room, "national")["shipped"], json!(true));
    assert_ne!(adds(&room, &newer).unwrap()["packs_digest"], before, "and can be added again");
}

#[tokio::test]
async fn a_pack_that_will_not_fit_on_the_day_it_comes_into_force_is_refused_today() {
    let room = Room::open(may_12(18, 9)).await;
    let coming = OWN
        .replace("effective_from = \"2026-01-01\"", "effective_from = \"2026-06-01\"")
        .replace("stopped_by = \"entered\"", "stopped_by = { told = \"nobody\" }")
        .replace("channel = \"system\"", "channel = \"phone\"");
    let refused = adds(&room, &coming).unwrap_err();
    assert!(refused.to_string().contains("nobody"), "on 1 June the room would be without rules: {refused}");
}

#[tokio::test]
async fn a_pack_that_no_longer_can_be_read_lies_unused_and_can_be_withdrawn() {
    let room = Room::open(may_12(18, 9)).await;
    let before = room.does("settings", Value::Null)["packs_digest"].clone();
    adds(&room, OWN).unwrap();
    let room = room.reopen_after(|database| {
        let connection = rusqlite::Connection::open(database).unwrap();
        connection.execute("UPDATE packs SET text = 'not toml' WHERE pack = 'own'", []).unwrap();
    });
    let own = row(&room, "own");
    assert!(own["fault"].as_str().unwrap().contains("第1行"), "{own}");
    let settings = room.does("settings", Value::Null);
    assert_eq!(settings["packs_digest"], before, "the others are used");
    assert!(settings["pack_trouble"].as_str().unwrap().contains("仍按其余规则"), "{}", settings["pack_trouble"]);
    let withdrawn = room.does("pack_withdraw", json!({ "text": own["text"] }));
    assert_eq!(withdrawn["pack_trouble"], Value::Null, "and then nothing is said any more");
}
