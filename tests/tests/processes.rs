//! 灾害过程 in a room with a real desk and a real upstream: what happens within it is reported on its own, belongs to it,
//! and is counted once (practice 2.15).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]
#![allow(dead_code, reason = "the officer is shared with the other stories")]

mod officer;

use officer::{submit, types, view};
use serde_json::{Value, json};
use tests::room::{Room, may_12};

fn join(room: &Room, incident: &Value, process: &Value) -> Result<Value, Value> {
    room.call("process_join", json!({ "incident": incident, "process": process }))
}

/// Something of this kind in this township, with so many dead.
fn drafted(room: &Room, kind: &str, town: &str, dead: &str) -> Value {
    let incident = officer::takes_a_call(room);
    let draft = json!({ "kind": kind, "occurred": "1705左右", "town": town, "place": "红石村", "source": "属地乡镇",
        "counts": [{ "source": "现场指挥部", "as_of": "", "deaths": dead, "injured": "0", "adopted": true }] });
    room.does("draft_save", json!({ "incident": incident, "draft": draft }));
    incident
}

#[tokio::test]
async fn an_incident_within_a_flood_is_reported_on_its_own_and_its_dead_are_counted_once() {
    let room = Room::open(may_12(18, 9)).await;
    let flood = drafted(&room, "flood", "河口镇、红石镇", "3");
    let house = drafted(&room, "collapse", "红石镇", "1");
    let offered = view(&room, &house)["processes"].clone();
    assert_eq!(offered[0]["incident"], flood, "what goes on over many townships is offered");
    assert_eq!(view(&room, &flood)["processes"], json!([]), "a flood is not put into a collapsed house");
    join(&room, &house, &flood).unwrap();
    let number = submit(&room, &house)["number"].as_str().unwrap().to_owned();
    let composed = view(&room, &flood)["composed"].clone();
    assert_eq!(composed["sub_incidents"][0]["number"], json!(number));
    let letter = composed["body"].as_str().unwrap();
    let said = format!("过程中已单独报送险情1起：红石镇红石村坍塌事故（{number}），人员伤亡已计入以上数字。");
    assert!(letter.contains(&said), "{said}\n{letter}");
    assert_eq!(
        composed["filled"],
        json!([{ "town": "红石镇", "numbers": { "deaths": "1" } }]),
        "the table takes over what was reported of its townships"
    );
    let filled = types(&room, &flood, |draft| draft["townships"] = composed["filled"].clone());
    assert_eq!(filled["filled"], Value::Null);
    let few = types(&room, &flood, |draft| draft["counts"][0]["deaths"] = json!("0"));
    assert!(few["errors"].to_string().contains("归入的险情死亡合计1人，多于总数0人"), "{}", few["errors"]);
    types(&room, &flood, |draft| draft["counts"][0]["deaths"] = json!("3"));
    let sent = submit(&room, &flood);
    let report = &sent["incident"]["reports"][0];
    assert_eq!(report["facts"]["sub_incidents"][0]["incident"], house, "the report carries what it speaks of");
    let tally = room.does("tally", Value::Null);
    let wanted = json!({ "incidents": 2, "within_processes": 1, "deaths": 3, "missing": 0, "injured": 0, "drills": 0, "not_true": 0 });
    assert_eq!((&tally["year"], &tally["tally"]), (&json!(2026), &wanted), "three dead, not four");
    room.sync().await;
    room.holds_what_the_upstream_holds();
    assert_eq!(room.desk.check_views().unwrap(), Vec::<uuid::Uuid>::new(), "a rebuild would show the same");
}

#[tokio::test]
async fn what_was_put_there_by_mistake_is_taken_out_and_nothing_is_put_where_it_cannot_belong() {
    let room = Room::open(may_12(18, 9)).await;
    let flood = drafted(&room, "flood", "河口镇", "0");
    let house = drafted(&room, "collapse", "红石镇", "1");
    let fire = drafted(&room, "fire", "河东镇", "0");
    let refused = |incident: &Value, process: &Value| join(&room, incident, process).unwrap_err()["code"].clone();
    assert_eq!(refused(&house, &fire), "not_now", "a fire is no process");
    assert_eq!(refused(&flood, &flood), "not_now", "nor is anything its own");
    join(&room, &house, &flood).unwrap();
    let second = drafted(&room, "flood", "河西镇", "0");
    assert_eq!(refused(&flood, &second), "not_now", "what holds others goes into nothing");
    room.clock.turn_to(may_12(18, 20));
    let out = join(&room, &house, &Value::Null).unwrap();
    assert_eq!((&out["process"], &out["incident"]["process"]), (&Value::Null, &Value::Null));
    assert_eq!(view(&room, &flood)["composed"]["sub_incidents"], json!([]));
    let entries = room.held_here().len();
    join(&room, &house, &Value::Null).unwrap();
    assert_eq!(room.held_here().len(), entries, "what is so already is not written again");
    room.does("incident_end", json!({ "incident": flood, "outcome": "below_threshold", "verified_by": "", "note": "雨停", "agreed_by": "甲某" }));
    assert_eq!(refused(&house, &flood), "not_now", "what has ended takes nothing in");
}

#[tokio::test]
async fn a_false_alarm_within_a_flood_belongs_to_it_no_longer() {
    let room = Room::open(may_12(18, 9)).await;
    let flood = drafted(&room, "flood", "河口镇", "0");
    let house = drafted(&room, "collapse", "红石镇", "1");
    join(&room, &house, &flood).unwrap();
    submit(&room, &house);
    assert_eq!(view(&room, &flood)["composed"]["sub_incidents"].as_array().unwrap().len(), 1);
    let end = json!({ "incident": house, "outcome": "not_true", "verified_by": "县消防救援大队", "note": "", "agreed_by": "" });
    room.does("incident_end", end);
    assert_eq!(view(&room, &flood)["composed"]["sub_incidents"], json!([]));
    let tally = room.does("tally", Value::Null)["tally"].clone();
    assert_eq!((&tally["incidents"], &tally["not_true"], &tally["deaths"]), (&json!(0), &json!(1), &json!(0)));
}
