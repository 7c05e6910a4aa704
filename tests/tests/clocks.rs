//! The clocks, judged as an inquiry would judge them: 18:09 in, 18:14 out, in the system of record at 18:42.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says why"
)]

mod officer;

use serde_json::{Value, json};
use tests::impostor::Lie;
use tests::room::{Room, may_12};

/// F2 at 18:09, `1`, and the city phoned at 18:14.
async fn received_and_phoned() -> (Room, Value) {
    let room = Room::open(may_12(18, 9)).await;
    let call = room.does("call_open", json!(null));
    let id = call["id"].clone();
    room.does("call_end", json!({ "call": id, "outcome": "incident", "note": "", "into": null }));
    room.clock.turn_to(may_12(18, 14));
    let told = json!({
        "incident": id, "recipient": "city_bureau", "name": "", "purpose": "report", "reached": "answered",
        "time": "", "taken_by": "值班员", "words": "", "recording": ""
    });
    room.does("call_out", told);
    (room, id)
}

fn deadline<'a>(view: &'a Value, rule: &str) -> &'a Value {
    let deadlines = view["composed"]["deadlines"].as_array().unwrap();
    deadlines.iter().find(|one| one["rule"] == rule).unwrap_or_else(|| panic!("{rule} is among {deadlines:#?}"))
}

fn draft() -> Value {
    json!({
        "kind": "fire", "occurred": "1805", "town": "河东镇", "place": "某小区3幢", "source": "群众",
        "counts": [{ "source": "县消防救援大队", "as_of": "1828", "deaths": "1", "injured": "11",
                     "seriously_injured": "-", "missing": "-", "trapped": "-", "adopted": true }]
    })
}

fn submit(room: &Room, incident: &Value) -> Value {
    let letter = room.does("draft_save", json!({ "incident": incident, "draft": draft() }));
    room.does("submit", json!({ "incident": incident, "title": letter["title"], "body": letter["body"] }))
}

fn assert_internal_past_but_lawful(view: &Value) {
    let (internal, prescribed) = (deadline(view, "N0"), deadline(view, "N1"));
    assert_eq!(internal["due_at"], "2026-05-12T10:39:00Z", "内控: 30 minutes from the first call known to the room");
    assert_eq!(internal["state"], "met_past_internal", "18:42 is past the bureau's own limit");
    assert_eq!(prescribed["due_at"], "2026-05-12T10:44:00Z", "规定: 30 minutes from our report by phone");
    assert_eq!(prescribed["state"], "met", "18:42 is lawful and never recorded as late");
    for one in view["composed"]["deadlines"].as_array().unwrap() {
        assert!(one["state"] != "overdue" && one["state"] != "met_late", "nothing may say 超时: {one}");
    }
}

#[tokio::test]
async fn in_the_national_system_at_18_42_is_past_internal_and_not_late() {
    let (room, id) = received_and_phoned().await;
    room.clock.turn_to(may_12(18, 40));
    let sent = submit(&room, &id);
    assert_eq!(sent["state"], "saved_here", "a save stops nothing");
    room.sync().await;
    room.clock.turn_to(may_12(18, 42));
    let received = room.does("incident", json!({ "incident": id }));
    assert_eq!(received["state"], "received");
    assert_eq!(deadline(&received, "N1")["state"], "running", "our receipt does not stop the national clock");
    let report = received["incident"]["reports"][0]["id"].clone();
    let relay = json!({ "incident": id, "report": report, "time": "1842", "number": "GJ-001" });
    let view = room.does("relay", relay);
    assert_eq!(view["state"], "on_record");
    assert_internal_past_but_lawful(&view);
}

#[tokio::test]
async fn where_the_national_system_shows_no_number_a_line_stops_the_clock_and_the_record_says_that_none_was_shown() {
    let (room, id) = received_and_phoned().await;
    room.clock.turn_to(may_12(18, 40));
    let report = submit(&room, &id)["incident"]["reports"][0]["id"].clone();
    let relays = |number: &str, instead: &str| {
        room.call(
            "relay",
            json!({ "incident": id, "report": report, "time": "1842", "number": number, "instead": instead }),
        )
    };
    room.clock.turn_to(may_12(18, 43));
    assert_eq!(relays("", " ").unwrap_err()["fields"][0]["field"], "number", "a time alone proves nothing");
    let view = relays("", "截图3张，存值班电脑").unwrap();
    assert_eq!(deadline(&view, "N1")["state"], "met", "it stands in the system, with or without a number");
    let steps = view["steps"].to_string();
    assert!(steps.contains("18:42 编号未填（截图3张，存值班电脑）"), "and nobody takes the line for a number: {steps}");
}

