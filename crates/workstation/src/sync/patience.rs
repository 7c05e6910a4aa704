//! 等多久: when no answer comes over a connection that was sound a minute ago, its other end may be gone with nobody
//! having said so. Whoever waits long for it holds a first report.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// For a question of few bytes: three losses in a row on a round trip of 600 ms are answered within it.
const QUESTION: Duration = Duration::from_secs(10);
/// A line so slow that it needs more is given more at each try, up to this.
const LONGEST: Duration = Duration::from_secs(60);
/// Beside that for what is sent, in bytes a second: 8 kbit/s.
const SLOWEST: u64 = 1_000;

/// How patient a desk is with its line; the clones are one.
#[derive(Debug, Clone, Default)]
pub(super) struct Patience {
    unanswered: Arc<AtomicU32>,
}

impl Patience {
    /// For a person's own question, which nothing waits behind.
    pub(super) fn longest() -> Self {
        Self { unanswered: Arc::new(AtomicU32::new(u32::MAX)) }
    }

    /// How long an answer to so many bytes is waited for.
    pub(super) fn with(&self, bytes: usize) -> Duration {
        let doubled = 1_u32.checked_shl(self.unanswered.load(Ordering::Relaxed)).unwrap_or(u32::MAX);
        let sending = Duration::from_secs(u64::try_from(bytes).unwrap_or(u64::MAX) / SLOWEST);
        QUESTION.saturating_mul(doubled).min(LONGEST) + sending
    }

    /// Whether the last answer did not come in time.
    pub(super) fn is_tried(&self) -> bool {
        self.unanswered.load(Ordering::Relaxed) > 0
    }

    /// It was answered in time: the next time-out is as short as the first.
    pub(super) fn was_met(&self) {
        self.unanswered.store(0, Ordering::Relaxed);
    }

    /// It was not: perhaps the line is slow.
    pub(super) fn ran_out(&self) {
        self.unanswered.fetch_add(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(patience: &Patience, bytes: usize) -> u64 {
        patience.with(bytes).as_secs()
    }

    #[test]
    fn a_first_report_on_a_dead_connection_is_held_a_dozen_seconds() {
        assert_eq!((seconds(&Patience::default(), 0), seconds(&Patience::default(), 2048)), (10, 12));
    }

    #[test]
    fn a_queue_of_days_has_the_time_that_its_bytes_need() {
        assert_eq!(seconds(&Patience::default(), 60_000), 70);
    }

    #[test]
    fn a_line_that_is_merely_slow_gets_longer_at_each_try_until_it_answers() {
        let patience = Patience::default();
        let given = || {
            let given = seconds(&patience, 0);
            patience.ran_out();
            given
        };
        assert_eq!([given(), given(), given(), given(), given()], [10, 20, 40, 60, 60]);
        (0..100).for_each(|_| patience.ran_out());
        assert_eq!(seconds(&patience, 0), 60, "nights of it are no more");
        patience.clone().was_met();
        assert_eq!(seconds(&patience, 0), 10);
    }

    #[test]
    fn an_enrolment_is_waited_for_as_long_as_anything() {
        assert_eq!(seconds(&Patience::longest(), 0), 60);
    }
}
