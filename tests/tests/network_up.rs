//! The network comes back, and nobody waits for a backoff; where the machine cannot tell, the backoff still does it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says why"
)]

mod officer;

use std::process::Command;
use std::time::Duration;

use serde_json::Value;
use tests::link::Trouble;
use tests::room::{Room, may_12};
use tests::turned_network::TurnedNetwork;
use tests::wait::{try_until, until};
use workstation::sync::{self, Network};

/// Well below the longest wait between two tries (20 s): what is sent within it was not sent by the backoff.
const AT_ONCE: Duration = Duration::from_secs(8);

/// Set where the test runs again in a network of its own.
const OWN_NETWORK: &str = "ZHIBAN_TEST_IN_A_NETWORK_OF_ITS_OWN";

/// A network of which nobody tells anything.
struct Untold;

impl Network for Untold {
    async fn came_up(&mut self) {
        std::future::pending().await
    }
}

/// A report written while the upstream is away, tried in vain, and why in words.
async fn written_in_vain(room: &mut Room) -> String {
    room.upstream_stops().await;
    let incident = officer::takes_a_call(room);
    let report = officer::reports(room, &incident);
    until("the report to be tried in vain", async || {
        let rows = room.waiting();
        let tried = rows.iter().all(|row| row["attempts"].as_u64() > Some(0) && row["next_at"].is_string());
        if rows.len() == 3 && tried { Ok(()) } else { Err(format!("{rows:#?}")) }
    })
    .await;
    for row in room.waiting() {
        assert!(row["trouble"].as_str().is_some_and(|words| words.contains("连不上上级节点")), "为什么: {row}");
    }
    report
}

async fn online(room: &Room) {
    until("在线, and no word of any trouble", async || {
        let link = room.does("desk", Value::Null)["link"].clone();
        if link["online"] == true && link["trouble"].is_null() { Ok(()) } else { Err(link.to_string()) }
    })
    .await;
}

async fn gone(room: &Room, within: Duration) -> Result<(), String> {
    try_until(within, async || {
        let rows = room.waiting();
        if rows.is_empty() { Ok(()) } else { Err(format!("{rows:#?}")) }
    })
    .await
}

/// The room's clock stands still, so no wait ever ends by itself.
#[tokio::test]
async fn when_the_network_comes_up_what_waits_goes_at_once_and_not_when_its_wait_is_over() {
    let mut room = Room::open(may_12(18, 9)).await;
    let network = TurnedNetwork::default();
    let syncing = tokio::spawn(sync::run_on(room.desk.clone(), network.clone()));
    written_in_vain(&mut room).await;
    room.upstream_returns().await;
    network.comes_up();
    gone(&room, AT_ONCE).await.expect("sent without waiting");
    syncing.abort();
    room.holds_what_the_upstream_holds();
}

/// Lease, route and name server follow the address: the first try after it may be too early.
#[tokio::test]
async fn a_network_that_needs_a_moment_to_lead_anywhere_is_tried_again_within_seconds() {
    let mut room = Room::open(may_12(18, 9)).await;
    let network = TurnedNetwork::default();
    let syncing = tokio::spawn(sync::run_on(room.desk.clone(), network.clone()));
    let report = written_in_vain(&mut room).await;
    let attempts = |room: &Room| {
        let rows = room.waiting();
        rows.iter().find(|row| row["entry"] == report.as_str()).and_then(|row| row["attempts"].as_u64()).unwrap()
    };
    let before = attempts(&room);
    network.comes_up();
    until("the first try, which is too early", async || {
        if attempts(&room) > before { Ok(()) } else { Err(format!("{} tries", attempts(&room))) }
    })
    .await;
    room.upstream_returns().await;
    gone(&room, AT_ONCE).await.expect("tried again within seconds");
    syncing.abort();
    room.holds_what_the_upstream_holds();
}

