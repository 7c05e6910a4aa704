//! An attachment goes with the last readable entry that named it, and its unit alone decides that.

use std::path::PathBuf;

use domain::digest::Digest;
use domain::entry::{Content, Sealed, Subject};
use domain::wire::RefusalCode;
use hyper::StatusCode;

use crate::attachments::{blob_of, bring, fetch};
use crate::desk::{Desk, call};
use crate::server::{COUNTY, NEIGHBOUR, Server};
use crate::shown::{clears, note};

const RECORDING: &[u8] = b"the caller's voice";

fn speaks_of_it(desk: &mut Desk, subject: Subject) -> Sealed {
    desk.write_as(note("19900001111"), |header| {
        header.subject = subject;
        header.blobs = vec![blob_of(RECORDING)];
    })
}

/// Purges them, and sees another batch through: what the purge left to do is done before that.
async fn purges(desk: &mut Desk, subject: Subject, entry: &Sealed) {
    let content: Content = clears(&[entry]);
    let purge = desk.write_as(content, |header| header.subject = subject);
    desk.receipts(&[purge]).await;
    let next = desk.write(call());
    desk.receipts(&[next]).await;
}

fn kept(server: &Server, unit: &str) -> PathBuf {
    let unit = Digest::of(unit.as_bytes()).to_string();
    server.path().join("blobs").join(unit).join(Digest::of(RECORDING).to_string())
}

#[tokio::test]
async fn the_bytes_go_with_the_last_readable_entry_of_the_unit_that_named_them() {
    let server = Server::start().await;
    let digest = Digest::of(RECORDING).to_string();
    let mut county = Desk::enrol(&server, COUNTY).await;
    let mut neighbour = Desk::enrol(&server, NEIGHBOUR).await;
    let (first, second) = (Subject::now_v7(), Subject::now_v7());
    let notes = [speaks_of_it(&mut county, first), speaks_of_it(&mut county, second)];
    county.receipts(&notes).await;
    let beside = [speaks_of_it(&mut neighbour, first)];
    neighbour.receipts(&beside).await;
    for desk in [&county, &neighbour] {
        assert_eq!(bring(desk, &digest, 0, RECORDING).await.status, StatusCode::OK);
    }
    purges(&mut county, first, &notes[0]).await;
    assert!(kept(&server, COUNTY).exists(), "the other note can be read and names it");
    assert_eq!(fetch(&county, Digest::of(RECORDING), 0).await.body, RECORDING);
    purges(&mut county, second, &notes[1]).await;
    assert!(!kept(&server, COUNTY).exists(), "nothing that can be read names it");
    assert!(kept(&server, NEIGHBOUR).exists(), "the neighbour's is the neighbour's");
    let again = bring(&county, &digest, 0, RECORDING).await;
    assert_eq!(again.refused(StatusCode::NOT_FOUND), RefusalCode::NotFound, "nor does it come back");
    assert_eq!(fetch(&neighbour, Digest::of(RECORDING), 0).await.body, RECORDING);
    server.holds(7).await;
}

#[tokio::test]
async fn what_a_kill_left_behind_or_half_of_a_file_goes_at_the_next_start() {
    let server = Server::start().await;
    let mut county = Desk::enrol(&server, COUNTY).await;
    let subject = Subject::now_v7();
    let noted = [speaks_of_it(&mut county, subject)];
    county.receipts(&noted).await;
    bring(&county, &Digest::of(RECORDING).to_string(), 0, &RECORDING[..5]).await;
    let whole = kept(&server, COUNTY);
    let part = whole.with_extension("part");
    assert!(part.exists());
    purges(&mut county, subject, &noted[0]).await;
    assert!(!part.exists(), "half of it goes too");
    // As if the commit had been the last thing that the program did.
    std::fs::write(&whole, RECORDING).unwrap();
    std::fs::write(&part, RECORDING).unwrap();
    let server = server.restart().await;
    assert!(!whole.exists() && !part.exists());
    server.holds(3).await;
}
