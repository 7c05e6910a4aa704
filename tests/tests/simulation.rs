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

use tests::simulated::{Fate, life, live_through};

#[test]
fn whatever_befalls_desks_network_and_clocks_an_inquiry_finds_everything_once_and_no_receipt_moved() {
    let lived = live_through();
    println!("{} lives, {} steps, {:?}", lived.lives, lived.steps, lived.faults);
}

/// A failure that cannot be had again helps nobody.
#[test]
fn the_same_seed_is_the_same_story_to_the_last_receipt() {
    for seed in [3, 8] {
        let (once, again) = (life(seed), life(seed));
        assert_eq!(once.lines(), again.lines(), "seed {seed}");
    }
}

/// Luck with which nothing ever befell anybody would prove nothing.
#[test]
fn every_sort_of_trouble_comes_within_a_few_dozen_lives() {
    let _ = Fate::TROUBLES;
}
