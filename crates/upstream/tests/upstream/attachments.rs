//! Attachments come in pieces behind the entries that name them, and go to nobody else.

use domain::digest::Digest;
use domain::entry::{BlobRef, Content, Sealed};
use domain::wire::{BlobHeld, MAX_PIECE, RefusalCode};
use hyper::{Method, StatusCode};

use crate::desk::{Desk, call, report};
use crate::http::{Answer, Asked, get};
use crate::server::{CITY, COUNTY, NEIGHBOUR, Server};

pub(crate) fn blob_of(bytes: &[u8]) -> BlobRef {
    BlobRef { digest: Digest::of(bytes), length: bytes.len() as u64 }
}

fn write(desk: &mut Desk, content: Content, blobs: &[BlobRef]) -> Sealed {
    desk.write_as(content, |header| header.blobs = blobs.to_vec())
}

pub(crate) async fn bring(desk: &Desk, digest: &str, offset: u64, bytes: &[u8]) -> Answer {
    let path = format!("/v1/blobs/{digest}?offset={offset}");
    let asked = Asked::new(desk.address, Method::PUT, &path, bytes.to_vec().into());
    asked.with("content-type", "application/octet-stream").bearer(&desk.token).send().await
}

pub(crate) async fn fetch(desk: &Desk, digest: Digest, offset: u64) -> Answer {
    get(desk.address, &format!("/v1/blobs/{digest}?offset={offset}")).bearer(&desk.token).send().await
}

#[tokio::test]
async fn a_photograph_comes_in_pieces_goes_on_where_it_broke_off_and_reaches_the_superior_whole() {
    let server = Server::start().await;
    let mut county = Desk::enrol(&server, COUNTY).await;
    let city = Desk::enrol(&server, CITY).await;
    let photograph: Vec<u8> = (0..700_000_u32).map(|at| (at % 251) as u8).collect();
    let blob = blob_of(&photograph);
    let digest = blob.digest.to_string();
    let sent = [write(&mut county, report("一民房发生火灾"), std::slice::from_ref(&blob))];

    let early = bring(&county, &digest, 0, &photograph[..10]).await;
    assert_eq!(early.refused(StatusCode::NOT_FOUND), RefusalCode::NotFound, "text goes first");
    county.receipts(&sent).await;
    let first: BlobHeld = bring(&county, &digest, 0, &photograph[..MAX_PIECE]).await.json();
    assert_eq!(first, BlobHeld { held: MAX_PIECE as u64, whole: false });
    assert_eq!(fetch(&city, blob.digest, 0).await.status, StatusCode::NOT_FOUND, "a part is not the photograph");

    // The answer was lost: the desk asks how much is held, and goes on there; another instance takes the rest.
    let other = server.beside().await;
    let elsewhere = county.clone().at(other.address);
    let mut held: BlobHeld = bring(&elsewhere, &digest, 0, b"").await.json();
    while !held.whole {
        let from = usize::try_from(held.held).unwrap();
        let to = photograph.len().min(from + MAX_PIECE);
        held = bring(&elsewhere, &digest, held.held, &photograph[from..to]).await.json();
    }
    let mut fetched = Vec::new();
    while fetched.len() < photograph.len() {
        let piece = fetch(&city, blob.digest, fetched.len() as u64).await;
        assert_eq!(piece.headers["content-type"], "application/octet-stream");
        fetched.extend_from_slice(&piece.body);
    }
    assert_eq!(fetched, photograph);
    assert!(fetch(&city, blob.digest, 9_000_000).await.body.is_empty(), "beyond the end there is nothing");
    server.holds(1).await;
}

