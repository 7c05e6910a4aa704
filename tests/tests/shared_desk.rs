//! Several officers at one desk: whose name stands where, what a PIN guards, and what never waits for one.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, and says why")]

use chrono::Duration;
use rusqlite::Connection;
use serde_json::{Value, json};
use tests::room::{Room, may_12};
use workstation::{COMMANDS, Command, WHILE_LOCKED, alarm, dispatch};

const PIN_A: &str = "2580";
const PIN_B: &str = "1470";

/// Two officers and a leader are listed; the ids of the officers.
fn with_officers(room: &Room) -> (Value, Value) {
    for (name, post) in [("值班员甲", "值班员"), ("值班员乙", "值班员"), ("带班领导", "带班领导")]
    {
        room.does(
            "officer_list",
            json!({ "officer": null, "name": name, "post": post, "phone": "0000-1", "left": false }),
        );
    }
    let id = |name: &str| {
        let names = room.does("sign_in_names", json!(null));
        names.as_array().unwrap().iter().find(|one| one["name"] == name).unwrap()["officer"].clone()
    };
    (id("值班员甲"), id("值班员乙"))
}

fn choose_pin(room: &Room, officer: &Value, pin: &str) {
    room.does("pin_choose", json!({ "officer": officer, "pin": pin, "again": pin }));
}

fn sign_in(room: &Room, officer: &Value, pin: &str) -> Result<Value, Value> {
    room.call("sign_in", json!({ "officer": officer, "pin": pin }))
}

fn an_incident(room: &Room) -> Value {
    let call = room.does("call_open", json!(null));
    room.does("call_end", json!({ "call": call["id"], "outcome": "incident", "note": "", "into": null }));
    call["id"].clone()
}

fn draft(town: &str) -> Value {
    json!({
        "kind": "fire", "occurred": "-", "town": town, "place": "某小区3幢", "source": "群众",
        "counts": [{ "source": "县消防救援大队", "as_of": "", "deaths": "-", "injured": "-", "adopted": true }]
    })
}

fn send(room: &Room, incident: &Value) -> Value {
    let view = room.does("incident", json!({ "incident": incident }));
    let composed = &view["composed"];
    room.does("submit", json!({ "incident": incident, "title": composed["title"], "body": composed["body"] }))
}

/// The author of the newest entry of a kind, as its signed header says.
fn author_of_last(room: &Room, kind: &str) -> Value {
    let file = Connection::open(room.folder().join("desk/zhiban.sqlite")).unwrap();
    let sql = "SELECT header FROM entries WHERE header ->> '$.kind' = ?1 ORDER BY seq DESC LIMIT 1";
    let header: String = file.query_row(sql, [kind], |row| row.get(0)).unwrap();
    serde_json::from_str::<Value>(&header).unwrap()["author"].clone()
}

fn session(room: &Room) -> Value {
    room.does("desk", json!(null))["session"].clone()
}

#[tokio::test]
async fn each_entry_bears_the_name_of_whoever_signed_in_and_the_programs_own_bear_the_desks() {
    let room = Room::open(may_12(8, 0)).await;
    let (a, b) = with_officers(&room);
    assert_eq!(author_of_last(&room, "officer_listed"), "desk", "nobody had signed in");
    choose_pin(&room, &a, PIN_A);
    assert_eq!(author_of_last(&room, "signed_in"), json!({ "officer": a }));
    let incident = an_incident(&room);
    assert_eq!(author_of_last(&room, "call_opened"), json!({ "officer": a }));
    choose_pin(&room, &b, PIN_B);
    room.does("draft_save", json!({ "incident": incident, "draft": draft("河东镇") }));
    // A leader's word is taken down by whoever is at the desk; the leader gives no PIN.
    room.does(
        "sign_off",
        json!({ "incident": incident, "post": "带班领导", "signer": "带班领导", "way": "by_phone", "time": "" }),
    );
    assert_eq!(author_of_last(&room, "sign_off"), json!({ "officer": b }));
    let sent = send(&room, &incident);
    assert_eq!(author_of_last(&room, "report"), json!({ "officer": b }));
    assert_eq!(sent["standings"][0]["by"], "值班员乙");
    room.clock.turn_to(may_12(8, 45));
    alarm::look(&room.desk);
    assert_eq!(author_of_last(&room, "alarm_rung"), "desk", "nobody rang the alarm");
    room.does("sign_out", json!(null));
    room.does("call_open", json!(null));
    assert_eq!(author_of_last(&room, "call_opened"), "desk");
    let names: Vec<Value> = room.waiting().iter().map(|row| row["by"].clone()).collect();
    for name in ["值班员甲", "值班员乙", "值班岗位"] {
        assert!(names.contains(&json!(name)), "what waits says whose it is: {names:?}");
    }
    room.sync().await;
    room.holds_what_the_upstream_holds();
}

