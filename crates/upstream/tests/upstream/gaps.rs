//! Entries in any order of arrival: received at once, and what is missing stays visible in every receipt.

use domain::digest::Digest;

use crate::desk::{Desk, call};
use crate::server::{COUNTY, Server};

#[tokio::test]
async fn a_gap_shows_in_the_device_head_until_it_is_filled() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let sent = desk.write_calls(5);
    let hash = |seq: usize| sent[seq - 1].digest();
    let mut seen = Vec::new();
    for seq in [3, 1, 5, 2, 4] {
        let receipt = desk.receipts(&sent[seq - 1..seq]).await.remove(0);
        assert_eq!(receipt.device_head.epoch, 1);
        seen.push((seq, receipt.device_head.seq, receipt.device_head.digest));
    }
    assert_eq!(
        seen,
        [(3, 0, Digest::ZERO), (1, 1, hash(1)), (5, 1, hash(1)), (2, 3, hash(3)), (4, 5, hash(5))],
        "(arrived, head seq, head digest)"
    );
    server.holds(5).await;
}

#[tokio::test]
async fn within_one_request_each_receipt_counts_the_entries_before_it() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let sent = desk.write_calls(4);
    let heads: Vec<_> = desk.receipts(&sent).await.iter().map(|receipt| receipt.device_head.seq).collect();
    assert_eq!(heads, [1, 2, 3, 4]);
}

#[tokio::test]
async fn epochs_and_devices_have_heads_of_their_own() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let mut other = Desk::enrol(&server, COUNTY).await;
    let first = desk.write_calls(2);
    desk.receipts(&first).await;
    desk = Desk { epoch: 7, seq: 0, prev: Digest::ZERO, ..desk };
    let entry = [desk.write(call())];
    let head = desk.receipts(&entry).await.remove(0).device_head;
    assert_eq!((head.epoch, head.seq, head.digest), (7, 1, entry[0].digest()));
    let entry = [other.write(call())];
    assert_eq!(other.receipts(&entry).await[0].device_head.seq, 1);
    server.holds(4).await;
}
