//! One call followed from the phone to the receipt and on, over each database that an upstream may keep its log in.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]

#[path = "../../crates/upstream/tests/upstream/cluster.rs"]
mod cluster;
mod officer;

use chrono::Duration;
use domain::entry::DeviceId;
use domain::wire::MAX_PAGE;
use officer::{informs, phones_the_city, reports, submit, takes_a_call, takes_a_wrong_number, types, view};
use serde_json::{Value, json};
use tests::held;
use tests::link::{Break, Link, Part, Trouble};
use tests::room::{COUNTY, Room, may_12};
use tests::second_desk::{CITY, SecondDesk};
use upstream::DatabaseAt;
use workstation::{Command, dispatch};

const PHOTOGRAPH: &[u8] = b"a photograph of the meeting";

fn asks(desk: &SecondDesk, name: &str, arguments: Value) -> Value {
    dispatch(&desk.desk, &Command::of(name), arguments).expect("it is answered")
}

/// F2, the phone, the form, Ctrl+Enter, while nothing listens at the upstream's address.
async fn is_reported_without_an_upstream(room: &mut Room) -> Value {
    room.upstream_stops().await;
    let incident = takes_a_call(room);
    room.clock.turn_to(may_12(18, 14));
    phones_the_city(room, &incident);
    room.clock.turn_to(may_12(18, 30));
    reports(room, &incident);
    room.sync().await;
    let waiting = room.waiting();
    assert_eq!(waiting.len(), 4, "the call, its end, the call out and the report: {waiting:#?}");
    assert_eq!(view(room, &incident)["state"], "saved_here", "a save is called a save");
    incident
}

async fn gets_its_receipt(room: &mut Room, incident: &Value) {
    room.upstream_returns().await;
    room.does("send_now", Value::Null);
    room.sync().await;
    assert_eq!(room.waiting(), Vec::<Value>::new());
    assert_eq!(view(room, incident)["state"], "received", "上级节点已收, by a verified receipt");
}

async fn is_followed_up(room: &Room, incident: &Value) {
    room.clock.turn_to(may_12(20, 30));
    let begun = json!({ "incident": incident, "stage": "follow_up", "withdrawn": false });
    assert_eq!(room.does("report_begin", begun)["writing"], "follow_up");
    types(room, incident, |draft| draft["counts"][0]["injured"] = json!("3"));
    submit(room, incident);
    room.sync().await;
    let standings = view(room, incident)["standings"].clone();
    let received = standings.as_array().unwrap().iter().filter(|one| one["state"] == "received").count();
    assert_eq!(received, 2, "{standings}");
}

/// The room's other desk has all of it; the city has what was reported to it, and not the call behind it.
async fn is_read_by_those_who_may((colleague, city): (&SecondDesk, &SecondDesk), incident: &Value) {
    for desk in [colleague, city] {
        desk.sync().await;
        assert_eq!(desk.readable("report"), 2, "first report and follow-up");
    }
    let shown = colleague.incident(incident)["incident"].clone();
    assert_eq!(shown["reports"][1]["follows"], shown["reports"][0]["id"]);
    assert_eq!(shown["call"]["received_at"], "2026-05-12T10:09:00Z");
    let come = city.levels(incident);
    assert_eq!((&come["reports"][0]["words"], &come["reports"][1]["words"]), (&json!("首报"), &json!("续报一")));
    assert_eq!(come["ours"], Value::Null, "a county's incident is the county's");
    assert_eq!(city.readable("call_opened") + city.readable("call_out"), 0, "nor did it come all the same");
}

/// 普通信息 goes up with its photograph, which follows the text to the city.
async fn a_photograph_goes_with_the_news(room: &Room, city: &SecondDesk) {
    let news = informs(&room.desk, "样例县召开防汛工作会议", &[PHOTOGRAPH.to_vec()]);
    room.sync().await;
    let below = room.does("information", json!({ "information": news }));
    assert_eq!((&below["state"], &below["attachments"][0]["waits"]), (&json!("received"), &json!(false)));
    city.sync().await;
    let above = asks(city, "information", json!({ "information": news }));
    assert_eq!(above["from"], COUNTY);
    assert_eq!(above["attachments"][0]["trouble"], Value::Null, "the city has its bytes: {above}");
}

