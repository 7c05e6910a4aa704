//! What an officer judges beside the numbers, in a room with a real desk and a real upstream: kept below the standard,
//! found untrue, raised on day three, compared with the county government, put off by a superior (practice §2, §8).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]

mod officer;

use serde_json::{Value, json};
use tests::room::{Room, may_12};
use workstation::alarm;

fn open(view: &Value) -> Vec<&str> {
    let deadlines = view["composed"]["deadlines"].as_array().unwrap();
    let states = ["running", "promptly", "past_internal", "overdue"];
    deadlines
        .iter()
        .filter(|one| states.contains(&one["state"].as_str().unwrap()))
        .map(|one| one["rule"].as_str().unwrap())
        .collect()
}

fn state<'v>(view: &'v Value, rule: &str) -> &'v str {
    let deadlines = view["composed"]["deadlines"].as_array().unwrap();
    let one = deadlines.iter().find(|one| one["rule"] == rule).unwrap_or_else(|| panic!("{rule} in {deadlines:#?}"));
    one["state"].as_str().unwrap()
}

fn todos(room: &Room) -> Vec<String> {
    let desk = room.does("desk", Value::Null);
    desk["todos"].as_array().unwrap().iter().map(|todo| todo["what"].as_str().unwrap().to_owned()).collect()
}

fn relays(room: &Room, incident: &Value, report: &str) {
    room.does("relay", json!({ "incident": incident, "report": report, "time": "", "number": "2026051200001" }));
}

// practice 2.11: not reporting needs as good a proof as reporting.
#[tokio::test]
async fn what_is_kept_below_the_standard_asks_a_reason_and_a_name_and_is_looked_at_again_in_two_hours() {
    let room = Room::open(may_12(18, 9)).await;
    let call = room.does("call_open", Value::Null)["id"].clone();
    let kept = |note: &str, agreed_by: &str| {
        let end =
            json!({ "call": call, "outcome": "below_threshold", "note": note, "into": null, "agreed_by": agreed_by });
        room.call("call_end", end)
    };
    assert_eq!(kept("", "甲某").unwrap_err()["fields"][0]["field"], "note");
    assert_eq!(kept("草堆冒烟，已扑灭，无人受伤", "").unwrap_err()["fields"][0]["field"], "agreed_by");
    kept("草堆冒烟，已扑灭，无人受伤", "甲某").unwrap();
    let desk = room.does("desk", Value::Null);
    assert_eq!(desk["clocks"], json!([]), "no clock, no incident");
    assert_eq!(desk["todos"][0]["what"], "再看一次");
    assert_eq!(desk["todos"][0]["due_at"], "2026-05-12T12:09:00Z", "two hours later");
    assert_eq!((&desk["todos"][0]["urgent"], &desk["todos"][0]["tone"]), (&json!(false), &json!("calm")));
    room.clock.turn_to(may_12(20, 10));
    let todo = room.does("desk", Value::Null)["todos"][0].clone();
    assert_eq!(
        (&todo["urgent"], &todo["tone"]),
        (&json!(true), &json!("near")),
        "first in the list, and not red: the two hours are the room's own"
    );
    let room = room.reopen();
    room.does("call_look_again", json!({ "call": call, "incident": false, "note": "现场已清理" }));
    assert_eq!(todos(&room), Vec::<String>::new(), "looked at again: done");
}

#[tokio::test]
async fn what_turned_out_to_be_an_incident_after_all_runs_from_now_and_is_nobodys_lateness() {
    let room = Room::open(may_12(18, 9)).await;
    let call = room.does("call_open", Value::Null)["id"].clone();
    let end = json!({ "call": call, "outcome": "below_threshold", "note": "轻微", "into": null, "agreed_by": "甲某" });
    room.does("call_end", end);
    room.clock.turn_to(may_12(20, 15));
    let ended = room.does("call_look_again", json!({ "call": call, "incident": true, "note": "伤者送医后死亡" }));
    assert_eq!(ended["incident"], call, "the same subject goes on as an incident");
    let view = room.does("incident", json!({ "incident": call }));
    assert_eq!(state(&view, "N0"), "born_past", "its own line is kept");
    assert_eq!(state(&view, "N0/change"), "running", "and thirty minutes run from 20:15");
    assert!(!view["composed"]["deadlines"].to_string().contains("\"overdue\""), "升级产生 is never late");
}

