//! Three instances before one database: whichever is killed under load, nothing receipted is lost, nothing is there
//! twice, and the others never stop.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::desk::Desk;
use crate::holding::{Holding, Progress};
use crate::program::{Program, said};
use crate::server::SAMPLE_FILE;

const INSTANCES: usize = 3;
const DESKS: usize = 4;
const ROUNDS: usize = 6;

async fn desks(dir: &Path, address: std::net::SocketAddr) -> Vec<Holding> {
    let mut desks = Vec::new();
    for _ in 0..DESKS {
        let code = said(&["enrol", "--unit", "990121"], dir).trim_end().to_owned();
        desks.push(Holding::of(Desk::enrol_with(address, code).await));
    }
    desks
}

#[tokio::test(flavor = "multi_thread")]
async fn killing_any_of_three_instances_loses_nothing_doubles_nothing_and_the_others_never_stop() {
    let dir = tempfile::tempdir().unwrap();
    said(&["units", SAMPLE_FILE], dir.path());
    let mut instances: Vec<_> = (0..INSTANCES).map(|_| Program::serve(dir.path())).collect();
    let mut victims = desks(dir.path(), instances[0].address).await;
    let others = desks(dir.path(), instances[0].address).await;
    let (going_on, stop) = (Arc::new(Progress::default()), Arc::new(AtomicBool::new(false)));

    // One goes on throughout; the other two take turns at dying and being started again.
    let steady = instances.remove(0);
    let steadily: Vec<_> = others
        .into_iter()
        .map(|holding| tokio::spawn(holding.at(steady.address).submits(Arc::clone(&going_on), Arc::clone(&stop))))
        .collect();
    for round in 0..ROUNDS {
        let victim = instances.remove(0);
        let progress = Arc::new(Progress::default());
        let submitting: Vec<_> = victims
            .drain(..)
            .map(|holding| tokio::spawn(holding.at(victim.address).submits(Arc::clone(&progress), Arc::default())))
            .collect();
        progress.grows_by(3 + round * 5).await;
        victim.kill();
        for holding in submitting {
            victims.push(holding.await.unwrap());
        }
        going_on.grows_by(DESKS).await;
        instances.push(Program::serve(dir.path()));
    }
    stop.store(true, Ordering::SeqCst);
    let mut holdings = victims;
    for holding in steadily {
        holdings.push(holding.await.unwrap());
    }
    assert!(holdings.iter().rev().take(DESKS).all(|holding| holding.waiting.is_empty()), "the steady one never broke");
    everything_is_there_once(&holdings, &steady).await;
    assert!(said(&["check", "--json"], dir.path()).contains("\"ok\":true"));
}

async fn everything_is_there_once(holdings: &[Holding], at: &Program) {
    let pulled = holdings[0].desk.clone().at(at.address).pull().await;
    for (entry, receipt) in holdings.iter().flat_map(|holding| &holding.receipted) {
        let kept: Vec<_> = pulled.iter().filter(|delivery| delivery.entry.header == entry.header).collect();
        assert_eq!(kept.len(), 1, "a receipted entry is there, once");
        assert_eq!((&kept[0].entry, &kept[0].receipt), (entry, receipt), "byte for byte");
    }
    let waiting: usize = holdings.iter().map(|holding| holding.waiting.len()).sum();
    let receipted: usize = holdings.iter().map(|holding| holding.receipted.len()).sum();
    let held = pulled.len();
    assert!(
        (receipted..=receipted + waiting).contains(&held),
        "{receipted} receipted, {waiting} in doubt, {held} held"
    );
}
