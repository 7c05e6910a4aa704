//! One order for everybody: positions without a gap, in the order of commits, whoever submits at once.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::desk::{Desk, call, report};
use crate::server::{CITY, COUNTY, NEIGHBOUR, Server};

/// Splitmix: enough to shuffle sizes and kinds, the same in every run.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 33
}

async fn submit_at_random(mut desk: Desk, other: std::net::SocketAddr, seed: u64) -> Vec<u64> {
    let mut state = seed;
    let mut positions = Vec::new();
    for round in 0..12 {
        let count = next(&mut state) % 9 + 1;
        let entries: Vec<_> = (0..count)
            .map(|_| if next(&mut state).is_multiple_of(3) { desk.write(report("火灾")) } else { desk.write(call()) })
            .collect();
        let asked = if round % 2 == 0 { desk.clone() } else { desk.clone().at(other) };
        positions.extend(asked.receipts(&entries).await.iter().map(|receipt| receipt.position));
    }
    positions
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_desks_at_two_servers_get_gapless_positions_and_a_reader_never_passes_one_by() {
    let server = Server::start().await;
    let beside = server.beside().await;
    let city = Desk::enrol(&server, CITY).await;
    let running = Arc::new(AtomicBool::new(true));
    let reader = tokio::spawn({
        let (city, running, clock) = (city.clone(), Arc::clone(&running), server.clock.clone());
        async move {
            // A cursor that only ever goes forward must meet every delivery.
            let mut met: Vec<u64> = Vec::new();
            loop {
                let last = !running.load(Ordering::SeqCst);
                // While the clock stands still, a reader that never rests is a flood.
                clock.pass(chrono::TimeDelta::milliseconds(50));
                let page = city.page(met.last().copied().unwrap_or(0)).await;
                met.extend(page.deliveries.iter().map(|delivery| delivery.n));
                if last && !page.more {
                    return met;
                }
            }
        }
    });
    let mut desks = Vec::new();
    for seed in 0..8 {
        let desk = Desk::enrol(&server, if seed % 2 == 0 { COUNTY } else { NEIGHBOUR }).await;
        desks.push(tokio::spawn(submit_at_random(desk, beside.address, seed)));
    }
    let mut positions = BTreeSet::new();
    let mut count = 0;
    for desk in desks {
        let own = desk.await.unwrap();
        assert!(own.is_sorted(), "a desk's entries keep the order in which it sent them");
        count += own.len() as u64;
        positions.extend(own);
    }
    running.store(false, Ordering::SeqCst);
    assert_eq!(positions.into_iter().collect::<Vec<_>>(), (1..=count).collect::<Vec<_>>());
    let met = reader.await.unwrap();
    assert_eq!(met, (1..=met.len() as u64).collect::<Vec<_>>());
    assert_eq!(met.len(), city.pull().await.len());
    let order: Vec<_> = city.pull().await.iter().map(|delivery| delivery.receipt.read().unwrap().position).collect();
    assert!(order.is_sorted(), "deliveries follow the one order");
    server.holds(count).await;
}