#[tokio::test]
async fn with_the_upstream_as_system_of_record_its_receipt_at_18_42_counts() {
    let (room, id) = received_and_phoned().await;
    room.does("choose_system_of_record", json!({ "system_of_record": "upstream" }));
    room.clock.turn_to(may_12(18, 40));
    submit(&room, &id);
    room.clock.turn_to(may_12(18, 42));
    room.sync().await;
    let view = room.does("incident", json!({ "incident": id }));
    assert_eq!(view["state"], "on_record", "{view:#}");
    assert_internal_past_but_lawful(&view);
}

#[tokio::test]
async fn before_any_outgoing_call_the_phone_report_comes_first_and_the_prescribed_clock_has_not_begun() {
    let room = Room::open(may_12(18, 9)).await;
    let call = room.does("call_open", json!(null));
    room.does("call_end", json!({ "call": call["id"], "outcome": "incident", "note": "", "into": null }));
    room.clock.turn_to(may_12(18, 12));
    let desk = room.does("desk", json!(null));
    assert_eq!(desk["clocks"][0]["deadline"]["rule"], "T1", "the phone report is due at once: {desk:#}");
    let view = room.does("incident", json!({ "incident": call["id"] }));
    assert_eq!(deadline(&view, "N1")["state"], "not_started");
    assert!(deadline(&view, "N1")["why"].as_str().unwrap().contains("请先电话报告"));
}

/// Word and figure of the desk's first row and of the top bar, which show the same: the 内控 speaks until the 规定 beside
/// it has passed.
fn said_first(room: &Room) -> (String, String, String) {
    let row = room.does("desk", json!(null))["clocks"][0].clone();
    let past = |one: &Value| one["state"] == "overdue";
    let lead = if past(&row["prescribed"]) { &row["prescribed"] } else { &row["deadline"] };
    let rule = |one: &Value| one["rule"].as_str().unwrap_or_default().to_owned();
    (rule(lead), lead["state"].as_str().unwrap().to_owned(), rule(&row["also"]))
}

#[tokio::test]
async fn in_henan_a_sensitive_matter_due_at_once_never_hides_that_the_first_report_is_near_or_overdue() {
    let room = Room::open_in_henan(may_12(18, 9)).await;
    let id = officer::takes_a_call(&room);
    room.clock.turn_to(may_12(18, 14));
    officer::phones_the_city(&room, &id);
    officer::types(&room, &id, |draft| draft["sensitive"] = json!(["opinion"]));
    let says = |hour, minute| {
        room.clock.turn_to(may_12(hour, minute));
        said_first(&room)
    };
    let three = |rule: &str, state: &str, also: &str| (rule.to_owned(), state.to_owned(), also.to_owned());
    assert_eq!(
        says(18, 20),
        three("H6-social", "promptly", "N0"),
        "the report's own limit stands beside what is due at once"
    );
    assert_eq!(says(18, 29), three("N0", "running", "H6-social"), "ten minutes before it the limit speaks");
    assert_eq!(says(18, 42), three("N0", "past_internal", "H6-social"), "已过内控 is said, not a grey 及时");
    assert_eq!(says(18, 45), three("N1", "overdue", "H6-social"), "超时 is what the first row and the top figure say");
    let view = room.does("incident", json!({ "incident": id }));
    assert_eq!(view["composed"]["deadlines"][0]["rule"], "N0", "and 时限 lists them in the same order");
}

