//! Who asks too much is asked to wait, in words, and takes nothing from anybody else.

use chrono::TimeDelta;
use domain::wire::RefusalCode;
use hyper::StatusCode;

use crate::desk::{Desk, report};
use crate::http::{Answer, Asked, get, post};
use crate::server::{COUNTY, NEIGHBOUR, Server};

/// What a desk may ask at once, and what anybody without a token.
const DESK: usize = 600;
const STRANGER: usize = 120;

fn told_to_wait(answer: &Answer) -> i64 {
    assert_eq!(answer.refused(StatusCode::TOO_MANY_REQUESTS), RefusalCode::Unavailable);
    answer.headers["retry-after"].to_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_desk_that_floods_waits_as_long_as_it_is_told_and_nobody_else_does() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let colleague = Desk::enrol(&server, COUNTY).await;
    for asked in 0..DESK {
        let pull = get(server.address, "/v1/entries").bearer(&desk.token).send().await;
        assert_eq!(pull.status, StatusCode::OK, "a desk that catches up is not slowed down: request {asked}");
    }
    let entry = [desk.write(report("一民房发生火灾"))];
    let wait = told_to_wait(&desk.post(&entry).await);
    assert_eq!(wait, 1);
    assert_eq!(colleague.pull().await, [], "another desk of the same unit, at the same address");
    server.holds(0).await;
    server.clock.pass(TimeDelta::seconds(wait));
    desk.receipts(&entry).await;
    server.holds(1).await;
}

#[tokio::test]
async fn a_report_never_waits_for_the_attachments_of_its_own_desk() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let piece = format!("/v1/blobs/{}?offset=0", domain::digest::Digest::of(b"attachment"));
    let fetch = || get(server.address, &piece).bearer(&desk.token).send();
    for _ in 0..DESK {
        assert_eq!(fetch().await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(told_to_wait(&fetch().await), 1);
    let entry = [desk.write(report("一民房发生火灾"))];
    desk.receipts(&entry).await;
}

#[tokio::test]
async fn strangers_are_counted_by_the_address_that_the_proxy_names() {
    let server = Server::start().await;
    let desk = Desk::enrol(&server, COUNTY).await;
    let from = |address: &'static str| move |asked: Asked| asked.with("x-real-ip", address).send();
    let (flood, other) = (from("192.0.2.7"), from("192.0.2.8"));
    let time = || get(server.address, "/v1/time?nonce=a");
    for _ in 0..STRANGER {
        assert_eq!(flood(time()).await.status, StatusCode::OK);
    }
    let code = server.code(NEIGHBOUR).await;
    for asked in [
        time(),
        get(server.address, "/healthz"),
        get(server.address, "/nowhere"),
        Asked::new(server.address, hyper::Method::DELETE, "/v1/time", "".into()),
        post(server.address, "/v1/enrol", format!("{{\"code\":\"{code}\"}}")),
        get(server.address, "/v1/entries"),
        get(server.address, "/v1/entries").bearer("invented"),
    ] {
        assert_eq!(told_to_wait(&flood(asked).await), 1);
    }
    assert_eq!(other(time()).await.status, StatusCode::OK, "another address");
    assert_eq!(time().send().await.status, StatusCode::OK, "this machine itself");
    let known = flood(get(server.address, "/v1/entries").bearer(&desk.token)).await;
    assert_eq!(known.status, StatusCode::OK, "a desk behind the same address has an allowance of its own");
    server.clock.pass(TimeDelta::seconds(1));
    assert_eq!(flood(time()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn guessing_tokens_is_slowed_down_like_any_flood() {
    let server = Server::start().await;
    let guess = |nth: usize| {
        let asked = get(server.address, "/v1/entries").bearer(&format!("{nth:064x}"));
        asked.with("x-real-ip", "192.0.2.7").send()
    };
    for nth in 0..STRANGER {
        assert_eq!(guess(nth).await.status, StatusCode::UNAUTHORIZED);
    }
    told_to_wait(&guess(STRANGER).await);
}