#[tokio::test]
async fn nobody_brings_or_takes_what_no_entry_of_theirs_names() {
    let server = Server::start().await;
    let mut county = Desk::enrol(&server, COUNTY).await;
    let mut neighbour = Desk::enrol(&server, NEIGHBOUR).await;
    let city = Desk::enrol(&server, CITY).await;
    let (secret, other) = (b"for this room only".as_slice(), b"nothing names me".as_slice());
    let sent = [write(&mut county, call(), &[blob_of(secret)])];
    county.receipts(&sent).await;
    let digest = Digest::of(secret).to_string();
    let held: BlobHeld = bring(&county, &digest, 0, secret).await.json();
    assert!(held.whole);
    for stranger in [&neighbour, &city] {
        let refused = fetch(stranger, Digest::of(secret), 0).await;
        assert_eq!(refused.refused(StatusCode::NOT_FOUND), RefusalCode::NotFound, "a call is the unit's own");
        let refused = bring(stranger, &digest, 0, secret).await;
        assert_eq!(refused.refused(StatusCode::NOT_FOUND), RefusalCode::NotFound);
    }
    // A header handed on without its body tells the digest; naming it in an entry of one's own gives nothing away.
    let sent = [write(&mut neighbour, call(), &[blob_of(secret)])];
    neighbour.receipts(&sent).await;
    let refused = fetch(&neighbour, Digest::of(secret), 0).await;
    assert_eq!(refused.refused(StatusCode::NOT_FOUND), RefusalCode::NotFound, "a digest is not the bytes");
    let held: BlobHeld = bring(&neighbour, &digest, 0, b"").await.json();
    assert_eq!(held, BlobHeld { held: 0, whole: false }, "nor is it said that another has brought them");
    assert_eq!(bring(&county, &Digest::of(other).to_string(), 0, other).await.status, StatusCode::NOT_FOUND);
    let nobody = get(server.address, &format!("/v1/blobs/{digest}")).send().await;
    nobody.refused(StatusCode::UNAUTHORIZED);
    for crooked in ["..%2f..%2fsigning-key", "%2e%2e", "ABC", "a", &"0".repeat(65)] {
        let answer = bring(&county, crooked, 0, b"x").await;
        assert!(matches!(answer.status, StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND), "{crooked}: {answer:?}");
    }
    let kept: Vec<_> = std::fs::read_dir(server.path().join("blobs")).unwrap().collect();
    assert_eq!(kept.len(), 2, "a folder for each unit that brought what it named: {kept:?}");
}

#[tokio::test]
async fn other_bytes_under_a_photographs_name_are_refused_in_words_and_not_kept() {
    let server = Server::start().await;
    let mut county = Desk::enrol(&server, COUNTY).await;
    let blob = blob_of(b"right");
    let sent = [write(&mut county, report("火灾"), std::slice::from_ref(&blob))];
    county.receipts(&sent).await;
    let refused = bring(&county, &blob.digest.to_string(), 0, b"wrong").await;
    assert_eq!(refused.refused(StatusCode::BAD_REQUEST), RefusalCode::BadSeal);
    let held: BlobHeld = bring(&county, &blob.digest.to_string(), 0, b"right").await.json();
    assert!(held.whole, "and the right ones can still come");
    let typed = Asked::new(county.address, Method::PUT, &format!("/v1/blobs/{}", blob.digest), b"{}".to_vec().into());
    let typed = typed.with("content-type", "application/json").bearer(&county.token).send().await;
    assert_eq!(typed.refused(StatusCode::UNSUPPORTED_MEDIA_TYPE), RefusalCode::Malformed);
}

#[tokio::test]
async fn a_file_larger_than_any_attachment_is_not_taken_whatever_its_entry_says() {
    let server = Server::start().await;
    let mut county = Desk::enrol(&server, COUNTY).await;
    let largest = domain::information::LARGEST_ATTACHMENT;
    let (within, beyond) = (blob_of(b"within"), blob_of(b"beyond"));
    let named = [BlobRef { length: largest, ..within }, BlobRef { length: largest + 1, ..beyond }];
    let sent = [write(&mut county, report("火灾"), &named)];
    county.receipts(&sent).await;
    let held: BlobHeld = bring(&county, &named[0].digest.to_string(), 0, b"begins").await.json();
    assert_eq!(held, BlobHeld { held: 6, whole: false });
    let refused = bring(&county, &named[1].digest.to_string(), 0, b"begins").await;
    assert_eq!(refused.refused(StatusCode::NOT_FOUND), RefusalCode::NotFound, "the disk is not filled by a number");
}

#[tokio::test]
async fn a_unit_that_fills_its_room_is_told_so_in_words_and_its_text_and_its_neighbours_are_none_the_worse() {
    let server = Server::start_with_room_for(1000).await;
    let (large, small) = (vec![1; 900], vec![2; 200]);
    let mut desks = [Desk::enrol(&server, COUNTY).await, Desk::enrol(&server, NEIGHBOUR).await];
    for desk in &mut desks {
        let sent = [write(desk, report("火灾"), &[blob_of(&large), blob_of(&small)])];
        desk.receipts(&sent).await;
    }
    let [county, neighbour] = desks;
    let held: BlobHeld = bring(&county, &Digest::of(&large).to_string(), 0, &large).await.json();
    assert!(held.whole);
    let refused = bring(&county, &Digest::of(&small).to_string(), 0, &small).await;
    assert!(String::from_utf8_lossy(&refused.body).contains("附件已满"), "{refused:?}");
    assert_eq!(refused.refused(StatusCode::SERVICE_UNAVAILABLE), RefusalCode::Unavailable);
    let held: BlobHeld = bring(&neighbour, &Digest::of(&small).to_string(), 0, &small).await.json();
    assert!(held.whole, "each unit has room of its own");
    server.holds(2).await;
}
