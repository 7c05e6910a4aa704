//! 访问日志: what an inquiry may ask for six months later, and what must never stand in it.

use std::fs;
use std::path::PathBuf;

use chrono::{NaiveDate, TimeDelta};
use domain::wire::SubmitRequest;
use hyper::StatusCode;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::database;
use crate::desk::{Desk, report};
use crate::http::{Asked, get, post};
use crate::server::{COUNTY, NEIGHBOUR, Server};

fn day(server: &Server, text: &str) -> PathBuf {
    server.path().join("access").join(format!("{text}.log"))
}

#[tokio::test]
async fn a_request_leaves_who_what_when_and_how_it_ended() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let entry = [desk.write(report("一民房发生火灾"))];
    desk.receipts(&entry).await;
    get(server.address, "/v1/entries?after=0").send().await;
    let file = day(&server, "2026-11-23");
    let _dir = server.stop().await;
    let written = fs::read_to_string(&file).unwrap();
    let end = &desk.device.simple().to_string()[24..];
    let expected = [
        format!("2026-11-23T18:09:00.000+08:00 POST /v1/enrol 200 0 990121 {end}"),
        format!("2026-11-23T18:09:00.000+08:00 POST /v1/entries 200 0 990121 {end}"),
        "2026-11-23T18:09:00.000+08:00 GET /v1/entries 401 0 - -".to_owned(),
    ];
    assert_eq!(written.lines().collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn a_request_whose_sender_hangs_up_leaves_its_line_too() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let body = serde_json::to_string(&SubmitRequest { entries: desk.write_calls(1) }).unwrap();
    let head = format!(
        "POST /v1/entries HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        desk.token,
        body.len()
    );
    let held = database::hold(server.path());
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all((head + &body).as_bytes()).await.unwrap();
    drop(stream);
    let cut = "zhiban_upstream_requests_total{method=\"POST\",route=\"/v1/entries\",status=\"none\"} 1";
    while !String::from_utf8_lossy(&get(server.address, "/metrics").send().await.body).contains(cut) {
        tokio::task::yield_now().await;
    }
    drop(held);
    let file = day(&server, "2026-11-23");
    let _dir = server.stop().await;
    let written = fs::read_to_string(&file).unwrap();
    assert!(written.contains(" POST /v1/entries - 0 "), "known or not yet, with no status: {written}");
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_but_its_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let server = Server::start().await;
    get(server.address, "/healthz").send().await;
    let file = day(&server, "2026-11-23");
    let _dir = server.stop().await;
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
}

#[tokio::test]
async fn no_query_body_token_code_or_number_is_ever_written_whatever_is_asked() {
    let server = Server::start().await;
    let desk = Desk::enrol(&server, COUNTY).await;
    desk.receipts(&[desk.clone().write(report("张三 13800138000"))]).await;
    let code = server.code(NEIGHBOUR).await;
    get(server.address, "/v1/time?nonce=13800138000").send().await;
    get(server.address, "/13800138000/%E5%BC%A0%E4%B8%89").send().await;
    get(server.address, &format!("/v1/enrol/{code}")).send().await;
    get(server.address, &format!("/v1/entries/{}", desk.token)).bearer(&desk.token).send().await;
    post(server.address, "/v1/enrol", format!("{{\"code\":\"{code}\"}}")).send().await;
    let odd = hyper::Method::from_bytes(code.as_bytes()).unwrap();
    Asked::new(server.address, odd, "/v1/time", "".into()).send().await;
    let file = day(&server, "2026-11-23");
    let _dir = server.stop().await;
    let written = fs::read_to_string(&file).unwrap();
    assert_eq!(written.lines().count(), 8, "{written}");
    assert_eq!(written.matches(" GET other 404 ").count(), 3, "{written}");
    assert!(written.contains(" OTHER /v1/time 405 "), "{written}");
    for secret in ["13800138000", "E5%BC", "张三", "nonce", "?", &code, &desk.token, &desk.device.to_string()] {
        assert!(!written.contains(secret), "{secret} in {written}");
    }
}

#[tokio::test]
async fn every_day_has_its_file_and_what_is_older_than_six_months_goes_at_midnight_and_at_the_start() {
    let server = Server::start().await;
    let folder = server.path().join("access");
    get(server.address, "/healthz").send().await;
    let server = server.restart().await;
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let kept = today - TimeDelta::days(184);
    let (kept, old) = (folder.join(format!("{kept}.log")), folder.join(format!("{}.log", kept - TimeDelta::days(1))));
    let foreign = folder.join("2020-01-01.log.note");
    for file in [&kept, &old, &foreign] {
        fs::write(file, "").unwrap();
    }
    let server = server.restart().await;
    get(server.address, "/healthz").send().await;
    while old.exists() {
        tokio::task::yield_now().await;
    }
    assert!(kept.exists(), "the last day of six months stays");

    // 23:59:59 and 00:00:00, Beijing time.
    server.clock.pass(TimeDelta::hours(5) + TimeDelta::minutes(50) + TimeDelta::seconds(59));
    get(server.address, "/healthz").send().await;
    server.clock.pass(TimeDelta::seconds(1));
    get(server.address, "/healthz").send().await;
    let _dir = server.stop().await;
    assert!(!kept.exists(), "at midnight");
    assert!(foreign.exists(), "what is not a day of the log is left alone");
    let lines = |day: &str| fs::read_to_string(folder.join(day)).unwrap().lines().count();
    assert_eq!((lines("2026-11-23.log"), lines("2026-11-24.log")), (3, 1));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_stops_nobody_and_the_lost_lines_are_counted() {
    let server = Server::start().await;
    let folder = server.path().join("access");
    let file = day(&server, "2026-11-23");
    fs::create_dir(&folder).unwrap();
    std::os::unix::fs::symlink("/dev/full", &file).unwrap();
    for _ in 0..3 {
        assert_eq!(get(server.address, "/healthz").send().await.status, StatusCode::OK);
    }
    let lost = || async {
        let figures = get(server.address, "/metrics").send().await.body;
        let figures = String::from_utf8(figures.to_vec()).unwrap();
        let line = figures.lines().find_map(|line| line.strip_prefix("zhiban_upstream_access_lines_lost_total "));
        line.unwrap().parse::<u32>().unwrap()
    };
    while lost().await < 3 {
        tokio::task::yield_now().await;
    }
    // There is room again.
    fs::remove_file(&file).unwrap();
    get(server.address, "/v1/time?nonce=a").send().await;
    let _dir = server.stop().await;
    let written = fs::read_to_string(&file).unwrap();
    assert!(written.lines().any(|line| line.contains(" GET /v1/time 200 ")), "{written}");
}
