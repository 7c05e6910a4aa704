//! An upstream that keeps back what it delivered, or counts fewer than came: after a round counts are compared, and a
//! difference is an alarm, never a silent repair.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]

mod officer;

use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::Duration;
use domain::digest::hex_bytes;
use domain::heads::{Heads, SealedHeads};
use domain::seal::SigningKey;
use serde_json::{Value, json};
use tests::impostor::{Impostor, Lie};
use tests::room::{Room, may_12};

const HEADS: &str = "GET /v1/heads";
const PULL: &str = "GET /v1/entries";

/// A call that became an incident, a phone call and a report, on their way up past somebody who lies at will.
async fn evening() -> (Room, Impostor) {
    let (room, impostor) = Room::open_behind_an_impostor(may_12(18, 9)).await;
    let incident = officer::takes_a_call(&room);
    officer::phones_the_city(&room, &incident);
    officer::reports(&room, &incident);
    (room, impostor)
}

fn is_whole(room: &Room) {
    assert_eq!(workstation::verify(&room.desk).unwrap().faults, Vec::<String>::new(), "the file is whole");
    assert!(room.desk.check_views().unwrap().is_empty(), "views are what a rebuild gives");
}

/// What the desk says of its records, where they are not what the upstream says.
fn alarm(room: &Room) -> Option<String> {
    let desk = room.does("desk", Value::Null);
    let todos = desk["todos"].as_array().unwrap();
    let alarm = todos.iter().find(|todo| todo["what"] == "记录与上级节点不一致");
    alarm.map(|todo| todo["detail"].as_str().unwrap().to_owned())
}

fn an_hour_passes(room: &Room) {
    room.clock.turn_to(room.clock.now() + Duration::minutes(61));
}

/// The page ends before its last, and says that this was all.
fn withholds_the_last() -> Lie {
    Lie::alters(|answer| {
        if let Some(deliveries) = answer["deliveries"].as_array_mut() {
            deliveries.pop();
        }
        answer["more"] = json!(false);
    })
}

#[tokio::test]
async fn a_delivery_that_is_kept_back_is_told_within_the_hour_and_the_alarm_ends_when_it_comes() {
    let lie = "the end of the page is kept back";
    let (room, impostor) = evening().await;
    impostor.lies(PULL, withholds_the_last());
    room.sync().await;
    assert_eq!(alarm(&room), None, "{lie}: nothing was delivered when the upstream was asked");
    an_hour_passes(&room);
    room.sync().await;
    let words = alarm(&room).expect("hourly it is asked how far it delivered");
    assert!(words.contains("其余没有发来") && words.contains("急件以电话为准"), "{lie}: {words}");
    is_whole(&room);
    assert!(impostor.is_honest() > 0, "{lie}: was told");
    room.sync().await;
    room.holds_what_the_upstream_holds();
    assert_eq!(alarm(&room), None, "{lie}: it came, and nobody is kept alarmed");
}

#[tokio::test]
async fn a_delivery_that_comes_with_the_next_page_is_no_contradiction() {
    let (room, impostor) = evening().await;
    room.sync().await;
    officer::takes_a_wrong_number(&room);
    impostor.lies(PULL, withholds_the_last());
    room.sync().await;
    an_hour_passes(&room);
    let asked = AtomicUsize::new(0);
    let late = Lie::alters(move |answer| {
        if asked.fetch_add(1, Ordering::SeqCst) == 0 {
            *answer = json!({ "deliveries": [], "more": false });
        }
    });
    impostor.lies(PULL, late);
    room.sync().await;
    assert_eq!(impostor.is_honest(), 3, "one page was asked for again");
    assert_eq!(alarm(&room), None, "what is on its way is waited for");
    room.holds_what_the_upstream_holds();
}

#[tokio::test]
async fn an_upstream_that_counts_fewer_deliveries_than_came_is_told() {
    let (room, impostor) = evening().await;
    room.sync().await;
    an_hour_passes(&room);
    let key = std::fs::read_to_string(room.folder().join("upstream/signing-key")).unwrap();
    let key = hex_bytes(key.trim_end()).unwrap().try_into().unwrap();
    let key = SigningKey::from_bytes(&key).unwrap();
    let fewer = Lie::alters(move |answer| {
        let said: SealedHeads = serde_json::from_value(answer.clone()).unwrap();
        let said: Heads = serde_json::from_str(&said.heads).unwrap();
        let fewer = Heads { delivered: said.delivered.map(|n| n - 1), ..said };
        *answer = json!(SealedHeads::new(&fewer, &key).unwrap());
    });
    impostor.lies(HEADS, fewer);
    room.sync().await;
    let words = alarm(&room).expect("it is signed, and it is not so");
    assert!(words.contains("现在却称只分发到") && words.contains("系统管理员"), "{words}");
    is_whole(&room);
    impostor.is_honest();
    an_hour_passes(&room);
    room.sync().await;
    assert_eq!(alarm(&room), None);
}
