//! Requests that no desk of ours sends: bounded, answered in words, and without effect.

use std::io::Write as _;

use domain::wire::{MAX_ENTRIES, MAX_REQUEST, RefusalCode, SealedTimeMark, SubmitAnswer, SubmitRequest};
use flate2::Compression;
use flate2::write::GzEncoder;
use hyper::body::Bytes;
use hyper::{Method, StatusCode};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::desk::{Desk, call, received};
use crate::http::{Asked, get, post};
use crate::program::{Program, said};
use crate::server::{COUNTY, SAMPLE_FILE, Server};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn malformed_deep_and_oversized_requests_are_refused_in_words() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let entry = serde_json::to_string(&desk.write(call())).unwrap();
    let deep = format!("{{\"entries\":{}{}}}", "[".repeat(50_000), "]".repeat(50_000));
    let cases = [
        (String::new(), StatusCode::BAD_REQUEST, RefusalCode::Malformed),
        ("值班".to_owned(), StatusCode::BAD_REQUEST, RefusalCode::Malformed),
        ("{\"entries\":[],\"more\":1}".to_owned(), StatusCode::BAD_REQUEST, RefusalCode::Malformed),
        (deep, StatusCode::BAD_REQUEST, RefusalCode::Malformed),
        (
            format!("{{\"entries\":[{entry}]}}{}", " ".repeat(MAX_REQUEST)),
            StatusCode::PAYLOAD_TOO_LARGE,
            RefusalCode::TooLarge,
        ),
        (
            format!("{{\"entries\":[{entry}]}}{}", " ".repeat(2_000_000)),
            StatusCode::PAYLOAD_TOO_LARGE,
            RefusalCode::TooLarge,
        ),
    ];
    for (body, status, code) in cases {
        let length = body.len();
        let answer = post(server.address, "/v1/entries", body).bearer(&desk.token).send().await;
        assert_eq!(answer.refused(status), code, "{length} bytes");
    }
    let many = vec![desk.write(call()); MAX_ENTRIES + 1];
    assert_eq!(desk.post(&many).await.refused(StatusCode::PAYLOAD_TOO_LARGE), RefusalCode::TooLarge);
    server.holds(0).await;
    desk = Desk::enrol(&server, COUNTY).await;
    let full = desk.write_calls(MAX_ENTRIES);
    assert_eq!(desk.receipts(&full).await.len(), MAX_ENTRIES, "a hundred is fine");
}

#[tokio::test]
async fn gzip_is_accepted_and_torn_gzip_is_refused() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let request = SubmitRequest { entries: vec![desk.write(call())] };
    let body = gzip(&serde_json::to_vec(&request).unwrap());
    let send = |body: Vec<u8>, encoding: &str| {
        post(server.address, "/v1/entries", body).bearer(&desk.token).with("content-encoding", encoding).send()
    };
    let answer: SubmitAnswer = send(body.clone(), "gzip").await.json();
    received(&answer.outcomes[0]);

    let torn = body[..body.len() / 2].to_vec();
    assert_eq!(send(torn, "gzip").await.refused(StatusCode::BAD_REQUEST), RefusalCode::Malformed);
    assert_eq!(send(body, "br").await.refused(StatusCode::UNSUPPORTED_MEDIA_TYPE), RefusalCode::Malformed);
    server.holds(1).await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_gzip_bomb_is_refused_without_being_inflated() {
    let dir = tempfile::tempdir().unwrap();
    said(&["units", SAMPLE_FILE], dir.path());
    let program = Program::serve(dir.path());
    let code = said(&["enrol", "--unit", COUNTY], dir.path());
    let desk = Desk::enrol_with(program.address, code.trim_end().to_owned()).await;
    let bomb = gzip(&vec![b' '; 64 * 1024 * 1024]);
    assert!(bomb.len() < MAX_REQUEST, "it would pass by its size");
    let before = program.peak_memory_kb();
    let asked = post(program.address, "/v1/entries", bomb).bearer(&desk.token).with("content-encoding", "gzip");
    assert_eq!(asked.send().await.refused(StatusCode::PAYLOAD_TOO_LARGE), RefusalCode::TooLarge);
    let grown = program.peak_memory_kb() - before;
    assert!(grown < 16 * 1024, "a bomb of 64 MB cost {grown} KB");
}

