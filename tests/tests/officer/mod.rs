//! An officer at a desk of the sample county: the few things that the tests of sync need done.

#![allow(dead_code, reason = "each test does some of it")]

use serde_json::{Value, json};
use tests::room::Room;
use workstation::{Command, Workstation, dispatch};

/// F2 and `1`: a call that became an incident.
pub(crate) fn takes_a_call(room: &Room) -> Value {
    let call = room.does("call_open", Value::Null)["id"].clone();
    room.does("call_end", json!({ "call": call, "outcome": "incident", "note": "", "into": null }));
    call
}

/// F2 and a line in the log: two entries and no clock.
pub(crate) fn takes_a_wrong_number(room: &Room) {
    let call = room.does("call_open", Value::Null)["id"].clone();
    room.does("call_end", json!({ "call": call, "outcome": "other", "note": "打错", "into": null }));
}

/// F3: the city is told by phone.
pub(crate) fn phones_the_city(room: &Room, incident: &Value) {
    let told = json!({
        "incident": incident, "recipient": "city_bureau", "name": "", "purpose": "report", "reached": "answered",
        "time": "", "taken_by": "值班员", "words": "", "recording": ""
    });
    room.does("call_out", told);
}

/// The form and Ctrl+Enter; the report's id.
pub(crate) fn reports(room: &Room, incident: &Value) -> String {
    let draft = json!({ "kind": "fire", "occurred": "-", "town": "河东镇", "place": "某小区3幢", "source": "群众",
        "counts": [{ "source": "县消防救援大队", "as_of": "", "deaths": "-", "injured": "2", "seriously_injured": "-",
                     "missing": "-", "trapped": "-", "adopted": true }] });
    let letter = room.does("draft_save", json!({ "incident": incident, "draft": draft }));
    let sent = room.does("submit", json!({ "incident": incident, "title": letter["title"], "body": letter["body"] }));
    assert_eq!(sent["state"], "saved_here", "已保存本机 before anything was sent");
    sent["incident"]["reports"][0]["id"].as_str().expect("a report's id").to_owned()
}

/// The incident's page as it stands.
pub(crate) fn view(room: &Room, incident: &Value) -> Value {
    room.does("incident", json!({ "incident": incident }))
}

/// Types something into the report that is being written.
pub(crate) fn types(room: &Room, incident: &Value, change: impl FnOnce(&mut Value)) -> Value {
    let mut draft = view(room, incident)["draft"].clone();
    change(&mut draft);
    room.does("draft_save", json!({ "incident": incident, "draft": draft }))
}

/// Sends what stands on screen.
pub(crate) fn submit(room: &Room, incident: &Value) -> Value {
    let composed = view(room, incident)["composed"].clone();
    room.does("submit", json!({ "incident": incident, "title": composed["title"], "body": composed["body"] }))
}

/// Does a command at any desk.
pub(crate) fn does(desk: &Workstation, name: &str, arguments: Value) -> Value {
    dispatch(desk, &Command::of(name), arguments).expect("it is done")
}

/// A file is added to 普通信息.
pub(crate) fn attaches(desk: &Workstation, id: &Value, name: &str, bytes: &[u8]) {
    let ticket =
        does(desk, "attachment_add", json!({ "information": id }))["ticket"].as_str().expect("a ticket").to_owned();
    let coming = workstation::expect_file(desk, &desk.tick(), &ticket).expect("the ticket is good").called(name);
    std::fs::write(coming.path(), bytes).expect("a file");
    workstation::take_in(desk, coming).expect("it is kept");
}

/// 普通信息 with these files.
pub(crate) fn informs(desk: &Workstation, title: &str, files: &[Vec<u8>]) -> Value {
    let id = does(desk, "information_begin", json!({ "like": null }))["id"].clone();
    let body = "会议于上午召开，照片附后。";
    does(desk, "information_save", json!({ "information": id, "title": title, "body": body }));
    for (nth, file) in files.iter().enumerate() {
        attaches(desk, &id, &format!("照片{nth}.jpg"), file);
    }
    let view = shown(desk, &id);
    let sent = json!({ "information": id, "title": view["title"], "body": view["body"], "reason": "" });
    does(desk, "information_send", sent);
    id
}

/// 普通信息 as it stands.
pub(crate) fn shown(desk: &Workstation, id: &Value) -> Value {
    does(desk, "information", json!({ "information": id }))
}
