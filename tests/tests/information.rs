//! 普通信息 in a room with a real desk and a real upstream: written without a network, sent once, readable above; attachments
//! that are whole or said not to be; words that read as an incident; and the 零报告 (practice 2.14, §8 test 14).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]
#![allow(dead_code, reason = "the officer is shared with the other stories")]

mod officer;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::Duration;
use domain::digest::Digest;
use serde_json::{Value, json};
use tests::room::{Room, copy_of_file, may_12};
use workstation::{Command, dispatch};

fn begins(room: &Room) -> Value {
    room.does("information_begin", json!({ "like": null }))["id"].clone()
}

fn types(room: &Room, id: &Value, title: &str, body: &str) -> Value {
    room.does("information_save", json!({ "information": id, "title": title, "body": body }))
}

fn sends(room: &Room, id: &Value, reason: &str) -> Result<Value, Value> {
    let view = room.does("information", json!({ "information": id }));
    let sent = json!({ "information": id, "title": view["title"], "body": view["body"], "reason": reason });
    room.call("information_send", sent)
}

/// The page hands in a file by its ticket, under a name of its own.
fn attaches(room: &Room, id: &Value, name: &str, bytes: &[u8]) -> Result<String, Value> {
    let ticket = room.does("attachment_add", json!({ "information": id }))["ticket"].as_str().unwrap().to_owned();
    let coming = workstation::expect_file(&room.desk, &room.desk.tick(), &ticket).unwrap().called(name);
    fs::write(coming.path(), bytes).unwrap();
    workstation::take_in(&room.desk, coming).map_err(|error| serde_json::to_value(error).unwrap())
}

/// The page fetches an attachment by its ticket.
fn fetches(room: &Room, id: &Value, bytes: &[u8]) -> Result<(String, Vec<u8>), Value> {
    let named = json!({ "information": id, "attachment": Digest::of(bytes).to_string() });
    let ticket = room.call("attachment_save", named)?["ticket"].as_str().unwrap().to_owned();
    let given = workstation::give_file(&room.desk, &room.desk.tick(), &ticket).unwrap();
    Ok((given.name().to_owned(), fs::read(given.path()).unwrap()))
}

fn blob(room: &Room, bytes: &[u8]) -> PathBuf {
    room.folder().join("desk/blobs").join(Digest::of(bytes).to_string())
}

fn files(room: &Room) -> Vec<String> {
    let Ok(folder) = fs::read_dir(room.folder().join("desk/blobs")) else { return Vec::new() };
    folder.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
}

/// So long before the morning of these tests.
fn last_changed(file: &Path, before: Duration) {
    let at = SystemTime::from(may_12(9, 0) - before);
    fs::File::options().write(true).open(file).unwrap().set_modified(at).unwrap();
}

fn shown(room: &Room, id: &Value) -> Value {
    room.does("information", json!({ "information": id }))
}

