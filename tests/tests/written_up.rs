//! 补记: what was written on paper first becomes entries, marked as written up and never as suspicious.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, and says why")]

use serde_json::{Value, json};
use tests::room::{Room, may_12};

fn row(time: &str, way: &str, name: &str, recipient: Option<&str>) -> Value {
    json!({ "time": time, "way": way, "recipient": recipient, "name": name, "number": "", "purpose": "report",
        "reached": "answered", "taken_by": "", "words": "一楼起火", "recording": "REC-7" })
}

#[tokio::test]
async fn an_evening_on_paper_becomes_an_incident_with_its_own_times() {
    let room = Room::open(may_12(18, 40)).await;
    let rows = json!([
        row("1814", "out", "", Some("city_bureau")),
        row("1809", "in", "群众", None),
        row("1822", "in", "县急救中心", None),
    ]);
    let written = room.does("write_up", json!({ "incident": null, "rows": rows }));
    assert_eq!(written["written"], 3);
    let incident = json!({ "incident": written["incident"] });
    let view = room.does("incident", incident);
    let folded = &view["incident"];
    assert_eq!(folded["first_received"], "2026-05-12T10:09:00Z", "the earliest call is the incident's");
    assert_eq!(folded["first_reported"], "2026-05-12T10:14:00Z", "the phone report counts from when it was made");
    assert_eq!(folded["sources"][0]["caller"], "县急救中心", "the later caller is a source, not another incident");
    for happened in [&folded["call"], &folded["calls_out"][0], &folded["sources"][0]] {
        assert_eq!(happened["entered_at"], "2026-05-12T10:40:00Z", "补记 shows when it was written: {happened}");
        assert_eq!(happened["recording"], "REC-7", "the recorder's number proves it: {happened}");
    }
    let due = view["composed"]["deadlines"].as_array().unwrap().iter().find(|one| one["rule"] == "N0").unwrap();
    assert_eq!(due["due_at"], "2026-05-12T10:39:00Z", "clocks run from the pick-up, not from the writing");
    assert_eq!(room.does("desk", Value::Null)["open_calls"], json!([]), "nothing is left to be ended");
}

#[tokio::test]
async fn one_unreadable_line_is_said_at_its_cell_and_nothing_is_half_written() {
    let room = Room::open(may_12(18, 40)).await;
    let rows = json!([
        row("1809", "in", "群众", None),
        row("", "in", "群众", None),
        row("9999", "in", "群众", None),
        row("1820", "out", "", None),
    ]);
    let error = room.call("write_up", json!({ "incident": null, "rows": rows })).unwrap_err();
    let fields: Vec<&str> =
        error["fields"].as_array().unwrap().iter().map(|at| at["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["rows.1.time", "rows.2.time", "rows.3.name"], "{error}");
    let desk = room.does("desk", Value::Null);
    assert_eq!((&desk["incidents"], &room.does("calls", Value::Null)), (&json!([]), &json!([])), "nothing was written");
    let only_out = json!([row("1814", "out", "", Some("city_bureau"))]);
    let error = room.call("write_up", json!({ "incident": null, "rows": only_out })).unwrap_err();
    assert!(error["message"].as_str().unwrap().contains("接到的电话"), "a call out alone has no incident: {error}");
}

#[tokio::test]
async fn what_is_written_up_for_a_running_incident_restarts_no_clock() {
    let room = Room::open(may_12(18, 9)).await;
    let call = room.does("call_open", Value::Null)["id"].clone();
    room.does("call_end", json!({ "call": call, "outcome": "incident", "note": "", "into": null }));
    room.clock.turn_to(may_12(18, 30));
    let rows = json!([row("1812", "in", "邻居", None), row("1813", "out", "", Some("city_bureau"))]);
    let written = room.does("write_up", json!({ "incident": call, "rows": rows }));
    assert_eq!(written["incident"], call);
    let folded = room.does("incident", json!({ "incident": call }))["incident"].clone();
    assert_eq!(folded["first_received"], "2026-05-12T10:09:00Z", "a later caller moves nothing");
    assert_eq!(folded["aware_at"], "2026-05-12T10:09:00Z");
    assert_eq!(folded["first_reported"], "2026-05-12T10:13:00Z");
}