#[tokio::test]
async fn a_draft_is_its_authors_own_and_is_taken_over_only_as_a_copy() {
    let room = Room::open(may_12(18, 9)).await;
    let (a, b) = with_officers(&room);
    choose_pin(&room, &a, PIN_A);
    let incident = an_incident(&room);
    room.does("draft_save", json!({ "incident": incident, "draft": draft("河东镇") }));
    choose_pin(&room, &b, PIN_B);
    let seen = room.does("incident", json!({ "incident": incident }));
    assert_eq!(seen["draft"]["town"], "", "the next officer does not stand in the form of the one before");
    assert_eq!((&seen["others"][0]["name"], &seen["can_take_over"]), (&json!("值班员甲"), &json!(true)));
    let listed = room.does("desk", json!(null))["incidents"][0]["name"].as_str().unwrap().to_owned();
    assert!(listed.contains("河东镇"), "the room's lists go on with what is known: {listed}");
    let taken = room.does("draft_take_over", json!({ "subject": incident, "author": a }));
    assert_eq!(taken["draft"]["town"], "河东镇");
    room.does("draft_save", json!({ "incident": incident, "draft": draft("河西镇") }));
    // What the first one typed last comes late, from a page that was theirs: it stays theirs.
    room.does("draft_save", json!({ "incident": incident, "author": a, "draft": draft("河北镇") }));
    assert_eq!(room.does("incident", json!({ "incident": incident }))["draft"]["town"], "河西镇");
    let again = room.call("draft_take_over", json!({ "subject": incident, "author": a })).unwrap_err();
    assert!(again["message"].as_str().unwrap().contains("没有用他人的草稿覆盖"), "{again}");
    sign_in(&room, &a, PIN_A).unwrap();
    assert_eq!(room.does("incident", json!({ "incident": incident }))["draft"]["town"], "河北镇");
    let unknown = json!({ "incident": incident, "author": "somebody", "draft": draft("") });
    assert_eq!(room.call("draft_save", unknown).unwrap_err()["code"], "malformed");
}

#[tokio::test]
async fn information_that_one_officer_writes_is_not_sent_by_the_next() {
    let room = Room::open(may_12(9, 0)).await;
    let (a, b) = with_officers(&room);
    choose_pin(&room, &a, PIN_A);
    let id = room.does("information_begin", json!({ "like": null }))["id"].clone();
    room.does("information_save", json!({ "information": id, "title": "防汛会议", "body": "上午召开防汛会议。" }));
    choose_pin(&room, &b, PIN_B);
    let row = room.does("information_list", json!(null))["rows"][0].clone();
    assert_eq!(row["by"]["name"], "值班员甲");
    let send = json!({ "information": id, "title": "防汛会议", "body": "上午召开防汛会议。", "reason": "" });
    assert_eq!(room.call("information_send", send.clone()).unwrap_err()["code"], "not_found");
    assert_eq!(room.call("information_discard", json!({ "information": id })).unwrap_err()["code"], "not_found");
    room.does("information_take_over", json!({ "subject": id, "author": a }));
    room.does("information_send", send);
    assert_eq!(author_of_last(&room, "information"), json!({ "officer": b }));
}

