//! The real binary, killed as by a power cut while desks submit: nothing receipted is ever lost.

use std::sync::Arc;

use domain::wire::Outcome;

use crate::desk::Desk;
use crate::holding::{Holding, Progress};
use crate::program::{Program, run, said};
use crate::server::SAMPLE_FILE;

const ROUNDS: usize = 6;
const DESKS: usize = 4;

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_at_any_moment_loses_no_receipted_entry_and_leaves_nothing_half_written() {
    let dir = tempfile::tempdir().unwrap();
    said(&["units", SAMPLE_FILE], dir.path());
    let mut desks = Vec::new();
    let first = Program::serve(dir.path());
    for _ in 0..DESKS {
        let code = said(&["enrol", "--unit", "990121"], dir.path()).trim_end().to_owned();
        let desk = Desk::enrol_with(first.address, code).await;
        desks.push(Holding::of(desk));
    }
    first.kill();

    for round in 0..ROUNDS {
        let program = Program::serve(dir.path());
        let progress = Arc::new(Progress::default());
        let running: Vec<_> = desks
            .drain(..)
            .map(|held| tokio::spawn(held.at(program.address).submits(Arc::clone(&progress), Arc::default())))
            .collect();
        progress.grows_by(3 + round * 7).await;
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
