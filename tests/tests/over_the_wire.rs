//! What goes over the wire, and when: an upstream that asks to be left alone is, within measure.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]

mod officer;

use chrono::Duration;
use domain::Moment;
use serde_json::{Value, json};
use tests::impostor::{Impostor, Lie};
use tests::room::{Room, may_12};

const TIME: &str = "GET /v1/time";
const SUBMIT: &str = "POST /v1/entries";
const BRING: &str = "PUT /v1/blobs";

/// Longest that a report waits after a failure, whatever is asked.
const REPORT_WAITS: i64 = 20;

/// It cannot just now, and says when to come back.
fn asks_for(status: &str, wait: &str) -> Lie {
    let refusal = json!({ "code": "unavailable", "message": "上级节点正忙，请稍后再试" });
    Lie::says(status, &format!("retry-after: {wait}\r\n"), &serde_json::to_vec(&refusal).unwrap())
}

/// A call, a phone call and a report, saved and not sent.
async fn evening() -> (Room, Impostor, Value) {
    let (room, impostor) = Room::open_behind_an_impostor(may_12(18, 9)).await;
    let incident = officer::takes_a_call(&room);
    officer::phones_the_city(&room, &incident);
    officer::reports(&room, &incident);
    (room, impostor, incident)
}

/// How many seconds each row waits still: those of reports, and the others.
fn waits(room: &Room) -> (Vec<i64>, Vec<i64>) {
    let left = |row: &Value| match row["next_at"].as_str() {
        Some(at) => (at.parse::<Moment>().unwrap() - room.clock.now()).num_seconds(),
        None => 0,
    };
    let (reports, others): (Vec<_>, Vec<_>) = room.waiting().into_iter().partition(|row| row["what"] == "首报");
    (reports.iter().map(left).collect(), others.iter().map(left).collect())
}

fn passes(room: &Room, seconds: i64) {
    room.clock.turn_to(room.clock.now() + Duration::seconds(seconds));
}

fn is_received(room: &Room, incident: &Value) -> bool {
    officer::view(room, incident)["state"] == "received"
}

#[tokio::test]
async fn what_can_wait_waits_as_long_as_the_upstream_asks_and_a_report_no_longer_than_without_it() {
    for (status, wait, waited) in [
        ("503 Service Unavailable", "300", 300),
        ("429 Too Many Requests", "300", 300),
        ("503 Service Unavailable", "99999999999", 600),
    ] {
        let (room, impostor, incident) = evening().await;
        impostor.lies(SUBMIT, asks_for(status, wait));
        room.sync().await;
        assert_eq!(impostor.is_honest(), 1, "asked once");
        let (reports, others) = waits(&room);
        assert!(reports.iter().all(|left| (1..=REPORT_WAITS).contains(left)), "{wait}: {reports:?}");
        assert!(others.len() > 1 && others.iter().all(|left| *left == waited), "{wait}: {others:?}");
        passes(&room, REPORT_WAITS + 1);
        room.sync().await;
        assert!(is_received(&room, &incident), "the report went after twenty seconds");
        assert_eq!(waits(&room).1.len(), others.len(), "and what can wait was left alone");
        passes(&room, waited);
        room.sync().await;
        assert_eq!(room.waiting(), Vec::<Value>::new(), "then it goes by itself");
    }
}

#[tokio::test]
async fn the_rest_of_a_long_queue_does_not_ask_again_in_place_of_what_was_refused() {
    let (room, impostor, _) = evening().await;
    (0..60).for_each(|_| officer::takes_a_wrong_number(&room));
    impostor.lies(SUBMIT, asks_for("503 Service Unavailable", "60"));
    room.sync().await;
    room.sync().await;
    assert_eq!(impostor.is_honest(), 1, "more than one request holds waits, and it was asked once");
    assert!(waits(&room).1.iter().all(|left| *left == 60));
}

#[tokio::test]
async fn a_first_report_saved_meanwhile_is_tried_at_once() {
    let (room, impostor, _) = evening().await;
    impostor.lies(SUBMIT, asks_for("503 Service Unavailable", "600"));
    room.sync().await;
    impostor.is_honest();
    let another = officer::takes_a_call(&room);
    officer::reports(&room, &another);
    room.sync().await;
    assert!(is_received(&room, &another), "nobody asked anything of this one");
}

#[tokio::test]
async fn a_wait_asked_for_at_the_first_question_stands_when_the_next_is_answered() {
    let (room, impostor, _) = evening().await;
    impostor.lies(TIME, asks_for("429 Too Many Requests", "120"));
    room.sync().await;
    impostor.is_honest();
    passes(&room, 60);
    room.sync().await;
    let (reports, others) = waits(&room);
    assert!(reports.is_empty(), "the report went: {reports:?}");
    assert!(others.len() > 1 && others.iter().all(|left| *left == 60), "{others:?}");
}

#[tokio::test]
async fn attachments_wait_as_long_as_the_upstream_asks_and_none_of_them_asks_again_before() {
    let (room, impostor, _) = evening().await;
    let files = [vec![1; 3000], vec![2; 4000]];
    let id = officer::informs(&room.desk, "样例县召开防汛工作会议", &files);
    impostor.lies(BRING, asks_for("429 Too Many Requests", "200"));
    room.sync().await;
    passes(&room, 190);
    room.sync().await;
    assert_eq!(impostor.is_honest(), 1, "one piece was refused, and no other was brought");
    passes(&room, 11);
    room.sync().await;
    let attachments = officer::shown(&room.desk, &id)["attachments"].clone();
    let wait: Vec<_> = attachments.as_array().unwrap().iter().map(|one| one["waits"] == true).collect();
    assert_eq!(wait, [false, false], "both are above");
}