// practice §8 test 3.
#[tokio::test]
async fn a_wrong_number_starts_no_clock_makes_no_incident_and_leaves_one_line() {
    let room = Room::open(may_12(18, 9)).await;
    officer::takes_a_wrong_number(&room);
    room.clock.turn_to(may_12(21, 0));
    alarm::look(&room.desk);
    let desk = room.does("desk", Value::Null);
    assert_eq!((&desk["clocks"], &desk["incidents"], &desk["todos"]), (&json!([]), &json!([]), &json!([])));
    assert_eq!(room.does("calls", Value::Null).as_array().unwrap().len(), 1, "one line in the log");
    assert_eq!(room.bell.said(), Vec::<String>::new());
}

#[tokio::test]
async fn a_wrong_digit_loses_no_call_its_clocks_run_from_the_pick_up_and_nothing_is_excused() {
    let room = Room::open(may_12(18, 9)).await;
    let ended = |outcome: &str| {
        let call = room.does("call_open", Value::Null)["id"].clone();
        room.does("call_end", json!({ "call": call, "outcome": outcome, "note": "", "into": null }));
        call
    };
    let call = ended("other");
    let logged = || room.does("desk", Value::Null)["ended_calls"].clone();
    assert_eq!(logged()[0]["id"], call, "the call stands in 来电记录 on 当班");
    room.clock.turn_to(may_12(18, 12));
    let mended = room.does("call_look_again", json!({ "call": call, "incident": true, "note": "" }));
    assert_eq!(mended["incident"], call, "one press, without a word: the same subject goes on as an incident");
    assert_eq!(logged(), json!([]), "and stands there no longer");
    room.clock.turn_to(may_12(18, 40));
    let view = room.does("incident", json!({ "incident": call }));
    assert_eq!(view["incident"]["first_received"], "2026-05-12T10:09:00Z", "首次接报 is the pick-up");
    assert_eq!(state(&view, "N0"), "past_internal", "our own wrong digit is no 升级产生");
    let refused = |call: &Value, incident: bool| {
        room.call("call_look_again", json!({ "call": call, "incident": incident, "note": "" })).is_err()
    };
    assert!(refused(&call, true), "it is an incident already");
    assert!(refused(&ended("passed_on"), false), "only what was kept below the standard is looked at again and left");
    let room = room.reopen();
    assert_eq!(officer::view(&room, &call)["incident"]["call"]["outcome"], "incident", "also in the file");
}

// practice §8 test 7: its clocks.
#[tokio::test]
async fn a_false_alarm_after_the_first_report_ends_every_clock_and_can_be_opened_again() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = officer::takes_a_call(&room);
    room.clock.turn_to(may_12(18, 14));
    officer::phones_the_city(&room, &incident);
    officer::reports(&room, &incident);
    room.clock.turn_to(may_12(18, 22));
    let end = |verified_by: &str| {
        let end = json!({ "incident": incident, "outcome": "not_true", "verified_by": verified_by, "note": "", "agreed_by": "" });
        room.call("incident_end", end)
    };
    assert_eq!(end("").unwrap_err()["fields"][0]["field"], "verified_by", "by whom it was verified");
    let ended = end("县消防救援大队").unwrap();
    assert_eq!(open(&ended), Vec::<&str>::new());
    assert_eq!(state(&ended, "N1"), "ended");
    room.clock.turn_to(may_12(20, 0));
    alarm::look(&room.desk);
    assert_eq!(room.bell.said(), Vec::<String>::new(), "what has ended does not ring");
    assert!(!room.does("desk", Value::Null).to_string().contains("\"overdue\""), "and is in no figure");
    let row = &room.does("incidents", Value::Null)[0];
    assert_eq!((&row["ended"], &row["next"]), (&json!("not_true"), &json!("done")));
    let reopened = room.does("incident_reopen", json!({ "incident": incident, "reason": "误报的是邻楼" }));
    assert_eq!(state(&reopened, "N1"), "born_past", "18:44 came while nothing was owed");
    assert!(open(&reopened).contains(&"N1/change"), "and runs again from the opening: {:?}", open(&reopened));
    assert!(!reopened["composed"]["deadlines"].to_string().contains("\"overdue\""), "nobody is late by it");
}