#[tokio::test]
async fn an_exchange_that_hangs_on_the_network_of_before_is_given_up() {
    let (room, link) = Room::open_behind_a_link(may_12(18, 9)).await;
    let network = TurnedNetwork::default();
    let syncing = tokio::spawn(sync::run_on(room.desk.clone(), network.clone()));
    online(&room).await;
    link.befalls(Trouble::Stalled { exchange: 1 });
    let incident = officer::takes_a_call(&room);
    officer::reports(&room, &incident);
    until("the exchange to hang", async || if link.happened() { Ok(()) } else { Err("not yet".to_owned()) }).await;
    network.comes_up();
    gone(&room, AT_ONCE).await.expect("sent over the new network");
    syncing.abort();
    room.holds_what_the_upstream_holds();
}

#[tokio::test]
async fn where_nobody_tells_of_the_network_the_backoff_alone_sends_everything() {
    let mut room = Room::open(may_12(18, 9)).await;
    sent_by_the_backoff_alone(&mut room).await;
}

async fn sent_by_the_backoff_alone(room: &mut Room) {
    let syncing = tokio::spawn(sync::run_on(room.desk.clone(), Untold));
    written_in_vain(room).await;
    room.upstream_returns().await;
    until("it to go when its wait is over", async || {
        // A try that began before the upstream was back may still fail; then there is one more wait.
        room.clock.turn_to(room.clock.now() + chrono::Duration::seconds(1));
        let rows = room.waiting();
        if rows.is_empty() { Ok(()) } else { Err(format!("{rows:#?}")) }
    })
    .await;
    online(room).await;
    syncing.abort();
    room.holds_what_the_upstream_holds();
}

/// The test runs once more in an empty network of its own, where it may give itself an address. Where the machine
/// lets nobody have one, the fallback is asserted instead.
#[tokio::test]
async fn an_address_that_appears_on_this_machine_is_noticed() {
    if std::env::var_os(OWN_NETWORK).is_some() {
        return an_address_appears().await;
    }
    let namespace = ["--map-root-user", "--net", "--"];
    if !Command::new("unshare").args(namespace).args(["ip", "link", "set", "lo", "up"]).status().unwrap().success() {
        println!("no network of its own here: the backoff is tested instead");
        return sent_by_the_backoff_alone(&mut Room::open(may_12(18, 9)).await).await;
    }
    let inside = Command::new("unshare")
        .args(namespace)
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "an_address_that_appears_on_this_machine_is_noticed", "--nocapture"])
        .env(OWN_NETWORK, "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&inside.stdout).into_owned() + &String::from_utf8_lossy(&inside.stderr);
    assert!(inside.status.success() && said.contains("1 passed"), "{said}");
}

async fn an_address_appears() {
    ip(&["link", "set", "lo", "up"]);
    let mut room = Room::open(may_12(18, 9)).await;
    // As a host runs it: over this machine's own network.
    let syncing = tokio::spawn(sync::run(room.desk.clone()));
    written_in_vain(&mut room).await;
    room.upstream_returns().await;
    ip(&["address", "add", "10.9.9.1/32", "dev", "lo"]);
    gone(&room, AT_ONCE).await.expect("the address was noticed");
    room.upstream_stops().await;
    ip(&["link", "add", "cable", "type", "veth", "peer", "name", "socket"]);
    ip(&["address", "add", "10.9.9.2/24", "dev", "cable"]);
    ip(&["link", "set", "cable", "up"]);
    let incident = officer::takes_a_call(&room);
    officer::reports(&room, &incident);
    until("it to be tried in vain", async || {
        let rows = room.waiting();
        if rows.len() == 3 && rows.iter().all(|row| row["next_at"].is_string()) {
            Ok(())
        } else {
            Err(format!("{rows:#?}"))
        }
    })
    .await;
    room.upstream_returns().await;
    // The address was there all the time; its cable comes only now.
    ip(&["link", "set", "socket", "up"]);
    gone(&room, AT_ONCE).await.expect("the cable was noticed");
    syncing.abort();
    room.holds_what_the_upstream_holds();
}

fn ip(arguments: &[&str]) {
    assert!(Command::new("ip").args(arguments).status().unwrap().success(), "ip {arguments:?}");
}
