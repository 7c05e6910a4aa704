//! How long to wait before the next try: doubling, with jitter, so that a county's desks do not all come back at once.

use chrono::TimeDelta;

/// First wait, in milliseconds.
const FIRST: u64 = 1_000;
/// Longest wait. An upstream that returns is noticed within it, and a desk asks no more often than one that is online.
pub(crate) const LONGEST: std::time::Duration = std::time::Duration::from_millis(LONGEST_MS);
const LONGEST_MS: u64 = 20_000;

/// The wait after `attempts` failures; `draw` is random, 0 to 255.
#[must_use]
pub(crate) fn wait(attempts: u32, draw: u8) -> TimeDelta {
    let full = FIRST.saturating_mul(1 << attempts.min(10)).min(LONGEST_MS);
    let half = full / 2;
    let milliseconds = half + half * u64::from(draw) / 255;
    TimeDelta::milliseconds(i64::try_from(milliseconds).unwrap_or(i64::MAX))
}

/// The same for what is not in a hurry, an attachment or an upstream that is to be upgraded first: up to ten minutes.
#[must_use]
pub(crate) fn long_wait(attempts: u32, draw: u8) -> TimeDelta {
    wait(attempts.min(4), draw) * (1 << attempts.saturating_sub(4).min(5))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_wait_is_never_zero_and_never_beyond_twenty_seconds(attempts: u32, draw: u8) {
            let milliseconds = wait(attempts, draw).num_milliseconds();
            prop_assert!((500..=20_000).contains(&milliseconds), "{milliseconds}");
        }

        #[test]
        fn what_has_time_is_tried_within_ten_minutes_and_never_at_once(attempts: u32, draw: u8) {
            let milliseconds = long_wait(attempts, draw).num_milliseconds();
            prop_assert!((500..=640_000).contains(&milliseconds), "{milliseconds}");
        }

        #[test]
        fn each_failure_waits_at_least_as_long_as_the_one_before(attempts in 0_u32..40, draw: u8) {
            prop_assert!(wait(attempts + 1, draw) >= wait(attempts, draw));
        }
    }
}