#[tokio::test]
async fn reported_and_true_needs_a_report_on_record() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = officer::takes_a_call(&room);
    let end = json!({ "incident": incident, "outcome": "reported", "verified_by": "", "note": "", "agreed_by": "" });
    assert_eq!(room.call("incident_end", end.clone()).unwrap_err()["code"], "not_now");
    officer::phones_the_city(&room, &incident);
    let report = officer::reports(&room, &incident);
    assert_eq!(room.call("incident_end", end.clone()).unwrap_err()["code"], "not_now", "a save is not a record");
    relays(&room, &incident, &report);
    let ended = room.does("incident_end", end);
    assert_eq!(open(&ended), Vec::<&str>::new());
    assert_eq!(state(&ended, "A5-7"), "tracking", "casualties are still followed for seven days");
    room.clock.turn_to(may_12(18, 9) + chrono::Duration::days(3));
    assert_eq!(room.does("desk", Value::Null)["todos"], json!([]), "quiet while the window is open");
    room.clock.turn_to(may_12(18, 9) + chrono::Duration::days(6));
    let desk = room.does("desk", Value::Null);
    assert_eq!(desk["todos"][0]["what"], "问医院", "asked once more before it closes: {}", desk["todos"]);
    assert_eq!((&desk["clocks"], &desk["incidents"]), (&json!([]), &json!([])), "and in no other list");
}

// practice §8 test 6: the tenth death on day 3.
#[tokio::test]
async fn the_tenth_death_on_day_three_rings_once_and_counts_nothing_as_late() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = officer::takes_a_call(&room);
    room.clock.turn_to(may_12(18, 14));
    officer::phones_the_city(&room, &incident);
    let draft = json!({ "kind": "collapse", "occurred": "1758", "town": "河西镇", "place": "工业园区二路", "source": "河西镇",
        "counts": [{ "source": "县消防救援大队", "deaths": "9", "injured": "4", "seriously_injured": "0", "missing": "0",
                     "trapped": "0", "adopted": true }] });
    let letter = room.does("draft_save", json!({ "incident": incident, "draft": draft }));
    let submit = json!({ "incident": incident, "title": letter["title"], "body": letter["body"] });
    let sent = room.does("submit", submit);
    relays(&room, &incident, sent["incident"]["reports"][0]["id"].as_str().unwrap());
    for recipient in ["province_bureau", "county_committee", "county_government", "director"] {
        let told = json!({ "incident": incident, "recipient": recipient, "name": "", "purpose": "report",
            "reached": "answered", "time": "", "taken_by": "", "words": "", "recording": "" });
        room.does("call_out", told);
    }
    room.clock.turn_to(may_12(23, 0));
    alarm::look(&room.desk);
    room.bell.said();

    room.clock.turn_to(may_12(9, 0) + chrono::Duration::days(2));
    alarm::look(&room.desk);
    room.bell.said();
    let change = json!({ "incident": incident, "time": "", "what": "casualties", "source": "县人民医院", "words": "",
        "count": { "source": "", "as_of": "", "deaths": "10", "injured": "3", "seriously_injured": "0", "missing": "0",
                   "trapped": "0", "evacuated": "", "at_risk": "", "adopted": true } });
    let view = room.does("change_note", change);
    assert_eq!(view["composed"]["grading"]["possible"]["grade"], "major");
    // In the system of record at 18:14 and phoned to everybody: whatever the tenth death asks for was done in time.
    let born_past = |one: &&Value| one["state"] == "born_past";
    let deadlines = view["composed"]["deadlines"].as_array().unwrap();
    assert_eq!(deadlines.iter().find(born_past), None, "nothing passed unmet before anybody knew");
    assert!(open(&view).contains(&"A5-change"), "及时补报 is owed: {:?}", open(&view));
    let late = |view: &Value| {
        let deadlines = view["composed"]["deadlines"].as_array().unwrap().clone();
        deadlines.into_iter().filter(|one| ["overdue", "met_late"].contains(&one["state"].as_str().unwrap())).count()
    };
    assert_eq!(late(&view), 0, "late count 0");
    let mut said = Vec::new();
    for minutes in 0..180 {
        room.clock.turn_to(may_12(9, 0) + chrono::Duration::days(2) + chrono::Duration::minutes(minutes));
        alarm::look(&room.desk);
        said.extend(room.bell.said());
    }
    let of_upgrade: Vec<&String> =
        said.iter().filter(|words| words.contains("升级产生") || words.contains("不计迟报")).collect();
    assert!(of_upgrade.len() <= 1, "at most one alarm for 升级产生: {said:?}");
    assert_eq!(late(&room.does("incident", json!({ "incident": incident }))), 0, "and it stays so");
}

