//! An upstream that lies, or somebody before it who does: the desk believes nothing that is not proven, says so in words,
//! keeps nothing of it, and with the honest upstream back everything goes out by itself.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says why"
)]

mod officer;

use chrono::Duration;
use domain::certificate::{Certificate, SealedCertificate};
use domain::entry::{Body, Header, Sealed};
use domain::receipt::{Receipt, SealedReceipt};
use domain::seal::SigningKey;
use domain::wire::{Delivery, Outcome, Refusal, RefusalCode, SealedTimeMark, TimeMark};
use serde_json::{Value, json};
use tests::impostor::{Impostor, Lie};
use tests::room::{Room, may_12};
use uuid::Uuid;

const TIME: &str = "GET /v1/time";
const HEADS: &str = "GET /v1/heads";
const SUBMIT: &str = "POST /v1/entries";
const PULL: &str = "GET /v1/entries";
/// In the order in which something is left to ask there, however many rounds were spoilt before.
const ANYWHERE: [&str; 4] = [TIME, SUBMIT, HEADS, PULL];

/// What the desk says where it was answered by no upstream of ours, and where a proof does not hold.
const NOT_OURS: &str = "上级节点的应答无法识别";
const UNPROVEN: &str = "验证不符";

fn another_key() -> SigningKey {
    SigningKey::from_bytes(&[9; 32]).unwrap()
}

fn read<T: serde::de::DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap()
}

/// A call that became an incident, a phone call and a report, on their way up.
struct Evening {
    room: Room,
    impostor: Impostor,
    incident: Value,
}

impl Evening {
    async fn begins() -> Self {
        let (room, impostor) = Room::open_behind_an_impostor(may_12(18, 9)).await;
        let incident = officer::takes_a_call(&room);
        officer::phones_the_city(&room, &incident);
        officer::reports(&room, &incident);
        Self { room, impostor, incident }
    }

    fn link(&self) -> Value {
        self.room.does("desk", Value::Null)["link"].clone()
    }

    /// Whatever is shown as received is received: its receipt is the honest upstream's, byte for byte.
    fn shows_nothing_that_is_not_so(&self, lie: &str) {
        let above = self.room.held_above();
        for (id, held) in self.room.held_here() {
            let honest = above.get(&id).and_then(|held| held.receipt.as_ref());
            assert!(held.receipt.is_none() || held.receipt.as_ref() == honest, "{lie}: {id} has a forged receipt");
            assert!(!held.header.contains("990199"), "{lie}: an invented unit's entry was taken in");
        }
        assert_eq!(
            workstation::verify(&self.room.desk).unwrap().faults,
            Vec::<String>::new(),
            "{lie}: the file is whole"
        );
        assert!(self.room.desk.check_views().unwrap().is_empty(), "{lie}: views are what a rebuild gives");
    }

    /// What is said of the link: in words of ours, short enough to be read.
    fn says(&self, lie: &str, words: &str) {
        let link = self.link();
        let trouble = link["trouble"].as_str().unwrap_or_else(|| panic!("{lie}: nothing is said: {link}"));
        assert_eq!(link["online"], false, "{lie}: 离线");
        assert!(trouble.contains("上级节点") && trouble.contains(words), "{lie}: {trouble}");
    }

    /// One round under this lie.
    async fn is_lied_to(&self, at: &'static str, how: Lie) {
        self.impostor.lies(at, how);
        self.room.sync().await;
    }

    /// The honest upstream is back, and an hour later there is nothing left to do.
    async fn ends_well(&self, lie: &str) {
        assert!(self.impostor.is_honest() > 0, "{lie}: was told");
        for _ in 0..3 {
            self.room.clock.turn_to(self.room.clock.now() + Duration::minutes(20));
            self.room.sync().await;
        }
        assert_eq!(
            self.room.waiting(),
            Vec::<Value>::new(),
            "{lie}: everything went out, and nobody had to press anything"
        );
        let link = self.link();
        assert_eq!((&link["online"], &link["trouble"]), (&json!(true), &Value::Null), "{lie}");
        self.room.holds_what_the_upstream_holds();
        assert_eq!(officer::view(&self.room, &self.incident)["state"], "received", "{lie}: 上级节点已收");
        self.shows_nothing_that_is_not_so(lie);
        assert!(self.room.checked().await.ok, "{lie}: the upstream's log is whole");
    }
}

