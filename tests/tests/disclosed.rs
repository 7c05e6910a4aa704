//! 调阅 (practice §8 test 9) and 查阅与导出, in a room with a real county desk, a real city desk and a real upstream.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]
#![allow(dead_code, reason = "the officer is shared with the other stories")]

mod officer;

use std::collections::BTreeSet;

use chrono::Duration;
use domain::entry::{Audience, Kind};
use officer::{phones_the_city, reports, takes_a_call};
use serde_json::{Value, json};
use tests::held;
use tests::room::{Room, may_12};
use tests::second_desk::{CITY, PROVINCE, SecondDesk};

/// A county's evening: call, call out, sign-off, 口径, report.
fn an_evening(room: &Room) -> Value {
    let incident = takes_a_call(room);
    phones_the_city(room, &incident);
    reports(room, &incident);
    room.does(
        "sign_off",
        json!({ "incident": incident, "post": "带班领导", "signer": "带班领导", "way": "by_phone", "time": "" }),
    );
    room.does(
        "officer_list",
        json!({ "officer": null, "name": "值班员甲", "post": "值班员", "phone": "0000-1111", "left": false }),
    );
    incident
}

fn request(incident: &Value, unit: &str) -> Value {
    json!({ "incident": incident, "unit": unit, "asked_by": "市局值班员", "consented_by": "带班领导",
        "post": "带班领导", "time": "", "reason": "核查接报经过" })
}

fn of_the_unit_only(desk: &SecondDesk) -> BTreeSet<String> {
    let held = held::at_desk(&desk.folder);
    held.into_iter().filter(|(_, one)| one.read().audience == Audience::Unit).map(|(id, _)| id).collect()
}

/// What the record of the incident shows at a desk.
fn told_of(desk: &SecondDesk, incident: &Value) -> Vec<String> {
    let shown = desk.does("timeline", json!({ "incident": incident }));
    let milestones = shown["timeline"]["milestones"].as_array().unwrap().clone();
    milestones.iter().map(|one| one["words"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn without_a_recorded_consent_the_city_reads_no_call_sign_off_or_officer_and_with_it_exactly_those_named() {
    let room = Room::open(may_12(18, 9)).await;
    let city = SecondDesk::enrolled(&room, CITY, "city").await;
    let province = SecondDesk::enrolled(&room, PROVINCE, "province").await;
    let incident = an_evening(&room);
    let other = takes_a_call(&room);
    room.sync().await;
    city.sync().await;
    assert_eq!(city.readable("report"), 1, "the report goes up");
    assert_eq!(of_the_unit_only(&city), BTreeSet::new(), "and nothing that stays within the unit");
    assert!(!told_of(&city, &incident).contains(&"来电".to_owned()), "of the call it reads nothing");

    let offered = room.does("disclosure", json!({ "incident": incident }));
    assert_eq!(offered["superiors"][0]["code"], CITY, "the nearest superior first");
    let own = room.held_here().into_iter().map(|(id, one)| (id, one.read()));
    let named: BTreeSet<String> = own
        .filter(|(_, header)| json!(header.subject) == incident && header.audience == Audience::Unit)
        .map(|(id, _)| id)
        .collect();
    let given = room.does("disclose", request(&incident, CITY));
    assert_eq!((&given["given"][0]["entries"], &given["given"][0]["received"]), (&json!(named.len()), &json!(false)));
    room.sync().await;
    for desk in [&city, &province] {
        desk.sync().await;
    }
    assert_eq!(of_the_unit_only(&city), named, "exactly what was named: of this incident, and no officer");
    assert!(told_of(&city, &incident).contains(&"来电".to_owned()), "with the consent it reads when the phone rang");
    assert_eq!(city.levels(&incident)["ours"], Value::Null, "and it is the county's incident still");
    assert_eq!(of_the_unit_only(&province), BTreeSet::new(), "the province did not ask");
    assert_eq!(room.does("disclosure", json!({ "incident": incident }))["given"][0]["received"], true);

    // What comes afterwards stays within the unit again, and so does every other matter.
    phones_the_city(&room, &incident);
    phones_the_city(&room, &other);
    room.sync().await;
    city.sync().await;
    assert_eq!(of_the_unit_only(&city), named, "a consent is for what there was");
    assert_eq!(workstation::verify(&city.desk).unwrap().faults, Vec::<String>::new(), "the city proves each");
    room.holds_what_the_upstream_holds();
}

#[tokio::test]
async fn nothing_is_shown_without_a_leaders_name_a_reason_or_to_anybody_but_a_superior() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = an_evening(&room);
    let unsent = room.call("disclose", request(&incident, CITY)).unwrap_err();
    assert!(unsent["message"].as_str().unwrap().contains("还没有送到上级节点"), "{unsent}");
    room.sync().await;
    for field in ["asked_by", "consented_by", "post", "reason"] {
        let mut without = request(&incident, CITY);
        without[field] = json!(" ");
        let refused = room.call("disclose", without).unwrap_err();
        assert_eq!(refused["fields"][0]["field"], field, "it is said where something is missing");
    }
    let sideways = room.call("disclose", request(&incident, "990122")).unwrap_err();
    assert_eq!(sideways["fields"][0]["field"], "unit", "a neighbour is no superior");
    let kinds: Vec<Kind> = room.held_here().values().map(|one| one.read().kind).collect();
    assert!(!kinds.contains(&Kind::Disclosed), "what was refused left nothing behind");
}

#[tokio::test]
async fn who_looked_at_the_numbers_is_recorded_once_an_hour_and_a_list_of_names_is_no_such_look() {
    let room = Room::open(may_12(18, 9)).await;
    room.does("officers", Value::Null);
    assert_eq!(room.does("settings", Value::Null)["accesses"], json!([]), "no numbers, nothing to look at");
    an_evening(&room);
    let names = room.does("officer_names", Value::Null);
    assert_eq!((&names[0]["name"], &names[0]["phone"]), (&json!("值班员甲"), &json!("")));
    let listed = |room: &Room| room.does("settings", Value::Null)["accesses"].as_array().unwrap().clone();
    let first = listed(&room).len();
    assert_eq!(first, 1, "the list stood on screen once the number was entered");
    room.clock.turn_to(may_12(18, 9) + Duration::minutes(59));
    room.does("officers", Value::Null);
    assert_eq!(listed(&room).len(), first, "within the hour it is one look");
    room.clock.turn_to(may_12(19, 10));
    room.does("officers", Value::Null);
    let rows = listed(&room);
    assert_eq!(rows.len(), first + 1);
    assert_eq!((&rows[0]["who"], &rows[0]["what"]), (&json!("值班岗位"), &json!("人员名单与电话")));
    assert!(!rows[0].to_string().contains("0000-1111"), "the record of a look holds no number");
}