#[tokio::test]
async fn a_page_of_one_officer_can_do_nothing_once_another_has_the_desk() {
    let room = Room::open(may_12(18, 9)).await;
    let (a, b) = with_officers(&room);
    choose_pin(&room, &a, PIN_A);
    let incident = an_incident(&room);
    choose_pin(&room, &b, PIN_B);
    let page = a.as_str().unwrap();
    let asked = |name| dispatch(&room.desk, &Command { name, author: Some(page) }, json!({ "incident": incident }));
    let refused = asked("incident").unwrap_err();
    assert_eq!(serde_json::to_value(refused.code).unwrap(), "other_author");
    assert!(refused.message.contains("这一步没有做"), "{refused}");
    let call = dispatch(&room.desk, &Command { name: "call_open", author: Some(page) }, json!(null));
    assert!(call.is_ok(), "a ringing phone is picked up whoever is at the desk");
}

#[tokio::test]
async fn the_desk_locks_when_nobody_is_there_but_never_while_a_first_report_is_owed() {
    let room = Room::open(may_12(9, 0)).await;
    let (a, _) = with_officers(&room);
    choose_pin(&room, &a, PIN_A);
    room.clock.turn_to(may_12(9, 9));
    alarm::look(&room.desk);
    assert_eq!(session(&room)["curtain"], false, "nine minutes are no absence");
    room.does("desk_active", json!(null));
    room.clock.turn_to(may_12(9, 18));
    alarm::look(&room.desk);
    assert_eq!(session(&room)["curtain"], false, "somebody pressed a key at 9:09");
    room.clock.turn_to(may_12(9, 19));
    alarm::look(&room.desk);
    assert_eq!(session(&room)["curtain"], true);
    for name in COMMANDS.iter().filter(|name| !WHILE_LOCKED.contains(name)) {
        let refused = dispatch(&room.desk, &Command::of(name), json!({})).unwrap_err();
        let code = serde_json::to_value(refused.code).unwrap();
        let saves = ["draft_save", "information_save"].contains(name);
        assert!(saves || code == "locked", "{name} is behind the lock: {refused}");
    }
    // The phone rings: it is taken before the lock, which an incident then lifts.
    let ringing = room.does("call_open", json!(null));
    assert_eq!(session(&room)["curtain"], true, "picking up a phone shows nobody the rooms");
    room.does("call_end", json!({ "call": ringing["id"], "outcome": "other", "note": "", "into": null }));
    let incident = an_incident(&room);
    assert_eq!(author_of_last(&room, "call_opened"), "desk", "nobody gave a PIN, so nobody's name stands there");
    assert_eq!((&session(&room)["curtain"], &session(&room)["locked"]), (&json!(false), &json!(true)));
    room.does("draft_save", json!({ "incident": incident, "draft": draft("河东镇") }));
    room.clock.turn_to(may_12(9, 45));
    alarm::look(&room.desk);
    assert_eq!(session(&room)["curtain"], false, "half an hour later the first report is still owed");
    let sent = send(&room, &incident);
    assert_eq!(session(&room)["curtain"], false, "and until it is in the system of record");
    let report = sent["incident"]["reports"][0]["id"].clone();
    room.does("relay", json!({ "incident": incident, "report": report, "time": "", "number": "GJ-001" }));
    assert_eq!(session(&room)["curtain"], true, "then the lock is there again");
    let room = room.reopen();
    assert_eq!(session(&room)["curtain"], true, "and a restart does not lift it");
    sign_in(&room, &a, PIN_A).unwrap();
    assert_eq!(session(&room)["curtain"], false);
}

