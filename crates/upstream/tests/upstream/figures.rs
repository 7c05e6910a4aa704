//! What whoever watches the machine is told: enough to see trouble coming, and nothing of any person, desk or unit.

use domain::entry::Sealed;
use domain::seal::Signature;
use hyper::{Method, StatusCode};

use crate::desk::{Desk, call, report};
use crate::http::{Asked, get};
use crate::program::{Program, said};
use crate::server::{COUNTY, SAMPLE_FILE, Server};

async fn figures(server: &Server) -> String {
    let answer = get(server.address, "/metrics").send().await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    String::from_utf8(answer.body.to_vec()).unwrap()
}

/// The value of a series, named with its labels.
fn value<'a>(figures: &'a str, series: &str) -> &'a str {
    let line = figures.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("no {series} in {figures}"))
}

#[tokio::test]
async fn requests_entries_commits_and_connections_are_counted() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let mut entries = desk.write_calls(3);
    desk.receipts(&entries).await;
    entries.truncate(1);
    entries.push(Sealed { signature: Signature::from_text("zz".to_owned()), ..desk.write(call()) });
    entries.push(desk.write(call()));
    desk.submit(&entries).await;
    get(server.address, "/v1/nowhere").send().await;

    let figures = figures(&server).await;
    let of = |series: &str| value(&figures, &format!("zhiban_upstream_{series}")).to_owned();
    assert_eq!(of("requests_total{method=\"POST\",route=\"/v1/entries\",status=\"2xx\"}"), "2");
    assert_eq!(of("requests_total{method=\"GET\",route=\"other\",status=\"4xx\"}"), "1");
    assert_eq!(of("request_duration_seconds_count{route=\"/v1/entries\"}"), "2");
    assert_eq!(of("entries_total{outcome=\"received\",code=\"\"}"), "5", "a repeated one counts again");
    assert_eq!(of("entries_total{outcome=\"refused\",code=\"bad_seal\"}"), "1");
    assert_eq!(of("batch_entries_count"), "2");
    assert_eq!(of("batch_entries_sum"), "5.0");
    assert_eq!(of("commit_duration_seconds_count"), "2");
    assert_eq!(of(&format!("build_info{{version=\"{}\"}}", env!("CARGO_PKG_VERSION"))), "1");
    assert_eq!(of("connections_turned_away_total"), "0");
    assert!(of("connections_open").parse::<u32>().unwrap() >= 1, "this very one");
}

#[tokio::test]
async fn a_fork_and_a_flood_are_seen_from_afar() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let other = desk.clone().write(call());
    let entry = desk.write(call());
    desk.receipts(&[entry]).await;
    desk.submit(&[other]).await;
    for _ in 0..700 {
        get(server.address, "/v1/time?nonce=a").with("x-real-ip", "192.0.2.7").send().await;
    }
    let figures = figures(&server).await;
    assert_eq!(value(&figures, "zhiban_upstream_entries_total{outcome=\"forked\",code=\"\"}"), "1");
    assert_eq!(value(&figures, "zhiban_upstream_told_to_wait_total{who=\"address\"}"), "580");
}

#[tokio::test]
async fn no_figure_names_a_person_a_desk_or_a_unit_whatever_is_asked() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let entries = [desk.write(report("一民房发生火灾"))];
    desk.receipts(&entries).await;
    for path in ["/13800138000", "/v1/entries/K7QM-3FXP-9RTV", "/v1/time?nonce=secret", "/%E7%8E%8B"] {
        get(server.address, path).with("x-real-ip", "192.0.2.7").send().await;
    }
    let odd = Method::from_bytes(b"M13800138000").unwrap();
    Asked::new(server.address, odd, "/v1/time", "".into()).send().await;
    let figures = figures(&server).await;
    let id = desk.device.to_string();
    for secret in
        [COUNTY, &id, &id[..8], &id[28..], &desk.token, "138001", "K7QM", "secret", "192.0.2", "127.0.0", "火灾"]
    {
        assert!(!figures.contains(secret), "{secret} in {figures}");
    }
    let labels: std::collections::BTreeSet<&str> =
        figures.lines().filter(|line| !line.starts_with('#')).flat_map(names).collect();
    let known = ["code", "le", "method", "outcome", "route", "status", "version", "who"];
    assert!(labels.iter().all(|label| known.contains(label)), "{labels:?}");
}

/// The names of a line's labels.
fn names(line: &str) -> Vec<&str> {
    let labels = line.split_once('{').and_then(|(_, rest)| rest.rsplit_once('}')).map_or("", |(labels, _)| labels);
    labels.split("\",").filter_map(|label| Some(label.split_once('=')?.0)).collect()
}

#[tokio::test]
async fn nobody_from_outside_reads_the_figures_not_even_through_the_proxy_on_this_machine() {
    let server = Server::start().await;
    for header in ["x-real-ip", "x-forwarded-for", "forwarded", "via"] {
        let outside = get(server.address, "/metrics").with(header, "192.0.2.7").send().await;
        outside.refused(StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn an_address_of_their_own_gives_the_figures_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    said(&["units", SAMPLE_FILE], dir.path());
    // A port that is free now; the program says only where it receives.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let named = port.to_string();
    let program = Program::serve_at("http", &["--listen", "127.0.0.1:0", "--metrics-listen", &named], dir.path());
    get(program.address, "/healthz").send().await;
    let watcher = get(port, "/metrics").with("x-forwarded-for", "192.0.2.7").send().await;
    assert_eq!(watcher.status, StatusCode::OK);
    let text = String::from_utf8(watcher.body.to_vec()).unwrap();
    assert_eq!(value(&text, "zhiban_upstream_requests_total{method=\"GET\",route=\"/healthz\",status=\"2xx\"}"), "1");
    for path in ["/", "/healthz", "/v1/entries", "/v1/enrol"] {
        get(port, path).elsewhere().send().await.refused(StatusCode::NOT_FOUND);
    }
    assert!(program.terminate());
}