// practice §8 test 6, where the first report had missed the limit that the upgrade brings.
#[tokio::test]
async fn an_upgrade_that_brings_a_limit_already_past_says_so_in_one_alarm() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = officer::takes_a_call(&room);
    room.clock.turn_to(may_12(18, 14));
    officer::phones_the_city(&room, &incident);
    let draft = |deaths: &str| {
        json!({ "kind": "collapse", "occurred": "1758", "town": "河西镇", "place": "工业园区", "source": "河西镇",
        "counts": [{ "source": "县消防救援大队", "deaths": deaths, "adopted": true }] })
    };
    room.does("draft_save", json!({ "incident": incident, "draft": draft("2") }));
    room.clock.turn_to(may_12(19, 30));
    alarm::look(&room.desk);
    room.bell.said();
    let raised = room.does("draft_save", json!({ "incident": incident, "draft": draft("10") }));
    let of = |rule: &str| {
        let deadlines = raised["deadlines"].as_array().unwrap().clone();
        deadlines.into_iter().find(|one| one["rule"] == rule).unwrap()
    };
    assert_eq!(of("N2")["state"], "born_past", "50 minutes from 17:58 had passed when ten dead became known");
    assert!(of("N2")["why"].as_str().unwrap().starts_with("升级产生"), "{}", of("N2")["why"]);
    assert_eq!(of("N2/change")["due_at"], "2026-05-12T12:20:00Z");
    let mut said = Vec::new();
    for minutes in 30..58 {
        room.clock.turn_to(may_12(19, minutes));
        alarm::look(&room.desk);
        said.extend(room.bell.said());
    }
    let of_upgrade: Vec<&String> = said.iter().filter(|words| words.contains("升级产生")).collect();
    assert_eq!(of_upgrade.len(), 1, "one alarm for all of them: {said:?}");
    assert!(of_upgrade[0].contains("项时限同样"), "{}", of_upgrade[0]);
    assert!(!said.iter().any(|words| words.contains("N2")), "{said:?}");
}

#[tokio::test]
async fn a_number_half_typed_raises_nothing_that_stays() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = officer::takes_a_call(&room);
    let typed = |deaths: &str| {
        let counts = json!([{ "source": "119", "deaths": deaths, "adopted": true }]);
        let draft = json!({ "kind": "fire", "occurred": "1700", "counts": counts });
        room.does("draft_save", json!({ "incident": incident, "draft": draft }))
    };
    typed("3");
    typed("30");
    room.clock.turn_to(may_12(18, 9) + chrono::Duration::seconds(20));
    let corrected = typed("1");
    let rules: Vec<&str> =
        corrected["deadlines"].as_array().unwrap().iter().map(|one| one["rule"].as_str().unwrap()).collect();
    assert!(!rules.iter().any(|rule| rule.starts_with("N2")), "30 stood for twenty seconds only: {rules:?}");
}

// practice 2.2.
#[tokio::test]
async fn the_county_governments_numbers_are_compared_and_never_hold_a_report_back() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = officer::takes_a_call(&room);
    let view = room.does("incident", json!({ "incident": incident }));
    assert_eq!(view["accords"][0]["name"], "县政府总值班室");
    assert_eq!(view["accords"][0]["last"], Value::Null);
    let check = |accord: &str, differs: &str| {
        let check =
            json!({ "incident": incident, "recipient": "county_government", "accord": accord, "differs": differs });
        room.call("accord_check", check)
    };
    assert_eq!(check("differs", "").unwrap_err()["fields"][0]["field"], "differs", "where");
    let told = check("differs", "对方称死亡2人").unwrap();
    assert_eq!(told["accords"][0]["last"]["differs"], "对方称死亡2人");
    officer::phones_the_city(&room, &incident);
    officer::reports(&room, &incident);
    assert_eq!(check("agrees", "").unwrap()["accords"][0]["last"]["accord"], "agrees", "and afterwards as well");
    let nobody = json!({ "incident": incident, "recipient": "city_bureau", "accord": "agrees", "differs": "" });
    assert_eq!(room.call("accord_check", nobody).unwrap_err()["code"], "invalid");
}

