//! Who asks too much is asked to wait, in words, and takes nothing from anybody else.

use std::time::Duration;

use chrono::TimeDelta;
use domain::wire::RefusalCode;
use hyper::StatusCode;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

use crate::desk::{Desk, call, report};
use crate::http::{Answer, Asked, get, post};
use crate::server::{COUNTY, NEIGHBOUR, Server};

/// What a desk may ask at once, and what anybody without a token.
const DESK: usize = 600;
const STRANGER: usize = 120;
/// More bytes of answers than any system buffers for one connection.
const ANSWERS: usize = 80;

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

#[tokio::test]
async fn who_takes_its_answers_a_byte_at_a_time_is_cut_off() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    for _ in 0..4 {
        let entries = desk.write_calls(50);
        desk.receipts(&entries).await;
    }
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut stream = socket.connect(server.address).await.unwrap();
    // So many answers that the system's own buffers cannot take them off the server's hands.
    let page = get(server.address, "/v1/entries").bearer(&desk.token).send().await.body.len();
    let asked = format!("GET /v1/entries HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\r\n", desk.token);
    stream.write_all(asked.repeat(ANSWERS).as_bytes()).await.unwrap();
    tokio::time::pause();
    for _ in 0..20 {
        stream.read_exact(&mut [0]).await.unwrap();
        tokio::time::sleep(Duration::from_secs(10)).await;
    }
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest).await;
    assert!(rest.len() < page * ANSWERS, "hurrying now comes too late: {} of {ANSWERS} × {page}", rest.len());
    tokio::time::resume();
    desk.receipts(&[desk.clone().write(call())]).await;
}

#[tokio::test]
async fn who_sends_its_request_a_byte_at_a_time_holds_no_place_for_ever() {
    let server = Server::start().await;
    let desk = Desk::enrol(&server, COUNTY).await;
    let head = format!("host: x\r\nauthorization: Bearer {}\r\ncontent-length: 100000\r\n", desk.token);
    tokio::time::pause();
    for (request, told) in [
        (format!("POST /v1/entries HTTP/1.1\r\n{head}\r\n"), "HTTP/1.1 408"),
        (format!("POST /v1/nowhere HTTP/1.1\r\n{head}\r\n"), "HTTP/1.1 404"),
        (format!("POST /v1/entries HTTP/1.1\r\n{head}x-slow: "), ""),
    ] {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let (mut reading, mut writing) = stream.into_split();
        let begun = tokio::time::Instant::now();
        let drip = tokio::spawn(async move {
            while writing.write_all(b"a").await.is_ok() {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
        let mut answer = Vec::new();
        let _ = reading.read_to_end(&mut answer).await;
        assert!(begun.elapsed() < Duration::from_secs(180), "{request}: {:?}", begun.elapsed());
        assert!(String::from_utf8_lossy(&answer).starts_with(told), "{request}: {}", String::from_utf8_lossy(&answer));
        drip.await.unwrap();
    }
}
