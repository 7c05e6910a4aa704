//! A receipt is released only after the commit. The commit is made to fail for real: a deferred reference to a
//! unit that does not exist is found only by COMMIT itself, after every entry and receipt was written.

use domain::wire::RefusalCode;
use hyper::StatusCode;
use tokio::sync::mpsc;

use crate::database;
use crate::desk::{Desk, call, report};
use crate::server::{CITY, COUNTY, Server};

#[tokio::test]
async fn when_the_commit_fails_nothing_is_answered_as_received_and_nothing_is_half_written() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let city = Desk::enrol(&server, CITY).await;
    let before = [desk.write(call())];
    desk.receipts(&before).await;

    database::execute(server.path(), database::SABOTAGE);
    let sent = [desk.write(report("一民房发生火灾")), desk.write(call())];
    for _ in 0..3 {
        let answer = desk.post(&sent).await;
        assert_eq!(answer.refused(StatusCode::SERVICE_UNAVAILABLE), RefusalCode::Unavailable);
        assert!(answer.headers.contains_key("retry-after"), "the desk is told to come back");
    }
    server.holds(1).await;
    assert_eq!((desk.pull().await.len(), city.pull().await.len()), (1, 0));

    database::execute(server.path(), database::NO_SABOTAGE);
    let receipts = desk.receipts(&sent).await;
    assert_eq!(receipts.iter().map(|receipt| receipt.position).collect::<Vec<_>>(), [2, 3], "no position was used up");
    assert_eq!(city.pull().await.len(), 1);
    server.holds(3).await;
}

#[tokio::test]
async fn an_entry_that_the_tables_refuse_takes_nothing_of_its_neighbours_with_it() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    let sent = desk.write_calls(3);
    let poisoned = sent[1].read_header().unwrap().id;
    database::execute(server.path(), &database::poison(poisoned));
    let outcomes = desk.submit(&sent).await;
    let (first, third) = (desk.receipt(&sent[0], &outcomes[0]), desk.receipt(&sent[2], &outcomes[2]));
    assert!(matches!(&outcomes[1], domain::wire::Outcome::Refused { .. }), "{:?}", outcomes[1]);
    assert_eq!((first.position, third.position), (1, 2));
    assert_eq!(third.device_head.seq, 1, "the refused one is a visible gap");
    server.holds(2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_too_many_wait_the_rest_is_told_to_come_back_and_nothing_is_lost() {
    let server = Server::start().await;
    let mut desk = Desk::enrol(&server, COUNTY).await;
    desk.pull().await;
    let mut held = Some(database::hold(server.path()));
    let (answered, mut answers) = mpsc::unbounded_channel();
    for _ in 0..400 {
        let (desk, entry, answered) = (desk.clone(), desk.write(call()), answered.clone());
        tokio::spawn(async move {
            let answer = desk.post(std::slice::from_ref(&entry)).await;
            answered.send((entry, answer)).unwrap();
        });
    }
    drop(answered);
    let (mut refused, mut received) = (Vec::new(), 0);
    while let Some((entry, answer)) = answers.recv().await {
        if answer.status == StatusCode::OK {
            received += 1;
            continue;
        }
        assert_eq!(answer.refused(StatusCode::SERVICE_UNAVAILABLE), RefusalCode::Unavailable);
        assert!(answer.headers.contains_key("retry-after"));
        refused.push(entry);
        drop(held.take());
    }
    assert!(!refused.is_empty(), "the queue is bounded");
    server.holds(received).await;
    for entries in refused.chunks(100) {
        desk.receipts(entries).await;
    }
    server.holds(400).await;
}