#[tokio::test]
async fn recipients_are_those_of_the_situation_and_whoever_was_told_anyway() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = officer::takes_a_call(&room);
    let names = |room: &Room| -> Vec<String> {
        let view = room.does("incident", json!({ "incident": incident }));
        view["recipients"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    assert!(!names(&room).contains(&"province_bureau".to_owned()), "not the province for what is not 较大");
    let counts = json!([{ "source": "119", "deaths": "3", "adopted": true }]);
    room.does("draft_save", json!({ "incident": incident, "draft": { "kind": "fire", "counts": counts } }));
    assert!(names(&room).contains(&"province_bureau".to_owned()), "较大以上: the province too");
    let told = json!({ "incident": incident, "recipient": "province_bureau", "name": "", "purpose": "report",
        "reached": "answered", "time": "", "taken_by": "", "words": "", "recording": "" });
    room.does("call_out", told);
    let counts = json!([{ "source": "119", "deaths": "1", "adopted": true }]);
    room.does("draft_save", json!({ "incident": incident, "draft": { "kind": "fire", "counts": counts } }));
    assert!(names(&room).contains(&"province_bureau".to_owned()), "whoever was told stays on the list");
    let counts = json!([{ "source": "119", "deaths": "1", "adopted": true }]);
    let draft = json!({ "kind": "road_traffic", "signs": ["motorway"], "jurisdiction": "neighbour", "counts": counts });
    room.does("draft_save", json!({ "incident": incident, "draft": draft }));
    for whom in ["neighbour_room", "motorway_police", "motorway_administration"] {
        assert!(names(&room).contains(&whom.to_owned()), "{whom} of a motorway in the next county");
    }
    let sign = room.does("incident", json!({ "incident": incident }))["sign_line"]["tell_also"].clone();
    assert_eq!(sign, json!([]), "一般: the director need not be told at once");
}

// practice 2.18.
#[tokio::test]
async fn more_time_is_noted_and_a_prescribed_limit_stays_and_a_duty_is_ticked_with_its_time() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = officer::takes_a_call(&room);
    officer::phones_the_city(&room, &incident);
    let grant = |until: &str| {
        let grant = json!({ "incident": incident, "rule": "N1", "by": "市应急管理局指挥中心", "until": until });
        room.call("extension_grant", grant)
    };
    assert_eq!(grant("").unwrap_err()["fields"][0]["field"], "until");
    let noted = grant("1930").unwrap();
    let n1 = noted["composed"]["deadlines"].as_array().unwrap().iter().find(|one| one["rule"] == "N1").unwrap().clone();
    assert_eq!(n1["due_at"], "2026-05-12T10:39:00Z", "规定 stays where it is");
    assert!(n1["why"].as_str().unwrap().contains("同意延至19:30；规定时限不变"), "{}", n1["why"]);

    room.does("draft_save", json!({ "incident": incident, "draft": { "kind": "flood", "occurred": "1800" } }));
    let tick = |rule: &str| {
        room.call("duty_tick", json!({ "incident": incident, "rule": rule, "time": "1809", "note": "灾情系统" }))
    };
    assert_eq!(tick("N1").unwrap_err()["code"], "not_found", "what has a record of its own is not ticked");
    let ticked = tick("D1").unwrap();
    assert_eq!(state(&ticked, "D1"), "met");
}

#[tokio::test]
async fn all_of_it_goes_up_or_stays_as_it_should_and_folds_the_same_after_a_restart() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = officer::takes_a_call(&room);
    officer::phones_the_city(&room, &incident);
    let check =
        json!({ "incident": incident, "recipient": "county_government", "accord": "not_reached", "differs": "" });
    room.does("accord_check", check);
    let report = officer::reports(&room, &incident);
    relays(&room, &incident, &report);
    let change = json!({ "incident": incident, "time": "", "what": "other", "source": "河东镇", "words": "现场已清理", "count": null });
    room.does("change_note", change);
    let end = json!({ "incident": incident, "outcome": "reported", "verified_by": "", "note": "", "agreed_by": "" });
    let before = room.does("incident_end", end)["incident"].clone();
    room.sync().await;
    room.holds_what_the_upstream_holds();
    let room = room.reopen();
    let after = room.does("incident", json!({ "incident": incident }))["incident"].clone();
    assert_eq!(
        (&after["ended"], &after["changes"], &after["accords"]),
        (&before["ended"], &before["changes"], &before["accords"])
    );
    assert!(room.desk.check_views().unwrap().is_empty(), "rebuild equals live");
}
