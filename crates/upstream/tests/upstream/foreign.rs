//! What is genuine, but not of this unit, this device or this upstream; and what is of them, but of no measure.

use domain::digest::Digest;
use domain::entry::{Header, Sealed};
use domain::wire::{MAX_REQUEST, Outcome, RefusalCode};
use hyper::StatusCode;
use hyper::body::Bytes;

use crate::desk::{Desk, call, report};
use crate::documented::wanting_a_token;
use crate::http::{Asked, get, post};
use crate::server::{CITY, COUNTY, NEIGHBOUR, Server};

fn refused(outcome: &Outcome) -> RefusalCode {
    match outcome {
        Outcome::Refused { refusal } => refusal.code,
        other => panic!("not refused: {other:?}"),
    }
}

/// Whatever wants a token, wants another one than this.
async fn nothing_opens(server: &Server, token: &str) {
    for (method, address) in wanting_a_token() {
        let asked = Asked::new(server.address, method.clone(), &address, Bytes::new());
        let answer = asked.bearer(token).send().await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{method} {address}");
        assert_eq!(answer.refused(StatusCode::UNAUTHORIZED), RefusalCode::Unauthorized, "{method} {address}");
    }
}

/// An entry of this desk with exactly this body, and a header that says so.
fn sealed(desk: &Desk, body: String) -> Sealed {
    let mut header = desk.header(&call());
    header.body_hash = Digest::of(body.as_bytes());
    header.body_len = u32::try_from(body.len()).unwrap();
    let header = serde_json::to_string(&header).unwrap();
    let signature = desk.key.sign(header.as_bytes()).unwrap();
    Sealed { header, body: Some(body), signature }
}

#[tokio::test]
async fn whoever_replays_another_units_entries_gets_neither_them_received_nor_their_receipts() {
    let server = Server::start().await;
    let mut county = Desk::enrol(&server, COUNTY).await;
    let (neighbour, city) = (Desk::enrol(&server, NEIGHBOUR).await, Desk::enrol(&server, CITY).await);
    let (held, unsent) = (county.write(report("一民房发生火灾")), county.write(call()));
    county.receipts(std::slice::from_ref(&held)).await;
    for thief in [&neighbour, &city] {
        for outcome in thief.submit(&[held.clone(), unsent.clone()]).await {
            assert_eq!(refused(&outcome), RefusalCode::NotYours, "held or not makes no difference to {}", thief.unit);
        }
    }
    server.holds(1).await;
    assert_eq!(neighbour.pull().await, []);
    county.receipts(&[held, unsent]).await;
    server.holds(2).await;
}

#[tokio::test]
async fn an_entry_under_the_id_of_another_units_entry_takes_nothing_from_it() {
    let server = Server::start().await;
    let mut county = Desk::enrol(&server, COUNTY).await;
    let mut neighbour = Desk::enrol(&server, NEIGHBOUR).await;
    let held = county.write(call());
    let header: Header = held.read_header().unwrap();
    let squatter = neighbour.seal(Header { id: header.id, ..neighbour.header(&call()) }, call());
    county.receipts(std::slice::from_ref(&held)).await;
    assert_eq!(neighbour.submit(&[squatter]).await, [Outcome::ChainFork { held: header.id }], "the id and no more");
    assert_eq!(county.pull().await[0].entry, held, "what was received stays what it is");
    let own = [neighbour.write(call())];
    neighbour.receipts(&own).await;
    server.holds(2).await;
}

#[tokio::test]
async fn what_another_upstream_certified_counts_for_nothing_here() {
    let (server, other) = (Server::start().await, Server::start().await);
    let desk = Desk::enrol(&server, COUNTY).await;
    let mut foreign = Desk::enrol(&other, COUNTY).await;
    let entry = foreign.write(report("一民房发生火灾"));
    foreign.receipts(std::slice::from_ref(&entry)).await;
    let with_our_token = desk.submit(std::slice::from_ref(&entry)).await;
    assert_eq!(refused(&with_our_token[0]), RefusalCode::NotYours, "the same unit's code, another upstream's device");
    let here = foreign.at(server.address);
    here.post(&[entry]).await.refused(StatusCode::UNAUTHORIZED);
    nothing_opens(&server, &here.token).await;
    server.holds(0).await;
}

#[tokio::test]
async fn a_revoked_token_opens_no_address_any_more() {
    let server = Server::start().await;
    let desk = Desk::enrol(&server, COUNTY).await;
    let colleague = Desk::enrol(&server, COUNTY).await;
    server.folder().await.revoke(desk.device, server.clock.now()).await.unwrap();
    nothing_opens(&server, &desk.token).await;
    assert_eq!(colleague.pull().await, [], "the desk beside it is served as before");
}