#[tokio::test]
async fn what_was_written_offline_outlives_a_kill_goes_up_once_and_is_readable_above() {
    let mut room = Room::open(may_12(9, 0)).await;
    room.upstream_stops().await;
    let id = begins(&room);
    types(&room, &id, "样例县召开防汛工作会议", "会议部署了汛期值班工作。");
    attaches(&room, &id, "会议纪要.docx", b"minutes").unwrap();
    // The program ends without being asked to.
    let mut room = room.reopen();
    let draft = shown(&room, &id);
    assert_eq!(draft["body"], "会议部署了汛期值班工作。", "what was typed is there");
    assert_eq!(draft["attachments"][0]["name"], "会议纪要.docx");
    assert_eq!(draft["attachments"][0]["trouble"], Value::Null, "its bytes as well");

    let sent = sends(&room, &id, "").unwrap();
    assert_eq!(sent["state"], "saved_here", "已保存本机 before anything went");
    assert_eq!(sends(&room, &id, "").unwrap_err()["code"], "not_now", "never twice");
    let waiting = room.waiting();
    assert_eq!((waiting.len(), &waiting[0]["what"]), (1, &json!("普通信息")));
    assert_eq!(waiting[0]["name"], "样例县召开防汛工作会议");

    room.upstream_returns().await;
    room.does("send_now", Value::Null);
    room.sync().await;
    room.sync().await;
    assert_eq!(shown(&room, &id)["state"], "received", "上级节点已收, by a verified receipt");
    let held = room.holds_what_the_upstream_holds();
    assert_eq!(held.len(), 1, "one entry, whatever was tried");
    let entry = held.values().next().unwrap();
    let header: Value = serde_json::from_str(&entry.header).unwrap();
    assert_eq!(header["audience"], "unit_and_superiors", "the city is handed it");
    assert_eq!(header["blobs"][0]["digest"], Digest::of(b"minutes").to_string(), "the signed header names the file");
    assert!(entry.body.as_ref().unwrap().contains("防汛工作会议"), "and reads it");
    let above = room.desk_above().await;
    let read = dispatch(&above, &Command::of("information"), json!({ "information": id })).unwrap();
    assert_eq!((&read["title"], &read["from"]), (&json!("样例县召开防汛工作会议"), &json!("990121")), "whose it is");
    assert_eq!(read["attachments"][0]["trouble"], Value::Null, "and its file followed the text");
    assert_eq!(shown(&room, &id)["attachments"][0]["waits"], false, "which is said below");
    assert_eq!(fetches(&room, &id, b"minutes").unwrap(), ("会议纪要.docx".to_owned(), b"minutes".to_vec()));
    assert!(room.desk.check_views().unwrap().is_empty(), "the view is the fold of the entries");
}

#[tokio::test]
async fn an_attachment_that_is_damaged_or_gone_is_said_in_words_and_not_sent() {
    let room = Room::open(may_12(9, 0)).await;
    let id = begins(&room);
    types(&room, &id, "值班安排", "");
    attaches(&room, &id, "一.pdf", b"first").unwrap();
    attaches(&room, &id, "二.pdf", b"second").unwrap();
    fs::write(blob(&room, b"first"), b"other").unwrap();
    fs::remove_file(blob(&room, b"second")).unwrap();
    let room = room.reopen();
    let view = shown(&room, &id);
    assert!(view["attachments"][0]["trouble"].as_str().unwrap().contains("已损坏"), "{view}");
    assert!(view["attachments"][1]["trouble"].as_str().unwrap().contains("不在本机"), "{view}");
    let refused = sends(&room, &id, "").unwrap_err();
    assert!(refused["message"].as_str().unwrap().contains("附件“一.pdf”"), "{refused}");
    assert!(fetches(&room, &id, b"first").is_err(), "damaged bytes are not handed out as the file");
    let again = attaches(&room, &id, "一.pdf", b"first").unwrap();
    assert!(again.contains("已在附件里"), "{again}");
    assert_eq!(fs::read(blob(&room, b"first")).unwrap(), b"first", "chosen again it is whole again");
    let off = json!({ "information": id, "attachment": Digest::of(b"second").to_string() });
    room.does("attachment_take_off", off);
    assert_eq!(sends(&room, &id, "").unwrap()["state"], "saved_here", "a body may be empty where a file says it");
}

