//! A province over days, again and again: networks that drop, double and keep back, machines that restart, folders that
//! are copied and put back, clocks that are off by years. Afterwards an inquiry finds everything once, everywhere, with
//! the times at which it was received.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says why"
)]

use tests::simulated::{TROUBLES, life, live_through};

/// So many lives have some of everything.
const ENOUGH: u64 = 100;

#[test]
fn whatever_befalls_desks_network_and_clocks_an_inquiry_finds_everything_once_and_no_receipt_moved() {
    let lived = live_through();
    println!("{} lives, {} steps, {:?}", lived.lives, lived.steps, lived.troubles);
    let never: Vec<_> = TROUBLES.iter().filter(|sort| !lived.troubles.contains_key(**sort)).collect();
    assert!(
        lived.lives < ENOUGH || never.is_empty(),
        "luck with which nothing befalls anybody proves nothing: {never:?}"
    );
}

/// A failure that cannot be had again helps nobody.
#[test]
fn the_same_seed_is_the_same_story_to_the_last_receipt() {
    for seed in [3, 18] {
        let (once, again) = (life(seed), life(seed));
        assert_eq!(once.lines(), again.lines(), "seed {seed}");
    }
}
