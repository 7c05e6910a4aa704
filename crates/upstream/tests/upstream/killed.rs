//! The real binary, killed as by a power cut while desks submit: nothing receipted is ever lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use domain::entry::Sealed;
use domain::receipt::SealedReceipt;
use domain::wire::{Outcome, SubmitAnswer, SubmitRequest};
use tokio::sync::Notify;

use crate::desk::{Desk, call, received, report};
use crate::http::post;
use crate::program::{Program, run, said};
use crate::server::SAMPLE_FILE;

const ROUNDS: usize = 6;
const DESKS: usize = 4;

/// What one desk holds in its hands when the machine dies.
struct Held {
    desk: Desk,
    receipted: Vec<(Sealed, SealedReceipt)>,
    waiting: Vec<Sealed>,
}

/// Submits until the connection breaks. What waits is offered again, as a desk does.
async fn submit_until_killed(mut held: Held, seen: Arc<AtomicUsize>, more: Arc<Notify>) -> Held {
    loop {
        if held.waiting.is_empty() {
            held.waiting = vec![held.desk.write(report("火灾")), held.desk.write(call())];
        }
        let request = SubmitRequest { entries: held.waiting.clone() };
        let asked = post(held.desk.address, "/v1/entries", serde_json::to_vec(&request).unwrap());
        let Ok(answer) = asked.bearer(&held.desk.token).try_send().await else { return held };
        let SubmitAnswer { outcomes } = answer.json();
        for (entry, outcome) in held.waiting.drain(..).zip(&outcomes) {
            held.receipted.push((entry, received(outcome).clone()));
        }
        seen.fetch_add(1, Ordering::SeqCst);
        more.notify_one();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_at_any_moment_loses_no_receipted_entry_and_leaves_nothing_half_written() {
    let dir = tempfile::tempdir().unwrap();
    said(&["units", SAMPLE_FILE], dir.path());
    let mut desks = Vec::new();
    let first = Program::serve(dir.path());
    for _ in 0..DESKS {
        let code = said(&["enrol", "--unit", "990121"], dir.path()).trim_end().to_owned();
        let desk = Desk::enrol_with(first.address, code).await;
        desks.push(Held { desk, receipted: Vec::new(), waiting: Vec::new() });
    }
    first.kill();

    for round in 0..ROUNDS {
        let program = Program::serve(dir.path());
        let (seen, more) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
        let running: Vec<_> = desks
            .drain(..)
            .map(|held| {
                let held = Held { desk: held.desk.at(program.address), ..held };
                tokio::spawn(submit_until_killed(held, Arc::clone(&seen), Arc::clone(&more)))
            })
            .collect();
        while seen.load(Ordering::SeqCst) < 3 + round * 7 {
            more.notified().await;
        }
        program.kill();
        for held in running {
            desks.push(held.await.unwrap());
        }
        assert!(run(&["check"], dir.path()).status.success(), "sound after kill {round}");
    }

    let program = Program::serve(dir.path());
    for held in desks {
        let desk = held.desk.at(program.address);
        let pulled = desk.pull().await;
        for (entry, receipt) in &held.receipted {
            let kept = pulled.iter().find(|delivery| delivery.entry.header == entry.header);
            let kept = kept.expect("a receipted entry is there");
            assert_eq!((&kept.entry, &kept.receipt), (entry, receipt), "byte for byte");
            let again = desk.submit(std::slice::from_ref(entry)).await;
            assert_eq!(again, [Outcome::Received { receipt: receipt.clone() }]);
        }
    }
    assert!(program.terminate());
    assert!(said(&["check", "--json"], dir.path()).contains("\"ok\":true"));
}
