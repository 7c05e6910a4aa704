//! What went over the wire can be looked at afterwards, and while it takes long; and who is told of news asks seldom.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]

mod officer;

use std::collections::BTreeSet;
use std::time::Duration;

use domain::information::size_words;
use serde_json::{Value, json};
use tests::impostor::Lie;
use tests::room::{Room, may_12};
use tests::slow_line::{Quality, SlowLine};
use tests::turned_network::TurnedNetwork;
use tests::wait::{try_until, until};
use workstation::sync;

/// Long enough that each question takes longer than a moment.
const VERY_SLOW: Quality = Quality { rate: None, delay: Duration::from_millis(1_200), lost: 0 };

fn works(room: &Room) -> Value {
    let incident = officer::takes_a_call(room);
    officer::phones_the_city(room, &incident);
    officer::reports(room, &incident);
    incident
}

/// 传输记录, newest first.
fn log(room: &Room) -> Vec<Value> {
    room.does("wire_log", Value::Null).as_array().unwrap().clone()
}

/// Lines of this kind, newest first.
fn lines(room: &Room, what: &str) -> Vec<Value> {
    log(room).into_iter().filter(|row| row["what"].as_str().unwrap().starts_with(what)).collect()
}

fn link(room: &Room) -> Value {
    room.does("desk", Value::Null)["link"].clone()
}

#[tokio::test]
async fn an_inquiry_sees_what_was_sent_when_how_much_and_what_came_of_it() {
    let (room, line) = Room::open_behind_a_slow_line(may_12(18, 9)).await;
    let incident = works(&room);
    line.counts_anew();
    room.sync().await;
    let what: Vec<_> = log(&room).iter().rev().map(|row| row["what"].as_str().unwrap().to_owned()).collect();
    let sent = lines(&room, "报送")[0].clone();
    let count = sent["entries"].as_array().unwrap().len();
    assert_eq!(what, ["注册", "校时", "查询收存情况", &format!("报送{count}条"), "收取", "查询单位"], "in this order");
    assert_eq!(sent["at"], json!(may_12(18, 9)), "by the room's clock");
    assert_eq!(sent["came_of"], format!("回执{count}条"));
    assert_eq!(sent["sent"], size_words(line.passed().submission().unwrap().1.len() as u64), "as it went, squeezed");
    let report = officer::view(&room, &incident)["incident"]["reports"][0]["id"].as_str().unwrap().replace('-', "");
    let named = format!("报告…{}", &report[24..]);
    assert!(sent["entries"].as_array().unwrap().contains(&json!(named)), "{named} in {sent}");
    let pulled = lines(&room, "收取")[0].clone();
    assert_eq!(pulled["came_of"], format!("收到{count}条"));
    assert!(log(&room).iter().all(|row| row["well"] == true));
}

#[tokio::test]
async fn the_log_holds_nothing_of_what_was_said_and_nothing_that_opens_a_door() {
    let room = Room::open(may_12(18, 9)).await;
    works(&room);
    room.sync().await;
    let log = json!(log(&room)).to_string();
    let identity: Value =
        serde_json::from_slice(&std::fs::read(room.folder().join("desk/identity.json")).unwrap()).unwrap();
    let token = identity["token"].as_str().expect("the token lies in this file");
    for secret in ["河东镇", "某小区", "值班员", "0000-", token] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
    let room = room.reopen();
    assert_eq!(self::log(&room), Vec::<Value>::new(), "nor is it kept on the disk");
}