#[tokio::test]
async fn of_two_incidents_the_one_whose_limit_is_near_stands_before_the_one_that_is_due_at_once() {
    let room = Room::open(may_12(18, 9)).await;
    let near = officer::takes_a_call(&room);
    room.clock.turn_to(may_12(18, 14));
    officer::phones_the_city(&room, &near);
    room.clock.turn_to(may_12(18, 27));
    let promptly = officer::takes_a_call(&room);
    let order = || -> Vec<Value> {
        let desk = room.does("desk", json!(null));
        desk["clocks"].as_array().unwrap().iter().map(|row| row["incident"].clone()).collect()
    };
    assert_eq!(order(), [promptly.clone(), near.clone()], "a phone report is due at once");
    room.clock.turn_to(may_12(18, 30));
    assert_eq!(order(), [near, promptly], "nine minutes are left of the other's limit");
}

#[tokio::test]
async fn a_wrong_number_leaves_one_log_line_and_no_clock() {
    let room = Room::open(may_12(18, 9)).await;
    let call = room.does("call_open", json!(null));
    room.does("call_end", json!({ "call": call["id"], "outcome": "other", "note": "打错", "into": null }));
    room.clock.turn_to(may_12(19, 9));
    let desk = room.does("desk", json!(null));
    assert_eq!(desk["clocks"], json!([]));
    assert_eq!(desk["incidents"], json!([]));
    assert_eq!(room.does("calls", json!(null)).as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_call_time_corrected_later_moves_no_deadline_and_both_times_are_kept() {
    let (room, id) = received_and_phoned().await;
    let corrected = json!({ "call": id, "time": "1812", "reason": "记错" });
    room.does("call_correct", corrected);
    let view = room.does("incident", json!({ "incident": id }));
    assert_eq!(deadline(&view, "N0")["due_at"], "2026-05-12T10:39:00Z");
    assert_eq!(view["incident"]["first_received"], "2026-05-12T10:12:00Z", "the letter prints the corrected time");
    assert_eq!(view["incident"]["call"]["corrections"][0]["from"], "2026-05-12T10:09:00Z");
}

#[tokio::test]
async fn somebody_setting_the_wall_clock_moves_no_deadline_and_is_shown() {
    let (room, id) = received_and_phoned().await;
    let before = room.does("incident", json!({ "incident": id }))["composed"]["deadlines"].clone();
    room.clock.somebody_sets_the_wall_clock(chrono::Duration::hours(-3));
    let after = room.does("incident", json!({ "incident": id }))["composed"]["deadlines"].clone();
    assert_eq!(before, after);
    let banner = room.does("desk", json!(null))["clock"]["banner"].clone();
    assert!(banner.as_str().is_some_and(|text| text.contains("慢180分")), "{banner}");
}

#[tokio::test]
async fn fifty_minutes_run_only_where_the_grade_may_be_major_and_beside_the_county_slice() {
    let (room, id) = received_and_phoned().await;
    let mut ten_trapped = draft();
    ten_trapped["counts"][0]["trapped"] = json!("10");
    let letter = room.does("draft_save", json!({ "incident": id, "draft": ten_trapped }));
    let view = json!({ "composed": letter });
    assert_eq!(deadline(&view, "N2")["due_at"], "2026-05-12T10:55:00Z", "50 minutes from 18:05");
    assert_eq!(deadline(&view, "N2-county")["due_at"], "2026-05-12T10:25:00Z", "the county's slice");
    let letter = room.does("draft_save", json!({ "incident": id, "draft": draft() }));
    let rules: Vec<&Value> = letter["deadlines"].as_array().unwrap().iter().map(|one| &one["rule"]).collect();
    assert!(!rules.contains(&&json!("N2")), "unknown alone never raises: {rules:?}");
}

#[tokio::test]
async fn a_lid_shut_while_the_upstream_told_the_time_moves_no_deadline() {
    let (mut room, impostor) = Room::open_behind_an_impostor(may_12(18, 9)).await;
    room.sync().await;
    let shown = |room: &Room| room.does("desk", json!(null))["clock"]["now"].clone();
    let passes = room.clock.clone();
    // The answer is the honest one; twenty minutes pass before it is read.
    impostor.lies("GET /v1/time", Lie::alters(move |_| passes.turn_to(may_12(18, 29))));
    room.sync().await;
    assert_eq!(impostor.is_honest(), 1, "the time was asked for and told");
    assert_eq!(shown(&room), json!("2026-05-12T10:29:00Z"), "not 18:19, ten minutes behind the world");
    room = room.reopen();
    assert_eq!(shown(&room), json!("2026-05-12T10:29:00Z"), "nor after the program is started again");
}
