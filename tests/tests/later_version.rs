//! Desks and upstream are not upgraded in one night: what a later version wrote stops nobody who is still on this one, and is
//! seen once this one is a later one too.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]

mod officer;

use chrono::Duration;
use domain::digest::{Digest, hex_bytes};
use domain::entry::{Body, CallOpened, Content, Header, Sealed};
use domain::receipt::{DeviceHead, Receipt, SealedReceipt};
use domain::seal::SigningKey;
use domain::wire::{Delivery, EnrolAnswer, EnrolRequest, Outcome, Refusal, RefusalCode, SubmitRequest};
use rusqlite::Connection;
use serde_json::{Value, json};
use tests::impostor::{Impostor, Lie};
use tests::room::{COUNTY, Room, may_12};
use uuid::Uuid;
use workstation::sync::Upstream;

const SUBMIT: &str = "POST /v1/entries";
const PULL: &str = "GET /v1/entries";

/// Another desk of the same county, by its key alone.
struct OtherDesk {
    upstream: Upstream,
    enrolled: EnrolAnswer,
    id: Uuid,
    key: SigningKey,
    chain: (u64, Digest),
}

impl OtherDesk {
    async fn enrolled(room: &Room, seed: u8) -> Self {
        let address = room.does("settings", Value::Null)["upstream"].as_str().unwrap().to_owned();
        let upstream = Upstream::of(&room.desk, &address).unwrap();
        let (id, key) = (Uuid::now_v7(), SigningKey::from_bytes(&[seed; 32]).unwrap());
        let asked = EnrolRequest::new(room.code(COUNTY).await, id, &key).unwrap();
        let enrolled = upstream.enrol(&asked).await.unwrap();
        Self { upstream, enrolled, id, key, chain: (0, Digest::ZERO) }
    }

    /// It takes a call; its entry, received.
    async fn takes_a_call(&mut self, like: &Header, room: &Room) -> Sealed {
        let (seq, prev) = self.chain;
        let (id, subject) = (Uuid::now_v7(), Uuid::now_v7());
        let header =
            Header { id, subject, device: self.id, epoch: 1, seq: seq + 1, prev, anchor: None, ..like.clone() };
        let content = Content::CallOpened(CallOpened { received_at: room.clock.now() });
        let body = Body { salt: Uuid::now_v7().simple().to_string(), content };
        let sealed = Sealed::new(header, &body, &self.key).unwrap();
        let request = SubmitRequest { entries: vec![sealed.clone()] };
        let answer = self.upstream.submit(&self.enrolled.token, &request).await.unwrap();
        assert!(matches!(answer.outcomes[..], [Outcome::Received { .. }]), "{:?}", answer.outcomes);
        self.chain = (seq + 1, sealed.digest());
        sealed
    }
}