/// Lied to once at that address, the desk says these words, believes nothing, and recovers by itself.
async fn is_not_taken_in(at: &'static str, lie: &str, how: Lie, words: &str) {
    let evening = Evening::begins().await;
    evening.is_lied_to(at, how).await;
    evening.says(lie, words);
    evening.shows_nothing_that_is_not_so(lie);
    // What is held of the desk is asked beside; that it cannot be told stops no report.
    if at == TIME || at == SUBMIT {
        let state = officer::view(&evening.room, &evening.incident)["state"].clone();
        assert_eq!(state, "saved_here", "{lie}: 已保存本机（待发）, as it is");
    }
    evening.ends_well(lie).await;
}

/// Each receipt of an answer, forged in this way.
fn forges(change: impl Fn(SealedReceipt) -> SealedReceipt + Send + Sync + 'static) -> Lie {
    Lie::alters(move |answer| {
        for outcome in answer["outcomes"].as_array_mut().unwrap() {
            if let Outcome::Received { receipt } = read(outcome) {
                *outcome = json!(Outcome::Received { receipt: change(receipt) });
            }
        }
    })
}

fn signed_by_another(mut receipt: Receipt) -> SealedReceipt {
    receipt.position += 1000;
    SealedReceipt::new(&receipt, &another_key()).unwrap()
}

#[tokio::test]
async fn a_receipt_of_another_key_is_no_receipt_whatever_key_it_names() {
    let under_its_name = forges(|sealed| signed_by_another(sealed.read().unwrap()));
    is_not_taken_in(SUBMIT, "another key under the pinned key's name", under_its_name, UNPROVEN).await;
    let under_its_own = forges(|sealed| {
        signed_by_another(Receipt { key_id: another_key().public().fingerprint(), ..sealed.read().unwrap() })
    });
    is_not_taken_in(SUBMIT, "another key under its own name", under_its_own, UNPROVEN).await;
    let altered =
        forges(|sealed| SealedReceipt { receipt: sealed.receipt.replace("2026-05-12T10", "2026-05-12T09"), ..sealed });
    is_not_taken_in(SUBMIT, "an earlier time of receipt", altered, UNPROVEN).await;
}

#[tokio::test]
async fn the_right_keys_receipt_of_another_entry_proves_nothing_of_this_one() {
    let evening = Evening::begins().await;
    evening.room.sync().await;
    let (_, earlier) = evening.room.held_above().into_iter().next().unwrap();
    let (receipt, signature) = earlier.receipt.unwrap();
    let genuine: SealedReceipt = read(&json!({ "receipt": receipt, "signature": signature }));
    officer::takes_a_wrong_number(&evening.room);
    let lie = "a genuine receipt, of another entry";
    evening.is_lied_to(SUBMIT, forges(move |_| genuine.clone())).await;
    evening.says(lie, UNPROVEN);
    assert_eq!(evening.room.waiting().len(), 2, "the call and how it ended still wait");
    evening.shows_nothing_that_is_not_so(lie);
    evening.ends_well(lie).await;
}

#[tokio::test]
async fn more_or_fewer_results_than_entries_are_no_answer() {
    let twice = |answer: &mut Value| {
        let outcomes = answer["outcomes"].as_array_mut().unwrap();
        outcomes.extend(outcomes.clone());
    };
    is_not_taken_in(SUBMIT, "receipts of entries never sent", Lie::alters(twice), NOT_OURS).await;
    let none = |answer: &mut Value| answer["outcomes"] = json!([]);
    is_not_taken_in(SUBMIT, "no result at all", Lie::alters(none), NOT_OURS).await;
}