#[tokio::test]
async fn hostile_names_and_words_are_text_and_lead_nowhere() {
    let room = Room::open(may_12(9, 0)).await;
    let id = begins(&room);
    types(&room, &id, "<img src=x onerror=alert(1)>\u{202e}值班安排\u{0}", "第一段\r\n<script>x</script>\u{200b}");
    attaches(&room, &id, "../../identity\u{202e}.json\r\nx: y", b"bytes").unwrap();
    assert!(room.folder().join("desk/identity.json").exists());
    let sent = sends(&room, &id, "").unwrap();
    assert_eq!(sent["title"], "<img src=x onerror=alert(1)>值班安排");
    assert_eq!(sent["body"], "第一段\n<script>x</script>");
    let name = sent["attachments"][0]["name"].as_str().unwrap();
    assert_eq!(name, "identity.json_x_ y", "one line of text, no place on a disk");
    assert_eq!(files(&room), [Digest::of(b"bytes").to_string()], "a file is called by its digest");
    let wrong = json!({ "information": id, "attachment": "../../identity.json" });
    assert_eq!(room.call("attachment_save", wrong).unwrap_err()["code"], "not_found");
}

#[tokio::test]
async fn too_large_too_many_and_empty_files_are_refused_with_what_to_do() {
    let room = Room::open(may_12(9, 0)).await;
    let id = begins(&room);
    let large = vec![7; 20 * 1024 * 1024 + 1];
    let refused = attaches(&room, &id, "录像.mp4", &large).unwrap_err();
    assert_eq!(refused["fields"][0]["message"], "文件超过20MB，不能作附件。请压缩或拆分后再选，已填内容仍在。");
    assert!(attaches(&room, &id, "空.txt", b"").unwrap_err()["message"].as_str().unwrap().contains("空的"));
    assert_eq!(files(&room), Vec::<String>::new(), "what is refused leaves nothing behind");
    for n in 0..9_u8 {
        attaches(&room, &id, "页.txt", &[n + 1]).unwrap();
    }
    let tenth = room.call("attachment_add", json!({ "information": id })).unwrap_err();
    assert!(tenth["message"].as_str().unwrap().contains("最多9个"), "{tenth}");
}

#[tokio::test]
async fn bytes_are_durable_before_they_are_named_and_what_nothing_names_is_swept() {
    let room = Room::open(may_12(9, 0)).await;
    let id = begins(&room);
    types(&room, &id, "值班安排", "每日2人。");
    attaches(&room, &id, "留.txt", b"kept").unwrap();
    // The disk took the bytes, and the program was killed before the draft named them.
    let orphan = blob(&room, b"orphan");
    fs::write(&orphan, b"orphan").unwrap();
    fs::write(orphan.with_extension("new"), b"orp").unwrap();
    last_changed(&orphan, Duration::days(29));
    let room = room.reopen();
    assert_eq!(files(&room).len(), 2, "nothing half-written is left, and what no one knows stays for some weeks");
    last_changed(&orphan, Duration::days(31));
    let room = room.reopen();
    assert_eq!(files(&room), [Digest::of(b"kept").to_string()], "and then goes");
    assert_eq!(shown(&room, &id)["attachments"].as_array().unwrap().len(), 1);

    // The file cannot be written: the draft does not name what is not there.
    let folder = room.folder().join("desk/blobs");
    fs::rename(&folder, room.folder().join("desk/aside")).unwrap();
    fs::write(&folder, b"no folder").unwrap();
    let refused = attaches(&room, &id, "失.txt", b"lost").unwrap_err();
    assert_eq!(refused["code"], "storage", "{refused}");
    assert_eq!(shown(&room, &id)["attachments"].as_array().unwrap().len(), 1, "nothing is named before it is kept");
    fs::remove_file(&folder).unwrap();
    fs::rename(room.folder().join("desk/aside"), &folder).unwrap();

    room.does("information_discard", json!({ "information": id }));
    let room = room.reopen();
    assert_eq!(files(&room), Vec::<String>::new(), "given up, its files go with the next start");
}

