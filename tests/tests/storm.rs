//! A storm of retries at every point of the exchange makes one entry and one receipt, the same bytes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says why"
)]

mod officer;

use std::sync::Arc;

use chrono::Duration;
use domain::entry::Sealed;
use domain::seal::Signature;
use domain::wire::{Outcome, SubmitRequest};
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::Dice;
use tests::held::Held;
use tests::link::{Break, Exchange, Link, Part, Trouble};
use tests::room::{Room, may_12};
use workstation::sync::Upstream;

/// A cut at least this often, in bytes; and at every boundary beside.
const STEP: usize = 64;

/// The exchanges of one round that sends a report.
const TIME: usize = 0;
const SUBMIT: usize = 1;
const DELIVERIES: usize = 2;

/// Kills of the upstream, each at a moment of its own.
const KILLS: u32 = 12;

/// A report that waits, alone, and the incident it belongs to.
async fn a_report_waits(room: &Room) -> (Value, String) {
    let incident = officer::takes_a_call(room);
    officer::phones_the_city(room, &incident);
    room.sync().await;
    assert_eq!(room.waiting(), Vec::<Value>::new(), "what came before the report is through");
    let report = officer::reports(room, &incident);
    (incident, report)
}

/// The backoff passes and the desk tries again by itself.
async fn tries_again(room: &Room) {
    room.clock.turn_to(room.clock.now() + Duration::seconds(5));
    room.sync().await;
}

/// As often as it takes, which is not often.
async fn goes_out_by_itself(room: &Room, what: &str) {
    for _ in 0..3 {
        tries_again(room).await;
        if room.waiting().is_empty() {
            return;
        }
    }
    panic!("{what}: it still waits: {:#?}", room.waiting());
}

/// How long the messages of a sound round are.
async fn sound_round(room: &Room, link: &Link) -> Vec<Exchange> {
    a_report_waits(room).await;
    link.is_sound();
    room.sync().await;
    let exchanges = link.exchanges();
    assert_eq!(exchanges.len(), 3, "time, submit, deliveries: {exchanges:?}");
    exchanges
}

/// Both ends, one byte inside them, and every step between. A report differs from the next by a few bytes, so the last
/// places lie beyond the measured end; the whole is what passes there.
fn places(length: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..length).step_by(STEP).chain([1, length - 1, length, length + STEP]).collect();
    places.sort_unstable();
    places.dedup();
    places
}

async fn cut_at_every_place_of(part: Part) {
    let (room, link) = Room::open_behind_a_link(may_12(18, 9)).await;
    let whole = sound_round(&room, &link).await;
    let mut cuts = 0;
    for (exchange, lengths) in whole.iter().enumerate() {
        let length = if part == Part::Request { lengths.request } else { lengths.answer };
        for after in places(length) {
            let (incident, report) = a_report_waits(&room).await;
            let how = if cuts % 2 == 0 { Break::Closed } else { Break::Reset };
            link.befalls(Trouble::Cut { exchange, part, after, how });
            room.sync().await;
            let place = format!("cut after {after} bytes of {part:?} {exchange}, {how:?}");
            assert!(link.happened(), "{place}: did not come");
            goes_out_by_itself(&room, &place).await;
            let view = room.does("incident", json!({ "incident": incident }));
            assert_eq!(view["state"], "received", "{place}: 上级节点已收");
            assert_eq!(view["incident"]["reports"].as_array().unwrap().len(), 1, "{place}: {report} is one report");
            cuts += 1;
        }
    }
    println!("{cuts} cuts, each exchange as long as {whole:?}");
    one_of_each(&room).await;
}

/// After a storm: every entry once above and here, the same receipt bytes, whole chains, equal views.
async fn one_of_each(room: &Room) {
    let held = room.holds_what_the_upstream_holds();
    let reports = held.values().filter(|held| held.read().kind == domain::entry::Kind::Report).count();
    let incidents = room.does("incidents", Value::Null).as_array().unwrap().len();
    assert_eq!(reports, incidents.max(reports.min(200)), "a report an incident");
    let findings = room.checked().await;
    assert!(findings.ok, "the upstream's log is whole: {:?}", findings.problems);
    assert_eq!(workstation::verify(&room.desk).unwrap().faults, Vec::<String>::new(), "so is the desk's");
    assert_eq!(room.desk.check_views().unwrap(), Vec::<uuid::Uuid>::new(), "views rebuild equal");
}