#[tokio::test]
async fn what_failed_says_how_it_failed() {
    let (mut room, impostor) = Room::open_behind_an_impostor(may_12(18, 9)).await;
    works(&room);
    let refusal = json!({ "code": "unauthorized", "message": "本机没有\u{202e}注册" });
    impostor.lies("POST /v1/entries", Lie::says("401 Unauthorized", "", &serde_json::to_vec(&refusal).unwrap()));
    room.sync().await;
    let sent = lines(&room, "报送")[0].clone();
    assert_eq!((&sent["came_of"], &sent["well"]), (&json!("拒收：本机没有注册"), &json!(false)));
    impostor.lies("GET /v1/time", Lie::says("200 OK", "", b"<html>"));
    room.sync().await;
    assert_eq!(lines(&room, "校时")[0]["came_of"], "应答无法识别");
    impostor.is_honest();
    room.upstream_stops().await;
    room.sync().await;
    assert_eq!(lines(&room, "校时")[0]["came_of"], "连不上");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_that_was_given_up_is_in_the_log_as_well() {
    let (room, line) = Room::open_behind_a_slow_line(may_12(18, 9)).await;
    let (network, before) = (TurnedNetwork::default(), line.passed().connections);
    line.becomes(VERY_SLOW, VERY_SLOW);
    let syncing = tokio::spawn(sync::run_on(room.desk.clone(), network.clone()));
    until("a question to be under way", async || {
        if line.passed().connections > before { Ok(()) } else { Err("none".to_owned()) }
    })
    .await;
    network.comes_up();
    let given_up = async || lines(&room, "校时").pop().ok_or_else(|| "nothing".to_owned());
    let given_up = until("it to be written down", given_up).await;
    assert_eq!((&given_up["came_of"], &given_up["well"]), (&json!("网络有变，未等应答即重试"), &json!(false)));
    syncing.abort();
}

/// What was on screen of it in the course of one round.
async fn seen_in_a_round(room: &Room) -> BTreeSet<String> {
    let desk = room.desk.clone();
    let round = tokio::spawn(async move { sync::round(&desk).await });
    let mut seen = BTreeSet::new();
    until("the round to end", async || {
        seen.extend(link(room)["carrying"].as_str().map(str::to_owned));
        if round.is_finished() { Ok(()) } else { Err(format!("{seen:?}")) }
    })
    .await;
    seen
}

async fn behind_a_line() -> (Room, SlowLine) {
    let (room, line) = Room::open_behind_a_slow_line(may_12(18, 9)).await;
    room.sync().await;
    works(&room);
    (room, line)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_slow_line_it_is_said_how_far_the_queue_is_and_then_no_longer() {
    let (room, line) = behind_a_line().await;
    let waiting = room.waiting().len();
    line.becomes(VERY_SLOW, VERY_SLOW);
    let seen = seen_in_a_round(&room).await;
    assert!(seen.contains(&format!("正在报送：第1条，共{waiting}条")), "{seen:?}");
    assert!(seen.iter().any(|words| words.starts_with("正在接收")), "{seen:?}");
    assert_eq!(link(&room)["carrying"], Value::Null, "it is through");
    assert_eq!(room.waiting(), Vec::<Value>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_goes_out_in_a_moment_is_not_mentioned() {
    let (room, _line) = behind_a_line().await;
    assert_eq!(seen_in_a_round(&room).await, BTreeSet::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_round_that_is_given_up_leaves_nothing_on_screen() {
    let (room, line) = behind_a_line().await;
    line.becomes(VERY_SLOW, VERY_SLOW);
    let desk = room.desk.clone();
    let round = tokio::spawn(async move { sync::round(&desk).await });
    until(
        "it to be said",
        async || {
            if link(&room)["carrying"].is_string() { Ok(()) } else { Err("nothing".to_owned()) }
        },
    )
    .await;
    round.abort();
    let _ = round.await;
    assert_eq!(link(&room)["carrying"], Value::Null);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_that_is_told_of_news_asks_seldom_and_finds_out_at_once_when_it_is_told_no_longer() {
    let mut room = Room::open(may_12(18, 9)).await;
    let syncing = tokio::spawn(sync::run_on(room.desk.clone(), TurnedNetwork::default()));
    until("the desk to hear", async || {
        if lines(&room, "提示连接").is_empty() { Err(json!(log(&room)).to_string()) } else { Ok(()) }
    })
    .await;
    let asked = || lines(&room, "校时").len();
    let before = asked();
    // The wait that began before it heard is over then, and another of ten seconds would be.
    let again = try_until(Duration::from_secs(22), async || {
        if asked() > before + 1 { Ok(()) } else { Err(format!("{} questions", asked() - before)) }
    });
    again.await.expect_err("who hears need not ask every ten seconds");
    room.upstream_stops().await;
    until("离线", async || if link(&room)["online"] == false { Ok(()) } else { Err(link(&room).to_string()) }).await;
    assert_eq!(lines(&room, "提示连接保持")[0]["came_of"], "连接已断开，自动重接");
    syncing.abort();
}