// notice of 2024: 灾害事故信息通过突发事件报送，工作信息通过普通信息报送.
#[tokio::test]
async fn what_reads_as_an_incident_is_stopped_with_the_words_and_carried_over_by_one_key() {
    let room = Room::open(may_12(18, 9)).await;
    let id = begins(&room);
    room.clock.turn_to(may_12(18, 12));
    let typed = types(&room, &id, "情况报告", "河东镇某小区3幢发生火灾，1人死亡。");
    assert!(typed["reads_as_incident"][0].as_str().unwrap().contains("“发生火灾”"), "while it is typed: {typed}");
    let refused = sends(&room, &id, "").unwrap_err();
    assert_eq!(refused["fields"][0]["field"], "reason");
    let why = refused["message"].as_str().unwrap();
    assert!(why.contains("发生火灾") && why.contains("1人死亡") && why.contains("2024年通报"), "{why}");

    room.clock.turn_to(may_12(18, 14));
    let incident = room.does("information_to_incident", json!({ "information": id }));
    assert_eq!(incident["incident"]["call"]["words"], "情况报告，河东镇某小区3幢发生火灾，1人死亡。");
    assert_eq!(incident["draft"]["kind"], "fire", "what the words say stands in the form");
    let received = incident["incident"]["first_received"].as_str().unwrap();
    assert!(received.starts_with("2026-05-12T10:12"), "the room knew when the first word was written: {received}");
    assert_eq!(room.call("information", json!({ "information": id })).unwrap_err()["code"], "not_found");
}

#[tokio::test]
async fn what_is_no_incident_after_all_goes_with_a_reason_that_stands_in_the_entry() {
    let room = Room::open(may_12(18, 9)).await;
    let id = begins(&room);
    types(&room, &id, "情况报告", "");
    attaches(&room, &id, "河东镇发生火灾情况.docx", b"fire").unwrap();
    assert!(sends(&room, &id, "").is_err(), "an attachment is no way round: its name is read too");
    let sent = sends(&room, &id, "是去年案例的附图").unwrap();
    assert_eq!(sent["all_the_same"]["reason"], "是去年案例的附图");
    assert!(sent["all_the_same"]["shown"][0].as_str().unwrap().contains("发生火灾"), "{sent}");
    assert_eq!(sent["reads_as_incident"], json!([]), "what went is not warned of any more");
}

#[tokio::test]
async fn a_quiet_day_is_one_key_and_enter_and_the_second_of_the_day_says_what_passed_since() {
    let room = Room::open(may_12(8, 20)).await;
    officer::takes_a_wrong_number(&room);
    let zero = room.does("zero_report_begin", Value::Null);
    assert_eq!(zero["what"], "zero_report");
    assert!(zero["body"].as_str().unwrap().starts_with("5月11日8时至12日8时，我县未发生需上报的突发事件。"), "{zero}");
    assert_eq!(room.does("zero_report_begin", Value::Null)["id"], zero["id"], "pressed twice it is one draft");
    let sent = sends(&room, &zero["id"], "").unwrap();
    assert_eq!((sent["state"].as_str(), sent["period"].as_str()), (Some("saved_here"), Some("5月11日8时至12日8时")));
    room.clock.turn_to(may_12(16, 25));
    let since = room.does("zero_report_begin", Value::Null);
    assert_eq!(since["period"], "5月12日8时至12日16时25分");
}

// practice §8, test 14.
#[tokio::test]
async fn zero_report_refuses_when_the_journal_has_an_incident() {
    let room = Room::open(may_12(6, 10)).await;
    let call = room.does("call_open", Value::Null)["id"].clone();
    room.clock.turn_to(may_12(8, 5));
    let open = room.call("zero_report_begin", Value::Null).unwrap_err();
    assert_eq!(open["fields"][0]["message"], "5月12日6时10分来电（来电未办结）", "nobody knows yet what it was");
    let end = json!({ "call": call, "outcome": "incident", "note": "", "into": null });
    room.does("call_end", end);
    let refused = room.call("zero_report_begin", Value::Null).unwrap_err();
    assert!(refused["message"].as_str().unwrap().contains("不能报“未发生”"), "{refused}");
    assert_eq!(refused["fields"].as_array().unwrap().len(), 1);
    officer::reports(&room, &call);
    let reported = room.call("zero_report_begin", Value::Null).unwrap_err();
    let line = reported["fields"][0]["message"].as_str().unwrap();
    assert!(line.starts_with("5月12日6时10分河东镇") && line.ends_with("（已报送）"), "when, what and why: {line}");
    assert_eq!(room.does("information_list", Value::Null)["rows"], json!([]), "nothing untrue was begun");
}

