//! What a desk of ours never sends and somebody else does: answered with a refusal or cut off, never with a failure of
//! ours, and never with what is not the asker's.

use std::io::Write as _;

use domain::wire::SubmitRequest;
use flate2::Compression;
use flate2::write::GzEncoder;
use hyper::body::Bytes;
use hyper::{Method, StatusCode};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::desk::{Desk, call, report};
use crate::http::{Asked, get, post};
use crate::server::{COUNTY, NEIGHBOUR, Server};

/// Sends these bytes and nothing more; everything that comes back until the server hangs up.
async fn exchange(server: &Server, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    // A server that refuses a head early may hang up before the rest is sent.
    let _ = stream.write_all(request).await;
    // A connection that waits for more is given up as soon as everybody waits.
    tokio::time::pause();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    tokio::time::resume();
    String::from_utf8_lossy(&answer).into_owned()
}

/// The statuses of all answers in what came back.
fn statuses(answers: &str) -> Vec<u16> {
    let heads = answers.split("HTTP/1.1 ").skip(1);
    heads.map(|head| head.get(..3).and_then(|status| status.parse().ok()).unwrap()).collect()
}

/// A neighbour's report is held, which nobody below may ever see.
async fn with_a_secret() -> (Server, Desk, &'static str) {
    const SECRET: &str = "邻县的报告";
    let server = Server::start().await;
    let mut neighbour = Desk::enrol(&server, NEIGHBOUR).await;
    let entry = [neighbour.write(report(SECRET))];
    neighbour.receipts(&entry).await;
    let desk = Desk::enrol(&server, COUNTY).await;
    (server, desk, SECRET)
}

#[tokio::test]
async fn no_way_of_writing_an_address_reaches_more_than_the_address_itself() {
    let (server, desk, secret) = with_a_secret().await;
    for path in [
        "//v1/entries",
        "/v1//entries",
        "/v1/entries/",
        "/v1/./entries",
        "/v1/../v1/entries",
        "/v1/%2e%2e/v1/entries",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/v1%2fentries",
        "/v1/entries%00",
        "/v1/entries;a=b",
        "/v1/ENTRIES",
        "/access/2026-11-23.log",
        "/signing-key",
        "*",
    ] {
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer {}\r\n\r\n",
            desk.token
        );
        let answer = exchange(&server, request.as_bytes()).await;
        assert!(matches!(statuses(&answer)[..], [400 | 404]), "{path}: {answer}");
        assert!(!answer.contains(secret) && !answer.contains("root:"), "{path}");
    }
}

#[tokio::test]
async fn the_host_that_is_named_changes_nothing() {
    let (server, desk, secret) = with_a_secret().await;
    for (target, host) in [
        ("http://zhiban.example/v1/entries?after=0", "x"),
        ("http://169.254.169.254/v1/entries", "169.254.169.254"),
        ("/v1/entries?after=0&unit=990122", "a.example, b.example"),
        ("/v1/entries?after=0#x", ""),
    ] {
        let request = format!(
            "GET {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\nauthorization: Bearer {}\r\nx-original-url: /metrics\r\nx-http-method-override: DELETE\r\n\r\n",
            desk.token
        );
        let answer = exchange(&server, request.as_bytes()).await;
        assert!(matches!(statuses(&answer)[..], [200 | 400]), "{target}: {answer}");
        assert!(!answer.contains(secret), "{target}");
    }
}

