//! A slow link and an impatient desk: every retry must end in one entry and one receipt.

use crate::desk::{Desk, call, received};
use crate::server::{COUNTY, Server};

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_retries_makes_one_entry_and_the_same_receipt_bytes_even_after_a_restart() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let entries = desk.write_calls(3);
    let storm: Vec<_> = (0..40)
        .map(|_| {
            let (desk, entries) = (desk.clone(), entries.clone());
            tokio::spawn(async move { desk.submit(&entries).await })
        })
        .collect();
    let first = desk.submit(&entries).await;
    for retry in storm {
        assert_eq!(retry.await.unwrap(), first, "the same receipt bytes, whoever asked first");
    }
    server.clock.pass(chrono::TimeDelta::days(400));
    let server = server.restart().await;
    assert_eq!(desk.clone().at(server.address).submit(&entries).await, first, "for ever");
    server.holds(3).await;
}

#[tokio::test]
async fn the_same_entry_twice_in_one_request_is_received_once() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let entry = desk.write(call());
    let outcomes = desk.submit(&[entry.clone(), entry]).await;
    assert_eq!(received(&outcomes[0]), received(&outcomes[1]));
    server.holds(1).await;
}

#[tokio::test]
async fn a_retry_whose_body_was_purged_meanwhile_still_gets_its_receipt() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let mut entry = desk.write(call());
    let first = desk.submit(std::slice::from_ref(&entry)).await;
    entry.body = None;
    assert_eq!(desk.submit(&[entry]).await, first);
    server.holds(1).await;
}

#[tokio::test]
async fn received_at_is_the_upstreams_time_whatever_the_desk_claims() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    server.clock.pass(chrono::TimeDelta::minutes(33));
    let content = call();
    let mut header = desk.header(&content);
    header.entered_at += chrono::TimeDelta::days(365);
    let entry = desk.seal(header, content);
    desk.seq += 1;
    let receipts = desk.receipts(&[entry]).await;
    assert_eq!(receipts[0].received_at, server.clock.now());
    assert_eq!(receipts[0].key_id, server.key.fingerprint());
}