/// practice §8, test 13.
#[tokio::test]
async fn a_pin_forgotten_at_minute_25_holds_nothing_up_and_the_report_is_claimed_later() {
    let room = Room::open(may_12(18, 9)).await;
    let (a, b) = with_officers(&room);
    choose_pin(&room, &a, PIN_A);
    choose_pin(&room, &b, PIN_B);
    room.does("desk_lock", json!(null));
    let incident = an_incident(&room);
    room.clock.turn_to(may_12(18, 34));
    for left in ["还可试4次", "还可试3次", "还可试2次", "还可试1次", "请1分钟后再试"] {
        let refused = sign_in(&room, &a, "9999").unwrap_err();
        let said = refused["message"].as_str().unwrap();
        assert!(said.contains(left) && said.contains("以值班岗位报送，之后可认领"), "{said}");
    }
    let right = sign_in(&room, &a, PIN_A).unwrap_err();
    assert!(right["message"].as_str().unwrap().contains("后再试"), "the right one waits too: {right}");
    room.does("draft_save", json!({ "incident": incident, "draft": draft("河东镇") }));
    let sent = send(&room, &incident);
    assert_eq!(author_of_last(&room, "report"), "desk");
    assert_eq!((&sent["standings"][0]["by"], &sent["standings"][0]["claimable"]), (&json!("值班岗位"), &json!(true)));
    let report = sent["incident"]["reports"][0]["id"].clone();
    let claim = json!({ "incident": incident, "report": report });
    let nobody = room.call("report_claim", claim.clone()).unwrap_err();
    assert!(nobody["message"].as_str().unwrap().contains("请先登录"), "{nobody}");

    room.clock.turn_to(may_12(18, 45));
    let todo = |room: &Room| room.does("desk", json!(null))["todos"].to_string();
    assert!(!todo(&room).contains("认领"), "nobody is asked who cannot answer");
    sign_in(&room, &a, PIN_A).unwrap();
    assert!(todo(&room).contains("认领"), "{}", todo(&room));
    let claimed = room.does("report_claim", claim.clone());
    assert_eq!(claimed["standings"][0]["by"], "值班岗位（值班员甲认领）");
    assert!(!todo(&room).contains("认领"));
    assert!(room.call("report_claim", claim).is_err(), "once is enough");
    assert_eq!(author_of_last(&room, "report"), "desk", "the report itself is as it was sent");
    room.sync().await;
    room.holds_what_the_upstream_holds();
    assert_eq!(workstation::verify(&room.desk).unwrap().faults, Vec::<String>::new());
}

#[tokio::test]
async fn tries_are_counted_over_a_restart_and_a_plug_pulled_in_between() {
    let room = Room::open(may_12(9, 0)).await;
    let (a, _) = with_officers(&room);
    choose_pin(&room, &a, PIN_A);
    room.does("sign_out", json!(null));
    for _ in 0..4 {
        sign_in(&room, &a, "9999").unwrap_err();
    }
    let room = room.reopen();
    assert!(sign_in(&room, &a, "9999").unwrap_err()["message"].as_str().unwrap().contains("请1分钟后再试"));
    room.clock.turn_to(may_12(9, 0) + Duration::seconds(59));
    assert!(sign_in(&room, &a, PIN_A).is_err());
    room.clock.turn_to(may_12(9, 1));
    assert!(sign_in(&room, &a, "9999").unwrap_err()["message"].as_str().unwrap().contains("请2分钟后再试"));
    room.clock.turn_to(may_12(9, 3));
    sign_in(&room, &a, PIN_A).unwrap();
    room.does("sign_out", json!(null));
    assert!(sign_in(&room, &a, "9999").unwrap_err()["message"].as_str().unwrap().contains("还可试4次"), "counted anew");
}

#[tokio::test]
async fn a_forgotten_pin_is_cleared_by_a_colleague_who_signed_in_and_by_nobody_else() {
    let room = Room::open(may_12(9, 0)).await;
    let (a, b) = with_officers(&room);
    choose_pin(&room, &a, PIN_A);
    let taken = room.call("pin_choose", json!({ "officer": a, "pin": "7531", "again": "7531" })).unwrap_err();
    assert!(taken["message"].as_str().unwrap().contains("已有登录码"), "{taken}");
    room.does("sign_out", json!(null));
    assert!(room.call("pin_clear", json!({ "officer": a })).is_err(), "nobody's desk clears nobody's PIN");
    choose_pin(&room, &b, PIN_B);
    room.does("pin_clear", json!({ "officer": a }));
    assert_eq!(author_of_last(&room, "signed_in"), json!({ "officer": b }), "who cleared it stands in the record");
    choose_pin(&room, &a, "7531");
    assert!(sign_in(&room, &a, PIN_A).is_err() && sign_in(&room, &a, "7531").is_ok());
}