#[tokio::test]
async fn a_head_beyond_every_measure_is_refused() {
    let (server, desk, _) = with_a_secret().await;
    let head = format!("GET /v1/entries HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n", desk.token);
    let many: String = (0..5000).map(|nth| format!("x-{nth}: {nth}\r\n")).collect();
    let long = "a".repeat(2_000_000);
    for request in [
        format!("{head}{many}\r\n"),
        format!("{head}x-long: {long}\r\n\r\n"),
        format!("GET /{long} HTTP/1.1\r\nhost: x\r\n\r\n"),
        format!("{long} / HTTP/1.1\r\nhost: x\r\n\r\n"),
    ] {
        let answer = exchange(&server, request.as_bytes()).await;
        assert!(matches!(statuses(&answer)[..], [] | [400 | 414 | 431]), "{}", &answer[..answer.len().min(200)]);
    }
    assert_eq!(get(server.address, "/healthz").send().await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_body_of_two_lengths_is_never_read_as_two_requests() {
    let (server, mut desk, _) = with_a_secret().await;
    let body = serde_json::to_string(&SubmitRequest { entries: vec![desk.write(call())] }).unwrap();
    let inner = "GET /v1/time?nonce=smuggled HTTP/1.1\r\nhost: x\r\n\r\n";
    let head = format!(
        "POST /v1/entries HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n",
        desk.token
    );
    let length = body.len();
    for lengths in [
        format!("content-length: {length}\r\ncontent-length: {}\r\n", length + inner.len()),
        format!("content-length: {length}, {}\r\n", length + inner.len()),
        format!("content-length: +{length}\r\n"),
        format!("content-length: -1\r\ncontent-length: {length}\r\n"),
        format!("content-length: {}\r\n", "9".repeat(40)),
        format!("content-length: {length}\r\ntransfer-encoding: gzip\r\n"),
        format!("transfer-encoding: chunked, identity\r\ncontent-length: {length}\r\n"),
        format!("transfer-encoding: xchunked\r\ncontent-length: {length}\r\n"),
        format!("transfer-encoding : chunked\r\ncontent-length: {length}\r\n"),
    ] {
        let answer = exchange(&server, format!("{head}{lengths}\r\n{body}{inner}").as_bytes()).await;
        assert!(matches!(statuses(&answer)[..], [400]), "{lengths:?}: {answer}");
    }
    let both = format!("{head}transfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n0\r\n\r\n{inner}");
    let answer = exchange(&server, both.as_bytes()).await;
    assert!(statuses(&answer).iter().all(|status| *status == 400 || *status == 200), "{answer}");
    server.holds(1).await;
}

#[tokio::test]
async fn a_broken_head_is_refused_and_nothing_of_it_comes_back_as_a_head() {
    let (server, desk, secret) = with_a_secret().await;
    let token = &desk.token;
    for lines in [
        format!("authorization: Bearer {token}\r\n folded: x\r\n"),
        format!("authorization: Bearer {token}\0\r\n"),
        format!("authorization: Bearer \u{7f}{token}\r\n"),
        format!("authorization : Bearer {token}\r\n"),
        format!(": Bearer {token}\r\n"),
        format!("authorization: Bearer {token}\r\nauthorization: Bearer {}\r\n", "0".repeat(64)),
        format!("authorization: Bearer {}\r\nauthorization: Bearer {token}\r\n", "0".repeat(64)),
        "authorization: Bearer 值班\r\n".to_owned(),
    ] {
        let request = format!("GET /v1/entries HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{lines}\r\n");
        let answer = exchange(&server, request.as_bytes()).await;
        assert!(matches!(statuses(&answer)[..], [200 | 400 | 401]), "{lines:?}: {answer}");
        assert!(!answer.contains(secret), "{lines:?}");
    }
    let split = "/v1/time?nonce=a%0d%0aset-cookie:%20a=b";
    let answer = get(server.address, split).send().await;
    answer.refused(StatusCode::BAD_REQUEST);
    assert!(!answer.headers.contains_key("set-cookie"));
}

#[tokio::test]
async fn other_methods_do_nothing_and_say_nothing() {
    let (server, mut desk, secret) = with_a_secret().await;
    let body = Bytes::from(serde_json::to_vec(&SubmitRequest { entries: vec![desk.write(call())] }).unwrap());
    for method in ["OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "PROPFIND", "get", "CONNECT-X"] {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        for path in ["/v1/entries", "/v1/time?nonce=a", "/v1/enrol", "/healthz", "/metrics", "/"] {
            let asked = Asked::new(server.address, method.clone(), path, body.clone()).bearer(&desk.token);
            let answer = asked.with("content-type", "application/json").with("x-echo", "echo-me").send().await;
            assert!(matches!(answer.status.as_u16(), 404 | 405), "{method} {path}: {answer:?}");
            let text = String::from_utf8_lossy(&answer.body).into_owned();
            assert!(!text.contains("echo-me") && !text.contains(&desk.token) && !text.contains(secret), "{text}");
            assert!(!answer.headers.keys().any(|name| name.as_str().starts_with("access-control")), "{answer:?}");
        }
    }
    let head = Asked::new(server.address, Method::HEAD, "/v1/entries", Bytes::new());
    assert_eq!(head.send().await.status, StatusCode::UNAUTHORIZED);
    let head = Asked::new(server.address, Method::HEAD, "/v1/entries", Bytes::new()).bearer(&desk.token).send().await;
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    server.holds(1).await;
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn a_body_packed_in_any_other_way_is_not_taken() {
    let (server, mut desk, _) = with_a_secret().await;
    let plain = serde_json::to_vec(&SubmitRequest { entries: vec![desk.write(call())] }).unwrap();
    let (once, twice) = (gzip(&plain), gzip(&gzip(&plain)));
    for (encoding, body) in [
        ("br", &once),
        ("zstd", &once),
        ("deflate", &once),
        ("gzip, gzip", &twice),
        ("gzip,identity", &once),
        ("x-gzip", &once),
        ("gzip", &twice),
        ("gzip", &plain),
        ("identity", &once),
    ] {
        let asked = post(server.address, "/v1/entries", body.clone()).bearer(&desk.token);
        let answer = asked.with("content-encoding", encoding).send().await;
        assert!(matches!(answer.status.as_u16(), 400 | 415), "{encoding}: {answer:?}");
        answer.refused(answer.status);
    }
    server.holds(1).await;
}

#[tokio::test]
async fn two_encodings_in_two_headers_are_not_read_as_one() {
    let (server, mut desk, _) = with_a_secret().await;
    let plain = serde_json::to_vec(&SubmitRequest { entries: vec![desk.write(call())] }).unwrap();
    let body = gzip(&gzip(&plain));
    let head = format!(
        "POST /v1/entries HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
        desk.token,
        body.len()
    );
    let answer = exchange(&server, &[head.as_bytes(), &body].concat()).await;
    assert!(matches!(statuses(&answer)[..], [400 | 415]), "{answer}");
    server.holds(1).await;
}