#[tokio::test]
async fn a_body_nested_without_end_is_refused_alone_though_its_own_desk_sealed_it() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let salt = "0".repeat(32);
    let (open, close) = ("[".repeat(90_000), "]".repeat(90_000));
    let objects = format!("{}1{}", "{\"a\":".repeat(20_000), "}".repeat(20_000));
    let endless = [
        format!("{{\"salt\":\"{salt}\",\"call_opened\":{open}{close}}}"),
        format!("{{\"call_opened\":{{\"received_at\":{open}{close}}},\"salt\":\"{salt}\"}}"),
        format!("{{\"salt\":\"{salt}\",\"unknown\":{objects}}}"),
        format!("{open}{close}"),
        open,
    ];
    let good = desk.write(call());
    for body in endless {
        let outcomes = desk.submit(&[sealed(&desk, body), good.clone()]).await;
        assert_eq!(refused(&outcomes[0]), RefusalCode::Malformed);
        desk.receipt(&good, &outcomes[1]);
    }
    server.holds(1).await;
}

#[tokio::test]
async fn a_header_nested_without_end_or_with_numbers_out_of_range_is_malformed_and_no_failure_of_ours() {
    let server = Server::start().await;
    let desk = Desk::enrol(&server, COUNTY).await;
    let good = serde_json::to_string(&desk.header(&call())).unwrap();
    let mut odd = vec![good.replace("\"links\":[]", &format!("\"links\":{}{}", "[".repeat(7000), "]".repeat(7000)))];
    for number in ["-1", "1.5", "1e400", "-0.0", "18446744073709551616", "1e-400", "\"1\"", "null", "NaN"] {
        for (name, usual) in [("seq", "1"), ("epoch", "1"), ("body_len", "0")] {
            odd.push(good.replace(&format!("\"{name}\":{usual},"), &format!("\"{name}\":{number},")));
        }
    }
    odd.push(good.replace("\"epoch\":1,", "\"epoch\":4294967296,"));
    odd.push(good.replace("\"clock_offset_ms\":0", "\"clock_offset_ms\":9223372036854775808"));
    for header in odd {
        assert_ne!(header, good, "something is odd about it");
        let signature = desk.key.sign(header.as_bytes()).unwrap();
        let outcomes = desk.submit(&[Sealed { header: header.clone(), body: None, signature }]).await;
        assert_eq!(refused(&outcomes[0]), RefusalCode::Malformed, "{}", &header[..header.len().min(600)]);
    }
    server.holds(0).await;
}

#[tokio::test]
async fn strings_as_long_as_a_request_allows_are_refused_for_what_they_are() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let long = "值".repeat(MAX_REQUEST / 3 - 1000);
    let entry = desk.write(call());
    for (bad, expected) in [
        (Sealed { header: long.clone(), ..entry.clone() }, RefusalCode::TooLarge),
        (Sealed { body: Some(long.clone()), ..entry.clone() }, RefusalCode::TooLarge),
        (
            Sealed { signature: domain::seal::Signature::from_text("0".repeat(MAX_REQUEST - 3000)), ..entry.clone() },
            RefusalCode::BadSeal,
        ),
    ] {
        assert_eq!(refused(&desk.submit(&[bad]).await[0]), expected);
    }
    let (stranger, code) = (uuid::Uuid::now_v7(), long.as_str());
    let request = domain::wire::EnrolRequest::new(code.to_owned(), stranger, &desk.key).unwrap();
    let answer = post(server.address, "/v1/enrol", serde_json::to_vec(&request).unwrap()).send().await;
    assert_eq!(answer.refused(StatusCode::FORBIDDEN), RefusalCode::BadCode);
    let token = get(server.address, "/v1/entries").bearer(&"0".repeat(200_000)).send().await;
    token.refused(StatusCode::UNAUTHORIZED);
    desk.receipts(&[entry]).await;
    server.holds(1).await;
}

#[tokio::test]
async fn who_has_no_token_is_not_heard_however_deep_or_large_it_asks() {
    let server = Server::start().await;
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    for body in [deep(100_000), format!("{{\"code\":{}}}", deep(100_000)), format!("{{\"device\":{}", "{".repeat(999))]
    {
        let answer = post(server.address, "/v1/enrol", body.clone()).send().await;
        assert_eq!(answer.refused(StatusCode::BAD_REQUEST), RefusalCode::Malformed);
        let answer = post(server.address, "/v1/entries", body).send().await;
        assert_eq!(answer.refused(StatusCode::UNAUTHORIZED), RefusalCode::Unauthorized, "not even read as JSON");
    }
    let code = server.code(COUNTY).await;
    let desk = Desk::enrol_with(server.address, code).await;
    assert_eq!(desk.pull().await, []);
}
