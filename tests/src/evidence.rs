//! 留痕文件 in tests: an incident worth exporting, and the second way of checking.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use domain::seal::SigningKey;
use serde_json::{Value, json};
use uuid::Uuid;
use workstation::write_evidence;

use crate::program::Answer;
use crate::room::{Room, may_12};
use crate::tree;

/// A room of an evening: one incident reported, received and relayed, another call between, and something since that
/// nobody has received.
pub async fn evening() -> (Room, Uuid) {
    let room = Room::open(may_12(18, 9)).await;
    let incident = report_a_fire(&room);
    room.sync().await;
    let report = room.does("incident", json!({ "incident": incident }))["incident"]["reports"][0]["id"].clone();
    room.clock.turn_to(may_12(18, 32));
    let other = room.does("call_open", Value::Null)["id"].clone();
    room.does("call_end", json!({ "call": other, "outcome": "other", "note": "问路", "into": null }));
    room.does("relay", json!({ "incident": incident, "report": report, "time": "", "number": "GJ-001" }));
    room.sync().await;
    room.clock.turn_to(may_12(18, 50));
    let sign = json!({ "incident": incident, "post": "带班领导", "signer": "甲", "way": "by_message", "time": "" });
    room.does("sign_off", sign);
    (room, incident)
}

/// A call that becomes an incident, and its first report.
pub fn report_a_fire(room: &Room) -> Uuid {
    let call = room.does("call_open", Value::Null)["id"].clone();
    let said = json!({ "call": call, "caller": "群众", "caller_unit": "", "number": "", "recording": "",
        "words": "“某小区”3幢起火\\有\"浓烟\"" });
    room.does("call_note", said);
    room.does("call_end", json!({ "call": call, "outcome": "incident", "note": "", "into": null }));
    let draft = json!({
        "kind": "fire", "occurred": "-", "town": "河东镇", "place": "某小区\"3幢\"", "source": "群众",
        "counts": [{ "source": "县消防救援大队", "as_of": "", "deaths": "-", "injured": "-", "adopted": true }]
    });
    let letter = room.does("draft_save", json!({ "incident": call, "draft": draft }));
    room.does("submit", json!({ "incident": call, "title": letter["title"], "body": letter["body"] }));
    call.as_str().and_then(|id| id.parse().ok()).expect("a call has an id")
}

/// Exports an incident; the file, and what the desk said of it.
pub fn exported(room: &Room, incident: Uuid) -> (PathBuf, String) {
    let path = room.folder().join(format!("evidence-{}.txt", room.held_here().len()));
    let said = write_evidence(&room.desk, &room.desk.tick(), incident, &path).expect("it can be written");
    (path, said)
}

/// What the script says of a file; it has bash, coreutils, grep, sed and OpenSSL, and nothing of ours.
pub fn by_script(file: &Path) -> Answer {
    let script = tree::root().join("scripts/verify-evidence.sh");
    let ended = Command::new("bash")
        .arg(script)
        .arg(file)
        .env("PATH", "/usr/bin:/bin")
        .stdin(Stdio::null())
        .output()
        .expect("bash runs");
    Answer {
        code: ended.status.code(),
        output: String::from_utf8_lossy(&ended.stdout).into_owned(),
        error: String::from_utf8_lossy(&ended.stderr).into_owned(),
    }
}

/// The desk's own key, as somebody has it who copied the file in which it lies.
pub fn stolen_key(room: &Room) -> SigningKey {
    let kept = std::fs::read(room.folder().join("desk/identity.json")).expect("the key lies beside the file");
    let kept: Value = serde_json::from_slice(&kept).expect("JSON");
    let bytes = domain::digest::hex_bytes(kept["key"].as_str().expect("a key")).expect("hex");
    SigningKey::from_bytes(&bytes.try_into().expect("32 bytes")).expect("a key")
}
