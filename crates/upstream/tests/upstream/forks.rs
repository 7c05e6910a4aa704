//! Two truths at one place: both stay visible, neither replaces the other, and nobody else is held up.

use domain::seal::Signature;
use domain::wire::Outcome;

use crate::desk::{Desk, call, received, report};
use crate::server::{COUNTY, NEIGHBOUR, Server};

#[tokio::test]
async fn the_same_id_with_other_bytes_is_a_fork_and_the_entry_after_it_is_still_received() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let content = report("一民房发生火灾");
    let header = desk.header(&content);
    let first = desk.write(call());
    desk.receipts(std::slice::from_ref(&first)).await;
    let held = first.read_header().unwrap().id;

    let edited = desk.seal(domain::entry::Header { id: held, ..header }, content);
    let next = desk.write(report("一厂房发生火灾"));
    let outcomes = desk.submit(&[edited, next]).await;
    assert_eq!(outcomes[0], Outcome::ChainFork { held });
    received(&outcomes[1]);
    server.holds(2).await;
}

#[tokio::test]
async fn another_entry_at_a_taken_place_is_a_fork_within_one_request_too() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let mut restored = desk.clone();
    let (ours, other) = (desk.write(call()), restored.write(call()));
    let outcomes = desk.submit(&[ours.clone(), other.clone()]).await;
    received(&outcomes[0]);
    let held = ours.read_header().unwrap().id;
    assert_eq!(outcomes[1], Outcome::ChainFork { held });
    assert_eq!(desk.submit(&[other]).await, [Outcome::ChainFork { held }], "and for ever");

    restored = Desk { epoch: 2, seq: 0, prev: domain::digest::Digest::ZERO, ..restored };
    let reissued = restored.write(call());
    received(&restored.submit(&[reissued]).await[0]);
    server.holds(2).await;
}

#[tokio::test]
async fn what_hangs_on_a_fork_is_one_though_its_own_place_is_free() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let mut clone = desk.clone();
    let first = desk.write(call());
    desk.receipts(std::slice::from_ref(&first)).await;
    let held = first.read_header().unwrap().id;
    let longer = clone.write_calls(4);
    assert_eq!(clone.submit(&longer).await, vec![Outcome::ChainFork { held }; 4], "no chain begins in the air");
    server.holds(1).await;
    desk.write_calls(2);
    let next = desk.write(call());
    received(&desk.submit(&[next]).await[0]);
}

#[tokio::test]
async fn an_entry_that_contradicts_its_predecessor_or_its_successor_is_a_fork() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let (first, second, third) = (desk.write(call()), desk.write(call()), desk.write(call()));
    let mut liar = desk.clone();
    (liar.seq, liar.prev) = (1, second.digest());
    let other_second = liar.write(call());
    desk.receipts(&[first.clone(), third.clone()]).await;
    let of = |entry: &domain::entry::Sealed| entry.read_header().unwrap().id;
    assert_eq!(desk.submit(&[other_second]).await, [Outcome::ChainFork { held: of(&first) }]);

    (liar.seq, liar.prev) = (1, first.digest());
    let not_what_third_follows = liar.write(call());
    assert_eq!(desk.submit(&[not_what_third_follows]).await, [Outcome::ChainFork { held: of(&third) }]);
    desk.receipts(&[second]).await;
    server.holds(3).await;
}

#[tokio::test]
async fn an_id_that_another_desk_used_is_a_fork_not_a_receipt_for_the_others_entry() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let neighbour = Desk::enrol(&server, NEIGHBOUR).await;
    let entry = desk.write(call());
    desk.receipts(std::slice::from_ref(&entry)).await;
    let id = entry.read_header().unwrap().id;
    let content = call();
    let taken = neighbour.seal(domain::entry::Header { id, ..neighbour.header(&content) }, content);
    assert_eq!(neighbour.submit(&[taken]).await, [Outcome::ChainFork { held: id }]);
    server.holds(1).await;
}

#[tokio::test]
async fn the_same_header_under_another_valid_signature_is_other_bytes() {
    use sm2::dsa::signature::RandomizedSigner as _;
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let entry = desk.write(call());
    desk.receipts(std::slice::from_ref(&entry)).await;
    let key = sm2::dsa::SigningKey::from_slice("1234567812345678", &desk.key.to_bytes()).unwrap();
    let der = key.try_sign_with_rng(&mut getrandom::SysRng, entry.header.as_bytes()).unwrap().to_der();
    let signature = Signature::from_text(domain::digest::hex(der.as_bytes()));
    assert_ne!(signature, entry.signature);
    assert_eq!(desk.key.public().verify(entry.header.as_bytes(), &signature), Ok(()));
    let held = entry.read_header().unwrap().id;
    let resigned = domain::entry::Sealed { signature, ..entry };
    assert_eq!(desk.submit(&[resigned]).await, [Outcome::ChainFork { held }]);
    server.holds(1).await;
}