#[tokio::test]
async fn what_is_no_answer_of_an_upstream_is_said_to_be_none_at_every_address() {
    let html = "<!doctype html><html><body><h1>请先登录校园网</h1><script>alert(1)</script></body></html>".repeat(50);
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    let json = "content-type: application/json\r\n";
    let portal = "content-type: text/html\r\n";
    for at in ANYWHERE {
        for (lie, how) in [
            ("a portal's page", Lie::says("200 OK", portal, html.as_bytes())),
            ("a portal's page as JSON", Lie::says("200 OK", json, html.as_bytes())),
            ("a page of failure", Lie::says("502 Bad Gateway", portal, html.as_bytes())),
            ("nothing", Lie::says("200 OK", json, b"")),
            ("no content", Lie::says("204 No Content", "", b"")),
            ("another JSON", Lie::says("200 OK", json, br#"{"outcomes":{},"deliveries":1,"mark":[],"heads":null}"#)),
            ("nested without end", Lie::says("200 OK", json, deep.as_bytes())),
            ("no UTF-8", Lie::says("200 OK", json, b"{\"mark\":\"\xff\xfe\"}")),
        ] {
            is_not_taken_in(at, &format!("{at}: {lie}"), how, NOT_OURS).await;
        }
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_the_token_goes_nowhere_else() {
    let elsewhere = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let location = format!("location: http://{}/v1/entries\r\n", elsewhere.local_addr().unwrap());
    for at in ANYWHERE {
        for status in ["301 Moved Permanently", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"] {
            is_not_taken_in(at, &format!("{at}: {status}"), Lie::says(status, &location, b""), NOT_OURS).await;
        }
    }
    let nobody = elsewhere.accept().unwrap_err();
    assert_eq!(nobody.kind(), std::io::ErrorKind::WouldBlock, "nobody came there");
}

#[tokio::test]
async fn an_answer_without_measure_is_given_up() {
    const PIECE: usize = 64 * 1024;
    let chunk = [format!("{PIECE:x}\r\n").as_bytes(), &[b' '; PIECE], b"\r\n"].concat();
    let chunked = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    let large = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 104857600\r\n\r\n";
    for at in [TIME, SUBMIT, PULL] {
        is_not_taken_in(
            at,
            &format!("{at}: chunks without end"),
            Lie::Endless(chunked, chunk.clone().into()),
            NOT_OURS,
        )
        .await;
        is_not_taken_in(at, &format!("{at}: 100 MB"), Lie::Endless(large, [b' '; PIECE].into()), NOT_OURS).await;
    }
}

#[tokio::test]
async fn an_answer_that_trickles_is_given_up_and_the_report_waits() {
    let lie = "a byte a second";
    let evening = Evening::begins().await;
    tokio::time::pause();
    let trickle = Lie::Trickles("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n");
    evening.is_lied_to(TIME, trickle).await;
    tokio::time::resume();
    evening.says(lie, "连不上上级节点");
    evening.shows_nothing_that_is_not_so(lie);
    evening.ends_well(lie).await;
}

#[tokio::test]
async fn a_time_or_a_holding_that_another_signed_moves_nothing() {
    let before = may_12(18, 9);
    let another_time = Lie::alters(move |answer| {
        let sealed: SealedTimeMark = read(answer);
        let mark: TimeMark = serde_json::from_str(&sealed.mark).unwrap();
        let later = TimeMark { time: before + Duration::hours(3), ..mark };
        *answer = json!(SealedTimeMark::new(&later, &another_key()).unwrap());
    });
    let evening = Evening::begins().await;
    evening.is_lied_to(TIME, another_time).await;
    evening.says("another's time", UNPROVEN);
    assert_eq!(evening.room.desk.tick().now(), before, "no clock moved");
    evening.ends_well("another's time").await;
    let holding = Lie::alters(|answer| {
        let heads = answer["heads"].as_str().unwrap().replace("\"heads\":[", "\"heads\":[{\"epoch\":9,\"seq\":1},");
        answer["heads"] = json!(heads);
    });
    let evening = Evening::begins().await;
    evening.is_lied_to(HEADS, holding).await;
    evening.says("another's holding", UNPROVEN);
    evening.ends_well("another's holding").await;
}

/// A page of deliveries, each with its own place to lie.
fn pages(change: impl Fn(&mut Vec<Delivery>) + Send + Sync + 'static) -> Lie {
    Lie::alters(move |answer| {
        let mut deliveries: Vec<Delivery> = read(&answer["deliveries"]);
        if !deliveries.is_empty() {
            change(&mut deliveries);
        }
        answer["deliveries"] = json!(deliveries);
    })
}

#[tokio::test]
async fn a_page_out_of_order_is_not_taken_and_nothing_is_passed_over_for_ever() {
    let doubled = |page: &mut Vec<Delivery>| page.insert(1, page[0].clone());
    let counted_twice = |page: &mut Vec<Delivery>| {
        page.insert(1, page[0].clone());
        (1..).zip(page).for_each(|(n, delivery)| delivery.n = n);
    };
    for (lie, how) in [
        ("the first is left out", pages(|page| drop(page.remove(0)))),
        ("one within is left out", pages(|page| drop(page.remove(1)))),
        ("one comes twice", pages(doubled)),
        ("one comes twice under two numbers", pages(counted_twice)),
        ("the last comes first", pages(|page| page.reverse())),
        ("numbers beyond all", pages(|page| page.iter_mut().for_each(|delivery| delivery.n += 1_000_000))),
        ("the highest number", pages(|page| page[0].n = u64::MAX)),
        ("number nought", pages(|page| page[0].n = 0)),
    ] {
        is_not_taken_in(PULL, lie, how, UNPROVEN).await;
    }
}

/// A delivery of a desk that no upstream of ours certified, sealed throughout by its own word.
fn invented(like: &Delivery) -> Delivery {
    let key = another_key();
    let certificate: Certificate = serde_json::from_str(&like.certificate.certificate).unwrap();
    let unit = domain::unit::UnitCode("990199".to_owned());
    let (device, named) = (Uuid::now_v7(), unit.clone());
    let certificate = Certificate { device, unit, key: key.public(), ..certificate };
    let header = Header { id: Uuid::now_v7(), device, unit: named, ..like.entry.read_header().unwrap() };
    let body: Body = serde_json::from_str(like.entry.body.as_ref().unwrap()).unwrap();
    let entry = Sealed::new(header, &body, &key).unwrap();
    let receipt = like.receipt.read().unwrap();
    let receipt = Receipt { entry: entry.read_header().unwrap().id, header_hash: entry.digest(), ..receipt };
    Delivery {
        n: like.n,
        entry,
        receipt: SealedReceipt::new(&receipt, &key).unwrap(),
        certificate: SealedCertificate::new(&certificate, &key).unwrap(),
    }
}

#[tokio::test]
async fn what_an_uncertified_desk_wrote_is_not_taken_in_and_the_page_not_half() {
    let swapped = |page: &mut Vec<Delivery>| {
        let receipt = page[0].receipt.clone();
        page[1].receipt = receipt;
    };
    for (lie, how) in [
        ("a whole invented delivery", pages(|page| page[1] = invented(&page[1]))),
        ("a forged certificate of a genuine entry", pages(|page| page[1].certificate = invented(&page[1]).certificate)),
        ("an invented entry under a genuine certificate", pages(|page| page[1].entry = invented(&page[1]).entry)),
        ("a forged receipt", pages(|page| page[1].receipt = signed_by_another(page[1].receipt.read().unwrap()))),
        ("the receipt of another", pages(swapped)),
        ("an altered body", pages(|page| page[1].entry.body = page[1].entry.body.take().map(|body| body + " "))),
    ] {
        is_not_taken_in(PULL, lie, how, UNPROVEN).await;
    }
}

#[tokio::test]
async fn a_refusal_without_measure_is_shown_in_a_few_plain_words() {
    let hidden = "\u{202e}<script>alert(1)</script>\u{0}\u{200b}".repeat(40_000);
    let refusal = Refusal { code: RefusalCode::Unavailable, message: hidden.clone() };
    let whole = Lie::says("503 Service Unavailable", "", &serde_json::to_vec(&refusal).unwrap());
    let evening = Evening::begins().await;
    for at in ANYWHERE {
        evening.is_lied_to(at, whole.clone()).await;
        let (trouble, waiting) = (evening.link()["trouble"].clone(), evening.room.waiting());
        let said = std::iter::once(trouble).chain(waiting.into_iter().map(|row| row["trouble"].clone()));
        let said: Vec<String> = said.filter_map(|words| words.as_str().map(str::to_owned)).collect();
        assert!(!said.is_empty(), "{at}: it is said");
        for words in said {
            assert!(words.chars().count() <= 300, "{at}: {} characters", words.chars().count());
            assert!(!words.chars().any(domain::hygiene::is_hidden), "{at}: {words:?}");
        }
        evening.room.clock.turn_to(evening.room.clock.now() + Duration::minutes(20));
    }
    evening.ends_well("a refusal of a megabyte").await;
    officer::takes_a_wrong_number(&evening.room);
    let each = Lie::alters(move |answer| {
        for outcome in answer["outcomes"].as_array_mut().unwrap() {
            let refusal = Refusal { code: RefusalCode::Malformed, message: hidden.chars().take(90_000).collect() };
            *outcome = json!(Outcome::Refused { refusal });
        }
    });
    evening.is_lied_to(SUBMIT, each).await;
    for row in evening.room.waiting() {
        let words = row["trouble"].as_str().unwrap();
        assert_eq!(row["attention"], true, "未发出·需处理");
        assert!(words.chars().count() <= 300 && !words.chars().any(domain::hygiene::is_hidden), "{words:?}");
    }
}
