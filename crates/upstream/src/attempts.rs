//! Guessing at one-time codes is slowed: so many wrong ones a minute, then everybody waits.

use std::collections::VecDeque;

use chrono::TimeDelta;
use domain::Moment;

/// Wrong codes allowed within a minute.
const MOST: usize = 10;
const WINDOW: TimeDelta = TimeDelta::seconds(60);

/// The codes of the last minute that were wrong, or are still being looked up: many at once must not slip through.
#[derive(Debug, Default)]
pub(crate) struct Attempts(VecDeque<Moment>);

impl Attempts {
    /// Counts an attempt as wrong until it is forgiven; an error says how many seconds to wait for one.
    pub(crate) fn begin(&mut self, now: Moment) -> Result<(), u64> {
        // A clock that was set back must not lock everybody out: what lies ahead is forgotten too.
        self.0.retain(|at| *at <= now && now - *at < WINDOW);
        if let Some(oldest) = self.0.front().filter(|_| self.0.len() >= MOST) {
            let left = (*oldest + WINDOW - now).num_seconds().max(0);
            return Err(u64::try_from(left).unwrap_or(0) + 1);
        }
        self.0.push_back(now);
        Ok(())
    }

    /// The attempt begun at this time was no wrong code.
    pub(crate) fn forgive(&mut self, begun: Moment) {
        if let Some(place) = self.0.iter().rposition(|at| *at == begun) {
            self.0.remove(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_wrong_codes_a_minute_and_then_a_wait_that_ends() {
        let mut attempts = Attempts::default();
        let start = Moment::UNIX_EPOCH;
        for second in 0..10 {
            let now = start + TimeDelta::seconds(second);
            assert_eq!(attempts.begin(now), Ok(()));
            attempts.forgive(now);
            assert_eq!(attempts.begin(now), Ok(()), "a right code costs nothing");
        }
        assert_eq!(attempts.begin(start + TimeDelta::seconds(10)), Err(51));
        assert_eq!(attempts.begin(start + TimeDelta::seconds(60)), Ok(()));
        assert_eq!(attempts.begin(start - TimeDelta::days(1)), Ok(()), "a clock set back locks nobody out");
    }
}