#[tokio::test]
async fn a_drill_and_what_was_kept_below_the_standard_do_not_stand_in_the_way() {
    let room = Room::open(may_12(6, 10)).await;
    let drill = officer::takes_a_call(&room);
    let draft = json!({ "kind": "fire", "occurred": "0605", "town": "河东镇", "place": "某小区", "source": "群众", "drill": true });
    room.does("draft_save", json!({ "incident": drill, "draft": draft }));
    let call = room.does("call_open", Value::Null)["id"].clone();
    let kept =
        json!({ "call": call, "outcome": "below_threshold", "note": "冒烟已自熄", "into": null, "agreed_by": "甲某" });
    room.does("call_end", kept);
    room.clock.turn_to(may_12(8, 5));
    let zero = room.does("zero_report_begin", Value::Null);
    assert!(zero["body"].as_str().unwrap().contains("由本级掌握的情况1起"), "{zero}");
    // Between the key and Enter somebody writes up what happened at seven.
    let line = json!({ "time": "0700", "way": "in", "recipient": null, "name": "群众", "number": "", "purpose": "report",
        "reached": "answered", "taken_by": "", "words": "河东镇着火", "recording": "" });
    room.does("write_up", json!({ "incident": null, "rows": [line] }));
    let refused = sends(&room, &zero["id"], "").unwrap_err();
    assert!(refused["fields"][0]["message"].as_str().unwrap().contains("7时00分"), "{refused}");
}