#[tokio::test]
async fn wrong_type_address_method_and_query_are_refused_in_words() {
    let server = Server::start().await;
    let desk = Desk::enrol(&server, COUNTY).await;
    let typed = |kind: &str| {
        post(server.address, "/v1/entries", "{\"entries\":[]}").bearer(&desk.token).with("content-type", kind).send()
    };
    assert_eq!(typed("text/plain").await.refused(StatusCode::UNSUPPORTED_MEDIA_TYPE), RefusalCode::Malformed);
    assert_eq!(typed("Application/JSON; charset=utf-8").await.status, StatusCode::OK);

    for path in ["/", "/v1", "/v1/entries/1", "/v2/entries", "/..%2f"] {
        assert_eq!(get(server.address, path).send().await.refused(StatusCode::NOT_FOUND), RefusalCode::NotFound);
    }
    let deleted =
        Asked::new(server.address, Method::DELETE, "/v1/entries", Bytes::new()).bearer(&desk.token).send().await;
    assert_eq!(deleted.refused(StatusCode::METHOD_NOT_ALLOWED), RefusalCode::NotFound);
    assert!(deleted.headers.contains_key("allow"));

    for query in ["after=-1", "after=x", "after=99999999999999999999999"] {
        let pull = get(server.address, &format!("/v1/entries?{query}")).bearer(&desk.token).send().await;
        assert_eq!(pull.refused(StatusCode::BAD_REQUEST), RefusalCode::Malformed, "{query}");
    }
    let beyond = get(server.address, &format!("/v1/entries?after={}", u64::MAX)).bearer(&desk.token).send().await;
    assert_eq!(
        beyond.json::<domain::wire::DeliveryPage>().deliveries,
        [],
        "a cursor beyond everything is an empty page"
    );
}

#[tokio::test]
async fn the_time_answers_this_very_question_and_no_odd_one() {
    let server = Server::start().await;
    let ask = |query: &str| get(server.address, &format!("/v1/time{query}")).send();
    let mark: SealedTimeMark = ask("?nonce=Abc_1-2").await.json();
    assert_eq!(mark.verify("Abc_1-2", &server.key).map(|mark| mark.time), Ok(server.clock.now()));
    assert!(mark.verify("Abc_1-3", &server.key).is_err(), "an old answer cannot be replayed");
    for query in ["", "?nonce=", "?nonce=a%20b", "?nonce=值", &format!("?nonce={}", "a".repeat(65))] {
        let query = query.replace('值', "%E5%80%BC");
        assert_eq!(ask(&query).await.refused(StatusCode::BAD_REQUEST), RefusalCode::Malformed, "{query}");
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_has_no_effect_and_disturbs_nobody() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let body = serde_json::to_string(&SubmitRequest { entries: vec![desk.write(call())] }).unwrap();
    let head = format!(
        "POST /v1/entries HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        desk.token,
        body.len()
    );
    let mut stream = tokio::net::TcpStream::connect(server.address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&body.as_bytes()[..body.len() - 1]).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest).await;
    assert!(!String::from_utf8_lossy(&rest).contains("received"));
    assert_eq!(get(server.address, "/healthz").send().await.status, StatusCode::OK);
    server.holds(0).await;
}

/// What a server says that waits for a body.
const GO_ON: &[u8; 25] = b"HTTP/1.1 100 Continue\r\n\r\n";

#[tokio::test]
async fn a_client_that_never_finishes_its_request_is_given_up_and_told_why_where_that_is_possible() {
    let server = Server::start().await;
    let desk = Desk::enrol(&server, COUNTY).await;
    let head = format!(
        "POST /v1/entries HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-length: 100\r\n",
        desk.token
    );
    // A head without its end: from here on, time passes as soon as everybody waits.
    let mut stream = tokio::net::TcpStream::connect(server.address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    tokio::time::pause();
    assert!(!rest_of(stream).await.contains("200"), "nothing was received");
    tokio::time::resume();

    // A body without its end. That one is asked for shows that the token was looked up, in time that no test stops.
    let mut stream = tokio::net::TcpStream::connect(server.address).await.unwrap();
    stream.write_all(format!("{head}expect: 100-continue\r\n\r\n").as_bytes()).await.unwrap();
    let mut asked_for = [0; GO_ON.len()];
    stream.read_exact(&mut asked_for).await.unwrap();
    assert_eq!(asked_for, *GO_ON);
    stream.write_all(b"{").await.unwrap();
    tokio::time::pause();
    let answer = rest_of(stream).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
}

async fn rest_of(mut stream: tokio::net::TcpStream) -> String {
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest).await;
    String::from_utf8(rest).unwrap()
}

#[tokio::test]
async fn nothing_of_what_somebody_without_a_token_sends_is_looked_at() {
    let server = Server::start().await;
    let long = vec![b'x'; 300 * 1024];
    let blob = format!("/v1/blobs/{}?offset=0", domain::digest::Digest::of(b"a photograph"));
    for asked in [
        post(server.address, "/v1/entries", long.clone()),
        post(server.address, "/v1/offers", long.clone()).bearer("invented"),
        Asked::new(server.address, Method::PUT, &blob, long.into()),
    ] {
        let answer = asked.send().await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "not that it is too large: its bytes were not kept");
    }
}
