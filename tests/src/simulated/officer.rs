//! What an officer does at a desk, with little text. What the desk refuses in words is part of the story; what fails
//! is not.

use serde_json::{Value, json};

use super::desk::Desk;
use super::weather::index;
use crate::dice::Dice;

/// Works a little; what was done, for the trace.
pub(crate) fn works(desk: &mut Desk, dice: &mut Dice) -> String {
    let Some(incident) = some_incident(desk, dice) else { return reports_first(desk, dice) };
    match dice.below(14) {
        0..4 => reports_first(desk, dice),
        4 => wrong_number(desk),
        5..8 => reports_later(desk, &incident, dice),
        8 => enters_in_national_system(desk, &incident),
        9 => signs_off(desk, &incident),
        10 => informs(desk, dice),
        11 => notes_a_change(desk, &incident),
        12 => ends(desk, &incident),
        _ => looks_at_the_alarms(desk),
    }
}

fn some_incident(desk: &Desk, dice: &mut Dice) -> Option<Value> {
    if desk.incidents.is_empty() { None } else { Some(desk.incidents[index(dice, desk.incidents.len())].clone()) }
}

/// The desk does it or says in words why not now.
fn asks(desk: &Desk, what: &str, name: &str, arguments: Value) -> String {
    match desk.tries(name, arguments) {
        Ok(_) => what.to_owned(),
        Err(error) => refused(desk, what, &error),
    }
}

fn refused(desk: &Desk, what: &str, error: &Value) -> String {
    let code = error["code"].as_str().unwrap_or_default();
    assert!(matches!(code, "not_now" | "invalid" | "stale"), "{}: {what}: {error}", desk.name);
    format!("{what}: {code}")
}

/// F2, F3, the form, Ctrl+Enter.
fn reports_first(desk: &mut Desk, dice: &mut Dice) -> String {
    let call = desk.does("call_open", Value::Null)["id"].clone();
    desk.does("call_end", json!({ "call": call, "outcome": "incident", "note": "", "into": null }));
    desk.incidents.push(call.clone());
    if dice.below(2) == 0 {
        desk.does(
            "call_out",
            json!({ "incident": call, "recipient": null, "name": "某单位", "purpose": "report",
            "reached": "answered", "time": "", "taken_by": "值班员", "words": "", "recording": "" }),
        );
    }
    let draft = json!({ "kind": "fire", "occurred": "-", "town": "河东镇", "place": format!("某小区{}幢", dice.below(90)),
        "source": "群众", "counts": [{ "source": "消防救援大队", "as_of": "", "deaths": "-", "injured": "2", "adopted": true }] });
    submits(desk, &call, draft, "a first report")
}

fn submits(desk: &Desk, incident: &Value, draft: Value, what: &str) -> String {
    let letter = desk.does("draft_save", json!({ "incident": incident, "draft": draft }));
    let sent = json!({ "incident": incident, "title": letter["title"], "body": letter["body"] });
    asks(desk, what, "submit", sent)
}

fn wrong_number(desk: &Desk) -> String {
    let call = desk.does("call_open", Value::Null)["id"].clone();
    asks(desk, "a wrong number", "call_end", json!({ "call": call, "outcome": "other", "note": "打错", "into": null }))
}

/// 续报, 终报 or 情况更正.
fn reports_later(desk: &Desk, incident: &Value, dice: &mut Dice) -> String {
    let stage = ["follow_up", "follow_up", "correction", "final"][index(dice, 4)];
    let begin = json!({ "incident": incident, "stage": stage, "withdrawn": false });
    let begun = match desk.tries("report_begin", begin) {
        Ok(begun) => begun,
        Err(error) => return refused(desk, stage, &error),
    };
    let mut draft = begun["draft"].clone();
    draft["measures"] = json!(format!("第{}组处置", dice.below(1000)));
    submits(desk, incident, draft, stage)
}

fn enters_in_national_system(desk: &Desk, incident: &Value) -> String {
    let reports = desk.incident(incident)["incident"]["reports"].clone();
    let Some(report) = reports.as_array().and_then(|reports| reports.last()) else { return "no report yet".to_owned() };
    let relay = json!({ "incident": incident, "report": report["id"], "time": "", "number": "GJ-001" });
    asks(desk, "the national system", "relay", relay)
}

fn signs_off(desk: &Desk, incident: &Value) -> String {
    let signed = json!({ "incident": incident, "post": "带班领导", "signer": "甲某", "way": "by_phone", "time": "" });
    asks(desk, "a sign-off", "sign_off", signed)
}

fn informs(desk: &Desk, dice: &mut Dice) -> String {
    let id = desk.does("information_begin", json!({ "like": null }))["id"].clone();
    let (title, body) = (format!("召开第{}次工作会议", dice.below(90)), "会议于上午召开。");
    desk.does("information_save", json!({ "information": id, "title": title, "body": body }));
    let sent = json!({ "information": id, "title": title, "body": body, "reason": "" });
    asks(desk, "information", "information_send", sent)
}

fn notes_a_change(desk: &Desk, incident: &Value) -> String {
    let change = json!({ "incident": incident, "time": "", "what": "other", "source": "消防", "words": "增援到场", "count": null });
    asks(desk, "a change", "change_note", change)
}

fn ends(desk: &Desk, incident: &Value) -> String {
    let ended = json!({ "incident": incident, "outcome": "reported", "verified_by": "", "note": "", "agreed_by": "" });
    asks(desk, "the end", "incident_end", ended)
}

fn looks_at_the_alarms(desk: &Desk) -> String {
    workstation::alarm::look(desk.workstation());
    "the alarms".to_owned()
}
