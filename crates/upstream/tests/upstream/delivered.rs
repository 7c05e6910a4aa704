//! Who is handed what: calls stay in the room, reports go up, nobody reads beside.

use std::io::Read as _;

use domain::entry::Kind;
use domain::wire::MAX_PAGE;
use flate2::read::GzDecoder;

use crate::database;
use crate::desk::{Desk, call, report};
use crate::http::get;
use crate::server::{CITY, COUNTY, NEIGHBOUR, PROVINCE, Server};

async fn kinds(desk: &Desk) -> Vec<Kind> {
    desk.pull().await.iter().map(|delivery| delivery.entry.read_header().unwrap().kind).collect()
}

#[tokio::test]
async fn a_countys_call_stays_with_the_county_and_its_report_reaches_city_and_province() {
    let server = Server::start().await;
    let mut county = Desk::enrol(&server, COUNTY).await;
    let colleague = Desk::enrol(&server, COUNTY).await;
    let city = Desk::enrol(&server, CITY).await;
    let province = Desk::enrol(&server, PROVINCE).await;
    let neighbour = Desk::enrol(&server, NEIGHBOUR).await;
    let sent = [county.write(call()), county.write(report("一民房发生火灾"))];
    county.receipts(&sent).await;

    assert_eq!(kinds(&county).await, [Kind::CallOpened, Kind::Report]);
    assert_eq!(kinds(&colleague).await, [Kind::CallOpened, Kind::Report], "the other desk of the room sees both");
    assert_eq!(kinds(&city).await, [Kind::Report]);
    assert_eq!(kinds(&province).await, [Kind::Report]);
    assert_eq!(kinds(&neighbour).await, []);
    assert_eq!(city.pull().await[0].entry, sent[1], "exact bytes, body and all");
}

#[tokio::test]
async fn a_citys_own_report_does_not_go_down_to_its_counties() {
    let server = Server::start().await;
    let county = Desk::enrol(&server, COUNTY).await;
    let mut city = Desk::enrol(&server, CITY).await;
    let sent = [city.write(report("一厂房发生火灾"))];
    city.receipts(&sent).await;
    assert_eq!(kinds(&county).await, []);
    assert_eq!(kinds(&city).await, [Kind::Report]);
}

#[tokio::test]
async fn pages_follow_one_another_without_a_gap_also_where_bodies_are_long() {
    let server = Server::start().await;
    let mut county = Desk::enrol(&server, COUNTY).await;
    for _ in 0..3 {
        let calls = county.write_calls(90);
        county.receipts(&calls).await;
    }
    let page = county.page(0).await;
    assert_eq!((page.deliveries.len(), page.more), (MAX_PAGE, true));
    assert_eq!(county.page(270).await, domain::wire::DeliveryPage { deliveries: Vec::new(), more: false });
    for _ in 0..8 {
        let long = [county.write(report(&"长".repeat(50_000)))];
        county.receipts(&long).await;
    }
    let page = county.page(270).await;
    assert!(page.more && page.deliveries.len() < 8, "a page of long bodies ends early: {}", page.deliveries.len());
    assert_eq!(county.pull().await.len(), 278);
}

/// On a slow line the next report waits behind the page.
#[tokio::test]
async fn whoever_takes_it_compressed_gets_the_same_page_in_half_the_bytes() {
    let server = Server::start().await;
    let mut county = Desk::enrol(&server, COUNTY).await;
    let sent = [county.write(call()), county.write(report("一民房发生火灾"))];
    county.receipts(&sent).await;
    let asked = || get(server.address, "/v1/entries?after=0").bearer(&county.token);
    let plain = asked().send().await;
    let compressed = asked().with("accept-encoding", "br, gzip").send().await;
    assert_eq!(plain.headers.get("content-encoding"), None, "who did not ask gets it plain");
    assert_eq!(compressed.headers["content-encoding"], "gzip");
    assert!(compressed.body.len() * 2 < plain.body.len(), "{} of {}", compressed.body.len(), plain.body.len());
    let mut text = Vec::new();
    GzDecoder::new(&compressed.body[..]).read_to_end(&mut text).unwrap();
    assert_eq!(text, plain.body, "the exact bytes");
}

#[tokio::test]
async fn a_delivery_without_body_shows_that_the_entry_exists_and_not_what_it_says() {
    let server = Server::start().await;
    let mut county = Desk::enrol(&server, COUNTY).await;
    let neighbour = Desk::enrol(&server, NEIGHBOUR).await;
    let sent = [county.write(report("一民房发生火灾"))];
    county.receipts(&sent).await;
    // What will be written when units that hold reports of one incident are shown each other's receipts.
    let hand_on =
        "INSERT INTO unit_cursors VALUES ('990122', 1); INSERT INTO deliveries VALUES ('990122', 1, 1, false)";
    database::execute(server.path(), hand_on);
    let pulled = neighbour.pull().await;
    assert_eq!((&pulled[0].entry.header, &pulled[0].entry.body), (&sent[0].header, &None));
    server.holds(1).await;
}