#[tokio::test]
async fn neither_a_pin_nor_its_hash_ever_leaves_the_desk() {
    let room = Room::open(may_12(9, 0)).await;
    let (a, _) = with_officers(&room);
    choose_pin(&room, &a, "90817263");
    room.sync().await;
    let hash: String = Connection::open(room.folder().join("desk/zhiban.sqlite"))
        .unwrap()
        .query_row("SELECT hash FROM pins", [], |row| row.get(0))
        .unwrap();
    assert!(hash.starts_with("$argon2id$"), "{hash}");
    let upstream = Connection::open(room.folder().join("upstream/upstream.sqlite")).unwrap();
    let sql = "SELECT count(*) FROM entries WHERE header || coalesce(body, '') LIKE '%argon2%'
               OR header || coalesce(body, '') LIKE '%90817263%'";
    assert_eq!(upstream.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
    let names = room.does("sign_in_names", json!(null)).to_string();
    assert!(!names.contains("argon2") && !names.contains("0000-1"), "a locked screen shows neither: {names}");
}

/// No sample: the nation's pack alone, which knows no number.
const A_REAL_COUNTY: &str = "code,name,level,parent,divisions,sample\n\
    340100,合肥市应急管理局,city,,安徽省/合肥市,false\n\
    340122,肥东县应急管理局,county,340100,安徽省/合肥市/肥东县,false\n";

#[tokio::test]
async fn a_number_that_stands_in_the_officers_list_is_the_one_to_dial_where_the_pack_has_none() {
    let folder = tempfile::TempDir::with_prefix("zhiban-numbers-").unwrap();
    let units = folder.path().join("units.csv");
    std::fs::write(&units, A_REAL_COUNTY).unwrap();
    let above = tests::Upstream::start(&folder.path().join("above")).await;
    above.load_units(&units);
    let code = above.one_time_code("340122");
    let room = Room::enrolled_at(folder, may_12(18, 9), above.address(), &code).await;
    let incident = an_incident(&room);
    let leader = |room: &Room| {
        let view = room.does("incident", json!({ "incident": incident }));
        let of = |rows: &Value, key: &str| {
            let row = rows.as_array().unwrap().iter().find(|row| row[key] == "带班领导").cloned();
            row.unwrap_or_else(|| panic!("带班领导 in {rows:#}"))["phone"].clone()
        };
        (of(&view["recipients"], "name"), of(&view["sign_line"]["signers"], "post"))
    };
    assert_eq!(leader(&room), (json!(null), json!(null)), "a real county's pack has no number");
    let list = |name: &str, phone: &str| {
        room.does(
            "officer_list",
            json!({ "officer": null, "name": name, "post": "带班领导", "phone": phone, "left": false }),
        );
    };
    list("甲", "0000-4321");
    assert_eq!(leader(&room), (json!("0000-4321"), json!("0000-4321")), "somebody wrote it down, in 值班人员");
    list("乙", "0000-8765");
    assert_eq!(
        leader(&room),
        (json!(null), json!(null)),
        "of two nobody knows who is on duty: no wrong number is dialled"
    );
}

#[tokio::test]
async fn on_the_first_page_whom_the_room_reports_to_stands_first_among_the_numbers() {
    let room = Room::open(may_12(9, 0)).await;
    let phones = room.does("desk", json!(null))["phones"].clone();
    let names: Vec<&str> = phones.as_array().unwrap().iter().map(|phone| phone["name"].as_str().unwrap()).collect();
    assert_eq!(names[0], "市应急管理局指挥中心", "the one that half an hour runs from: {names:?}");
    assert!(names.contains(&"县消防救援大队"), "and the others follow: {names:?}");
}
