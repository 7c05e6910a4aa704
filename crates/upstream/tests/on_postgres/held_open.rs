//! Numbers as cursors: a transaction that is still open at one instance, while another instance receives and is read. Whoever
//! goes on from the last number that it saw passes nothing over.

use domain::wire::Delivery;

use crate::database;
use crate::desk::{Desk, call, received};
use crate::server::{COUNTY, Server};

/// The lock at which the transaction is held open.
const GATE: u32 = 47_610;

/// An entry's transaction stops in its middle, with its position and its rows written, until the gate is opened.
fn stops_at_the_gate(entry: uuid::Uuid) -> String {
    format!(
        "CREATE FUNCTION stops() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN
             IF (SELECT id FROM entries WHERE position = NEW.position) = '{entry}' THEN
                 PERFORM pg_advisory_xact_lock({GATE});
             END IF;
             RETURN NULL;
         END $$;
         CREATE TRIGGER stops AFTER INSERT ON deliveries FOR EACH ROW EXECUTE FUNCTION stops();"
    )
}

/// Reads on from the last number that was seen, as a desk does; each page where it stops for now.
async fn reads_on(desk: &Desk, seen: &mut Vec<Delivery>) {
    loop {
        let page = desk.page(seen.last().map_or(0, |delivery| delivery.n)).await;
        seen.extend(page.deliveries);
        if !page.more {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_at_one_instance_passes_nothing_over_while_a_transaction_is_open_at_another() {
    let first = Server::start().await;
    let second = first.beside().await;
    let mut slow = Desk::enrol(&first, COUNTY).await;
    let mut quick = Desk::enrol(&first, COUNTY).await.at(second.address);
    let reader = Desk::enrol(&first, COUNTY).await.at(second.address);
    let mut seen = Vec::new();
    let earlier = quick.write(call());
    quick.receipts(&[earlier]).await;
    reads_on(&reader, &mut seen).await;

    let held = slow.write(call());
    let later = quick.write_calls(3);
    database::execute(first.path(), &stops_at_the_gate(held.read_header().unwrap().id));
    let gate = database::gate(first.path(), GATE);
    let submitting = {
        let (slow, held) = (slow.clone(), held.clone());
        tokio::spawn(async move { slow.submit(&[held]).await })
    };
    while database::waiting(first.path(), "advisory") == 0 {
        reads_on(&reader, &mut seen).await;
    }
    assert_eq!(seen.len(), 1, "what is not committed is shown to nobody");

    let beside = {
        let (quick, later) = (quick.clone(), later.clone());
        tokio::spawn(async move { quick.submit(&later).await })
    };
    // The second instance asks for the right to write, and is read all the while.
    while database::waiting(first.path(), "transactionid") + database::waiting(first.path(), "tuple") == 0 {
        reads_on(&reader, &mut seen).await;
        assert!(!beside.is_finished(), "nothing that is numbered behind the open one may be committed before it");
    }
    reads_on(&reader, &mut seen).await;
    assert_eq!(seen.len(), 1, "a number behind the open one would be read, and the open one passed over for ever");

    drop(gate);
    received(&submitting.await.unwrap()[0]);
    for outcome in &beside.await.unwrap() {
        received(outcome);
    }
    reads_on(&reader, &mut seen).await;
    let numbers: Vec<u64> = seen.iter().map(|delivery| delivery.n).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5], "every number once, in order");
    let handed: Vec<&str> = seen[1..].iter().map(|delivery| delivery.entry.header.as_str()).collect();
    let sent: Vec<&str> = std::iter::once(&held).chain(&later).map(|entry| entry.header.as_str()).collect();
    assert_eq!(handed, sent, "the one that was open comes first, whole");
}