#[tokio::test]
async fn a_request_cut_at_any_byte_ends_in_one_entry_and_one_receipt() {
    cut_at_every_place_of(Part::Request).await;
}

#[tokio::test]
async fn an_answer_cut_at_any_byte_ends_in_one_entry_and_one_receipt() {
    cut_at_every_place_of(Part::Answer).await;
}

#[tokio::test]
async fn a_request_that_arrives_twice_gets_the_same_bytes_twice() {
    let (room, link) = Room::open_behind_a_link(may_12(18, 9)).await;
    for exchange in [TIME, SUBMIT, DELIVERIES] {
        let (incident, _) = a_report_waits(&room).await;
        link.befalls(Trouble::Doubled { exchange });
        room.sync().await;
        assert!(link.happened());
        assert_eq!(room.does("incident", json!({ "incident": incident }))["state"], "received");
        let doubled = link.answers_to_doubled();
        let bodies = |(first, second): &(Vec<u8>, Vec<u8>)| (body(first), body(second));
        let (first, second) = doubled.first().map(bodies).unwrap();
        assert_eq!(first, second, "exchange {exchange}: whoever was first, the answer is the same");
    }
    one_of_each(&room).await;
}

/// A desk that gave up asks again over another connection; only then does the first request arrive.
#[tokio::test]
async fn a_request_that_arrives_after_its_own_retry_changes_nothing() {
    let (room, link) = Room::open_behind_a_link(may_12(18, 9)).await;
    let (incident, report) = a_report_waits(&room).await;
    link.befalls(Trouble::KeptBack { exchange: SUBMIT });
    room.sync().await;
    assert!(link.happened());
    let row = &room.waiting()[0];
    assert_eq!((&row["entry"], &row["attempts"]), (&json!(report), &json!(1)), "it waits for its second try");
    assert!(!room.held_above().contains_key(&report), "nothing has arrived yet");
    tries_again(&room).await;
    let receipt = room.held_here()[&report].receipt.clone();
    assert!(receipt.is_some(), "the retry got its receipt");
    room.clock.turn_to(room.clock.now() + Duration::hours(7));
    let late = link.delivers_what_it_kept().await;
    let outcome: Value = serde_json::from_slice(&body(&late[0])).unwrap();
    let text = outcome["outcomes"][0]["receipt"]["receipt"].as_str().unwrap();
    assert_eq!(Some(text), receipt.as_ref().map(|(text, _)| text.as_str()), "hours later, the receipt of then");
    let state = room.does("incident", json!({ "incident": incident }))["state"].clone();
    assert_eq!(state, "received");
    one_of_each(&room).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_repeats_at_once_over_several_connections_are_all_answered_with_the_same_receipt_bytes() {
    let (room, link) = Room::open_behind_a_link(may_12(18, 9)).await;
    let (_, report) = a_report_waits(&room).await;
    let waiting = room.held_here()[&report].clone();
    let at_once =
        tokio::spawn(repeats(50, room.folder().to_owned(), five_clients(&room, link.address()), waiting.clone()));
    room.sync().await;
    let before = at_once.await.unwrap();
    room.clock.turn_to(room.clock.now() + Duration::days(3));
    let after = repeats(50, room.folder().to_owned(), five_clients(&room, link.address()), waiting).await;
    let receipt = room.held_above()[&report].receipt.clone().unwrap();
    assert_eq!((before.len(), after.len()), (50, 50));
    for (count, answer) in before.iter().chain(&after).enumerate() {
        assert_eq!(answer, &receipt, "answer {count}: the stored receipt, byte for byte");
    }
    one_of_each(&room).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upstream_killed_at_any_moment_of_a_submission_holds_one_entry_and_one_receipt() {
    let mut dice = Dice::thrown();
    let folder = TempDir::with_prefix("zhiban-storm-").unwrap();
    let data = folder.path().join("upstream");
    let mut above = tests::Upstream::start(&data).await;
    above.load_sample_units();
    let (address, listen) = (above.address().to_owned(), above.listen().to_owned());
    let code = above.one_time_code("990121");
    let room = Arc::new(Room::enrolled_at(folder, may_12(18, 9), &address, &code).await);
    a_report_waits(&room).await;
    let started = tokio::time::Instant::now();
    room.sync().await;
    let round = u64::try_from(started.elapsed().as_micros()).unwrap();
    let mut before = room.held_above();
    let mut interrupted = 0;
    for kill in 1..=KILLS {
        let (_, report) = a_report_waits(&room).await;
        let syncing = Arc::clone(&room);
        let syncing = tokio::spawn(async move { syncing.sync().await });
        // Not a wait for a state: the moment of the kill is what is drawn.
        tokio::time::sleep(std::time::Duration::from_micros(dice.below(round))).await;
        above.kill();
        syncing.await.unwrap();
        let held = room.held_above();
        assert!(before.iter().all(|(id, entry)| held.get(id) == Some(entry)), "kill {kill} took nothing away");
        interrupted += usize::from(!room.waiting().is_empty());
        let receipt = held.get(&report).map(|held| held.receipt.clone());
        above = tests::Upstream::start_at(&data, &listen).await;
        goes_out_by_itself(&room, &format!("kill {kill}")).await;
        before = room.held_above();
        let now = before[&report].receipt.clone();
        assert!(receipt.is_none_or(|receipt| receipt == now), "kill {kill}: a receipt that was made is the receipt");
        let repeated =
            repeats(5, room.folder().to_owned(), five_clients(&room, &address), before[&report].clone()).await;
        assert!(repeated.iter().all(|receipt| Some(receipt) == now.as_ref()), "kill {kill}: and is answered for ever");
    }
    println!("{KILLS} kills, {interrupted} of them before the desk had its receipt");
    one_of_each(&room).await;
}

#[tokio::test]
async fn a_quiet_desk_keeps_its_line_warm_and_trusts_none_that_rested_long() {
    let (room, link) = Room::open_behind_a_link(may_12(18, 9)).await;
    link.is_sound();
    for _ in 0..5 {
        room.clock.turn_to(room.clock.now() + Duration::seconds(10));
        room.sync().await;
    }
    assert_eq!(link.connections(), 1, "no handshake stands before a report");
    room.clock.turn_to(room.clock.now() + Duration::hours(1));
    room.sync().await;
    assert_eq!(link.connections(), 2, "after an hour's sleep nobody waits for a dead connection");
}

fn five_clients(room: &Room, address: &str) -> Vec<Upstream> {
    (0..5).map(|_| Upstream::of(&room.desk, address).unwrap()).collect()
}

/// The same sealed bytes so many times at once, over these clients; the receipts answered.
async fn repeats(
    times: usize,
    folder: std::path::PathBuf,
    clients: Vec<Upstream>,
    entry: Held,
) -> Vec<(String, String)> {
    let identity: Value = serde_json::from_slice(&std::fs::read(folder.join("desk/identity.json")).unwrap()).unwrap();
    let token = identity["token"].as_str().unwrap().to_owned();
    let signature = Signature::from_text(entry.signature);
    let request = SubmitRequest { entries: vec![Sealed { header: entry.header, body: entry.body, signature }] };
    let asked: Vec<_> = (0..times)
        .map(|count| {
            let (client, token, request) = (clients[count % clients.len()].clone(), token.clone(), request.clone());
            tokio::spawn(async move { client.submit(&token, &request).await.unwrap() })
        })
        .collect();
    let mut receipts = Vec::new();
    for answer in asked {
        for outcome in answer.await.unwrap().outcomes {
            let Outcome::Received { receipt } = outcome else { panic!("received, whoever asked first: {outcome:?}") };
            receipts.push((receipt.receipt, receipt.signature.as_str().to_owned()));
        }
    }
    receipts
}

/// What follows the head of an HTTP message.
fn body(message: &[u8]) -> Vec<u8> {
    let head = message.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    message[head + 4..].to_vec()
}