/// More than a page waits for the colleague; the upstream restarts after the first, and the rest comes once.
async fn a_page_of_deliveries_goes_on_after_a_restart(room: &mut Room, link: &Link, colleague: &SecondDesk) {
    let known = held::at_desk(&colleague.folder).len();
    for _ in 0..=MAX_PAGE / 2 {
        takes_a_wrong_number(room);
    }
    while !room.waiting().is_empty() {
        room.sync().await;
    }
    // The time, the first page, and in the middle of the second it ends.
    link.befalls(Trouble::Cut { exchange: 2, part: Part::Answer, after: 100, how: Break::Reset });
    colleague.sync().await;
    assert!(link.happened());
    assert_eq!(held::at_desk(&colleague.folder).len(), known + MAX_PAGE, "the first page is kept");
    room.upstream_stops().await;
    room.upstream_returns().await;
    colleague.sync().await;
    assert_eq!(held::at_desk(&colleague.folder), room.held_above(), "all of the county's, once, byte for byte");
}

async fn a_revoked_device_is_told(room: &Room, colleague: &SecondDesk) {
    let identity = std::fs::read(colleague.folder.join("identity.json")).unwrap();
    let identity: Value = serde_json::from_slice(&identity).unwrap();
    let device: DeviceId = serde_json::from_value(identity["device"].clone()).unwrap();
    room.administered().await.revoke(device, room.clock.now()).await.unwrap();
    colleague.sync().await;
    let link = asks(colleague, "desk", Value::Null)["link"].clone();
    assert!(link["trouble"].as_str().is_some_and(|words| words.contains("注册已被吊销")), "{link}");
    assert_eq!(workstation::verify(&colleague.desk).unwrap().faults, Vec::<String>::new(), "what it has stays proven");
    takes_a_wrong_number(room);
    // Over a connection that died with the restart; the next try opens another.
    for _ in 0..2 {
        room.sync().await;
        room.clock.turn_to(room.clock.now() + Duration::seconds(5));
    }
    assert_eq!(room.waiting(), Vec::<Value>::new(), "its colleague's desk goes on");
}

async fn from_the_phone_to_the_receipt_and_on(database: DatabaseAt) {
    let (mut room, link) = Room::open_on_behind_a_link(may_12(18, 9), database).await;
    let colleague = SecondDesk::enrolled(&room, COUNTY, "colleague").await;
    let city = SecondDesk::enrolled(&room, CITY, "city").await;
    let incident = is_reported_without_an_upstream(&mut room).await;
    gets_its_receipt(&mut room, &incident).await;
    is_followed_up(&room, &incident).await;
    is_read_by_those_who_may((&colleague, &city), &incident).await;
    a_photograph_goes_with_the_news(&room, &city).await;
    a_page_of_deliveries_goes_on_after_a_restart(&mut room, &link, &colleague).await;
    a_revoked_device_is_told(&room, &colleague).await;
    let held = room.holds_what_the_upstream_holds();
    let findings = room.checked().await;
    assert!(findings.ok, "{:?}", findings.problems);
    assert_eq!(findings.entries, held.len() as u64);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_goes_from_the_phone_to_the_receipt_and_on_over_sqlite() {
    from_the_phone_to_the_receipt_and_on(DatabaseAt::Folder).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_goes_from_the_phone_to_the_receipt_and_on_over_postgresql() {
    let asked = |database: &str, sql: &str| cluster::CLUSTER.psql(database).args(["-c", sql]).output().unwrap();
    assert!(asked("postgres", "CREATE DATABASE evening").status.success());
    assert_eq!(asked("evening", "SHOW fsync").stdout, b"on\n", "what is committed here lasts");
    from_the_phone_to_the_receipt_and_on(DatabaseAt::Postgres(cluster::CLUSTER.address("evening"))).await;
}