/// The same entry as a later version would have written it: of this kind, saying this.
fn as_a_later_version(entry: &Sealed, key: &SigningKey, kind: &str, says: &Value) -> Sealed {
    let body = format!(r#"{{"salt":"00","{kind}":{says}}}"#);
    let mut header: Value = serde_json::from_str(&entry.header).unwrap();
    header["kind"] = json!(kind);
    header["body_hash"] = json!(Digest::of(body.as_bytes()));
    header["body_len"] = json!(body.len());
    let header = header.to_string();
    Sealed { signature: key.sign(header.as_bytes()).unwrap(), header, body: Some(body) }
}

/// The key with which the room's upstream signs.
fn upstreams_key(room: &Room) -> SigningKey {
    let text = std::fs::read_to_string(room.folder().join("upstream/signing-key")).unwrap();
    SigningKey::from_bytes(&hex_bytes(text.trim_end()).unwrap().try_into().unwrap()).unwrap()
}

/// An upstream that is upgraded already: it hands on this entry where it was given that one.
fn hands_on(key: SigningKey, given: &Sealed, later: Sealed) -> Lie {
    let (given, instead) = (given.clone(), later.digest());
    Lie::alters(move |answer| {
        let mut deliveries: Vec<Delivery> = serde_json::from_value(answer["deliveries"].clone()).unwrap();
        for delivery in deliveries.iter_mut().filter(|delivery| delivery.entry == given) {
            let receipt = delivery.receipt.read().unwrap();
            let device_head = DeviceHead { digest: instead, ..receipt.device_head };
            let receipt = Receipt { header_hash: instead, device_head, ..receipt };
            delivery.receipt = SealedReceipt::new(&receipt, &key).unwrap();
            delivery.entry = later.clone();
        }
        answer["deliveries"] = json!(deliveries);
    })
}

/// A room whose incident is received, and another desk of the county.
async fn two_desks() -> (Room, Impostor, OtherDesk, Header) {
    let (room, impostor) = Room::open_behind_an_impostor(may_12(18, 9)).await;
    let incident = officer::takes_a_call(&room);
    officer::reports(&room, &incident);
    room.sync().await;
    let like = room.held_here().into_values().map(|held| held.read());
    let like = like.into_iter().find(|header| header.kind == domain::entry::Kind::CallOpened).unwrap();
    let other = OtherDesk::enrolled(&room, 7).await;
    (room, impostor, other, like)
}

fn desk(room: &Room) -> Value {
    room.does("desk", Value::Null)
}

fn is_whole(room: &Room) {
    assert_eq!(workstation::verify(&room.desk).unwrap().faults, Vec::<String>::new(), "the file is whole");
    assert!(room.desk.check_views().unwrap().is_empty(), "views are what a rebuild gives");
}

async fn comes_by(what: &str, kind: &str, says: &Value) {
    let (room, impostor, mut other, like) = two_desks().await;
    let before = other.takes_a_call(&like, &room).await;
    let given = other.takes_a_call(&like, &room).await;
    let after = OtherDesk::enrolled(&room, 8).await.takes_a_call(&like, &room).await;
    let later = as_a_later_version(&given, &other.key, kind, says);
    impostor.lies(PULL, hands_on(upstreams_key(&room), &given, later.clone()));
    officer::takes_a_wrong_number(&room);
    room.sync().await;
    assert!(impostor.is_honest() > 0, "the upgraded upstream was asked");

    let held = room.held_here();
    let bytes = |sealed: &Sealed| {
        let held = &held[&sealed.read_header().unwrap().id.to_string()];
        (held.header.clone(), held.body.clone(), held.receipt.is_some())
    };
    for entry in [&before, &later, &after] {
        let whole = (entry.header.clone(), entry.body.clone(), true);
        assert_eq!(bytes(entry), whole, "{what}: kept to the byte, and what comes behind it too");
    }
    let seen = desk(&room);
    assert_eq!((&seen["link"]["online"], &seen["link"]["trouble"]), (&json!(true), &Value::Null), "{what}");
    assert_eq!(room.waiting(), Vec::<Value>::new(), "{what}: our own went up in the same round");
    let calls = seen["open_calls"].as_array().unwrap();
    assert_eq!(calls.len(), 2, "{what}: the calls before and behind it are seen: {calls:?}");
    let todos = seen["todos"].to_string();
    assert!(todos.contains("1条记录由更新版本写成，已原样保存，升级后可见"), "{what}: said in words: {todos}");
    assert!(!todos.contains("记录与上级节点不一致"), "{what}: {todos}");
    is_whole(&room);

    let room = room.reopen();
    assert!(desk(&room)["todos"].to_string().contains("由更新版本写成"), "{what}: this program is no later one");
    room.sync().await;
    is_whole(&room);
}

#[tokio::test]
async fn an_entry_of_an_unknown_kind_amid_a_page_stops_neither_the_page_nor_what_goes_up() {
    comes_by("an unknown kind", "drone_sent", &json!({ "height_m": 120 })).await;
}

#[tokio::test]
async fn an_entry_that_says_more_than_is_known_is_kept_whole_and_not_read_as_if_it_said_less() {
    let says = json!({ "received_at": "2026-05-12T10:09:00Z", "by_video": true });
    comes_by("one field more", "call_opened", &says).await;
}

#[tokio::test]
async fn an_unknown_kind_that_the_desk_did_not_seal_is_refused_with_its_page() {
    let (room, impostor, mut other, like) = two_desks().await;
    let given = other.takes_a_call(&like, &room).await;
    let stranger = SigningKey::from_bytes(&[9; 32]).unwrap();
    let forged = as_a_later_version(&given, &stranger, "drone_sent", &json!({}));
    let before = room.held_here();
    impostor.lies(PULL, hands_on(upstreams_key(&room), &given, forged));
    room.sync().await;
    let trouble = desk(&room)["link"]["trouble"].as_str().unwrap().to_owned();
    assert!(trouble.contains("条目验证不符"), "a new name opens no door: {trouble}");
    assert_eq!(room.held_here(), before, "and nothing of the page is kept");
    impostor.is_honest();
    room.sync().await;
    room.holds_what_the_upstream_holds();
}

/// What an earlier program could not read lies in the file as this one would have left it: unread, and in no view.
fn as_an_earlier_program_left_it(file: &std::path::Path, subject: &str) {
    let file = Connection::open(file).unwrap();
    let entries: Vec<String> = file
        .prepare("SELECT id FROM entries WHERE subject = ?1")
        .unwrap()
        .query_map([subject], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for view in ["calls", "incidents"] {
        file.execute(&format!("DELETE FROM {view} WHERE subject = ?1"), [subject]).unwrap();
    }
    let unread = json!({ subject: entries }).to_string();
    file.execute("INSERT INTO settings (name, value) VALUES ('unread', ?1)", [unread]).unwrap();
}

#[tokio::test]
async fn what_could_not_be_read_before_the_upgrade_is_seen_as_soon_as_the_later_program_opens_the_file() {
    let room = Room::open(may_12(18, 9)).await;
    let incident = officer::takes_a_call(&room);
    officer::reports(&room, &incident);
    room.sync().await;
    let seen = officer::view(&room, &incident);
    let room = room.reopen_after(|file| as_an_earlier_program_left_it(file, incident.as_str().unwrap()));
    assert_eq!(officer::view(&room, &incident), seen, "the incident is there, with its report and receipt");
    assert!(!desk(&room)["todos"].to_string().contains("由更新版本写成"), "and nothing is left to wait for");
    is_whole(&room);
}

fn tables(room: &Room, sql: &str) {
    let tables = Connection::open(room.folder().join("upstream/upstream.sqlite")).unwrap();
    tables.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
    tables.execute_batch(sql).unwrap();
}

#[tokio::test]
async fn a_report_that_an_older_upstream_cannot_read_waits_for_its_upgrade_and_goes_then_by_itself() {
    let (room, impostor) = Room::open_behind_an_impostor(may_12(18, 9)).await;
    let incident = officer::takes_a_call(&room);
    let report = officer::reports(&room, &incident);
    // It receives everything but the report, and says why.
    tables(
        &room,
        &format!(
            "CREATE TRIGGER older AFTER INSERT ON receipts
             WHEN (SELECT id FROM entries WHERE position = NEW.position) = '{report}'
             BEGIN SELECT RAISE(ABORT, 'older'); END"
        ),
    );
    let older = Lie::alters(|answer| {
        for outcome in answer["outcomes"].as_array_mut().unwrap() {
            if outcome["is"] == "refused" {
                let refusal = Refusal { code: RefusalCode::Newer, message: "请升级".to_owned() };
                *outcome = json!(Outcome::Refused { refusal });
            }
        }
    });
    impostor.lies(SUBMIT, older);
    room.sync().await;
    let rows = room.waiting();
    assert_eq!(rows.len(), 1, "everything else was received in the same round: {rows:?}");
    let row = &rows[0];
    assert_eq!((&row["entry"], &row["attention"]), (&json!(report), &json!(false)), "nobody has to do it again");
    let words = row["trouble"].as_str().unwrap();
    assert!(words.contains("上级节点升级后自动重发") && words.contains("电话报告"), "{words}");
    assert!(row["next_at"].is_string(), "it is tried again, later: {row}");
    assert_eq!(desk(&room)["link"]["online"], true, "the line is sound");

    assert!(impostor.is_honest() > 0);
    tables(&room, "DROP TRIGGER older");
    room.clock.turn_to(room.clock.now() + Duration::minutes(11));
    room.sync().await;
    assert_eq!(room.waiting(), Vec::<Value>::new(), "the upstream was upgraded, and nobody pressed anything");
    assert_eq!(officer::view(&room, &incident)["state"], "received");
    room.holds_what_the_upstream_holds();
}

#[tokio::test]
async fn what_a_later_upstream_answers_beside_what_is_known_is_passed_over() {
    let (room, impostor) = Room::open_behind_an_impostor(may_12(18, 9)).await;
    let incident = officer::takes_a_call(&room);
    officer::reports(&room, &incident);
    for at in [PULL, SUBMIT, "GET /v1/time", "GET /v1/heads", "GET /v1/units"] {
        impostor.lies(at, Lie::alters(|answer| answer["said_since_a_later_version"] = json!({ "more": 1 })));
        room.clock.turn_to(room.clock.now() + Duration::minutes(61));
        officer::takes_a_wrong_number(&room);
        room.sync().await;
        let link = desk(&room)["link"].clone();
        assert_eq!((&link["online"], &link["waiting"]), (&json!(true), &json!(0)), "{at}: {link}");
    }
    impostor.is_honest();
    room.holds_what_the_upstream_holds();
}