#[tokio::test]
async fn another_is_written_from_one_that_went_and_a_blank_page_is_not_laid_out_twice() {
    let room = Room::open(may_12(9, 0)).await;
    let id = begins(&room);
    assert_eq!(begins(&room), id, "a blank page is taken up");
    types(&room, &id, "值班安排", "每日2人值班。");
    attaches(&room, &id, "表.xlsx", b"table").unwrap();
    let went = sends(&room, &id, "").unwrap();
    let room = room.reopen();
    assert_eq!(fetches(&room, &id, b"table").unwrap().1, b"table", "what went keeps its file after a restart");
    let again = room.does("information_begin", json!({ "like": went["id"] }));
    assert_eq!((&again["title"], &again["state"]), (&json!("值班安排"), &json!("drafting")));
    assert_eq!(again["attachments"][0]["trouble"], Value::Null, "its file goes along");
    let list = room.does("information_list", Value::Null);
    let states: Vec<&str> = list["rows"].as_array().unwrap().iter().map(|row| row["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["drafting", "saved_here"], "what is being written comes first");
    assert_eq!(list["zero_report"]["verified"], false, "no source was read for the hours");
}

#[tokio::test]
async fn a_zero_report_says_what_the_journal_says_when_it_goes_and_goes_once() {
    let room = Room::open(may_12(8, 20)).await;
    let zero = room.does("zero_report_begin", Value::Null);
    // Before it goes somebody enters who leads the shift.
    room.does(
        "officer_list",
        json!({ "officer": null, "name": "甲某", "post": "带班领导", "phone": "", "left": false }),
    );
    let refused = sends(&room, &zero["id"], "").unwrap_err();
    assert_eq!(refused["code"], "stale", "what was composed is not so any more: {refused}");
    let anew = shown(&room, &zero["id"]);
    assert!(anew["body"].as_str().unwrap().ends_with("带班领导：甲某。"), "it is composed anew: {anew}");
    assert_eq!(sends(&room, &zero["id"], "").unwrap()["state"], "saved_here", "looked at again, it goes");
    let again = room.call("zero_report_begin", Value::Null);
    assert_eq!(again.unwrap()["period"], "5月12日8时至12日8时20分", "the next begins where this one ended");
    let room = room.reopen();
    room.clock.turn_to(may_12(8, 30));
    let drafts = room.does("information_list", Value::Null)["rows"].as_array().unwrap().len();
    room.does("zero_report_begin", Value::Null);
    let list = room.does("information_list", Value::Null);
    assert_eq!(list["rows"].as_array().unwrap().len(), drafts, "what nobody has changed is composed anew, not doubled");
}

#[tokio::test]
async fn what_was_made_an_incident_is_not_made_one_twice_nor_sent_as_well() {
    let room = Room::open(may_12(9, 0)).await;
    let id = begins(&room);
    types(&room, &id, "关于某厂情况的报告", "今日8时某厂发生爆炸，3人受伤。");
    attaches(&room, &id, "照片.jpg", b"photo").unwrap();
    let turn = || room.does("information_to_incident", json!({ "information": id }))["incident"]["id"].clone();
    let incident = turn();
    assert_eq!(shown(&room, &id)["incident"], incident, "a draft that stays says what became of it");
    assert_eq!(turn(), incident, "pressed twice it is one incident with one clock");
    assert!(sends(&room, &id, "").is_err(), "it does not go as 普通信息 by the way");
    assert_eq!(room.does("incidents", Value::Null).as_array().unwrap().len(), 1);
    types(&room, &id, "现场照片", "随突发事件报送的照片。");
    let shown = sends(&room, &id, "只补照片").unwrap()["all_the_same"]["shown"].to_string();
    assert!(shown.contains("已改按突发事件报送"), "what goes beside an incident says so: {shown}");
}

#[tokio::test]
async fn an_incident_of_before_eight_that_was_reported_after_eight_is_no_quiet_day() {
    let room = Room::open(may_12(7, 50)).await;
    let incident = officer::takes_a_call(&room);
    room.clock.turn_to(may_12(8, 20));
    officer::reports(&room, &incident);
    room.clock.turn_to(may_12(8, 20) + chrono::Duration::days(1));
    let refused = room.call("zero_report_begin", Value::Null).unwrap_err();
    let line = refused["fields"][0]["message"].as_str().unwrap();
    assert!(line.starts_with("5月12日8时20分") && line.ends_with("（已报送）"), "a report of it went that day: {line}");
}

#[tokio::test]
async fn todays_attachment_stays_while_yesterdays_file_waits_for_the_entry_that_names_it() {
    let room = Room::open(may_12(9, 0)).await;
    room.does("call_open", Value::Null);
    room.sync().await;
    let yesterday = room.folder().join("yesterday.sqlite");
    copy_of_file(&room.folder().join("desk/zhiban.sqlite"), &yesterday);
    let id = begins(&room);
    types(&room, &id, "会议纪要", "见附件。");
    attaches(&room, &id, "会议纪要.docx", b"minutes").unwrap();
    sends(&room, &id, "").unwrap();
    room.sync().await;
    last_changed(&blob(&room, b"minutes"), Duration::hours(3));
    let room = room.reopen_after(|file| {
        for end in ["-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{end}", file.display()));
        }
        fs::copy(&yesterday, file).unwrap();
    });
    room.sync().await;
    last_changed(&blob(&room, b"minutes"), Duration::days(400));
    let room = room.reopen();
    assert_eq!(shown(&room, &id)["attachments"][0]["trouble"], Value::Null, "the entry is back and its bytes are here");
    assert_eq!(workstation::verify(&room.desk).unwrap().faults, Vec::<String>::new());
    fs::remove_file(blob(&room, b"minutes")).unwrap();
    assert_eq!(workstation::verify(&room.desk).unwrap().faults.len(), 1, "from now on it is missed");
}
