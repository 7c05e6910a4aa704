//! Guessing at one-time codes is slowed: so many wrong ones a minute from one place, then whoever is there waits, and nobody
//! else does. So many in all, whatever they come from, only keep the database from being asked without end.

use std::collections::VecDeque;

use chrono::TimeDelta;
use domain::Moment;

use crate::network::Network;

/// Wrong codes allowed to one peer within a minute.
const MOST: usize = 10;
/// Wrong codes allowed to everybody together: a code of 59 bits is not guessed within its day by many times that.
const MOST_IN_ALL: usize = 1000;
const WINDOW: TimeDelta = TimeDelta::seconds(60);

/// One of the last minute; from nowhere in particular where a proxy does not say for whom.
#[derive(Debug, PartialEq, Eq)]
struct Attempt {
    from: Option<Network>,
    at: Moment,
}

/// The codes of the last minute that were wrong, or are still being looked up: many at once must not slip through.
#[derive(Debug, Default)]
pub(crate) struct Attempts(VecDeque<Attempt>);

impl Attempts {
    /// Counts an attempt as wrong until it is forgiven; an error says how many seconds to wait for one.
    pub(crate) fn begin(&mut self, from: Option<Network>, now: Moment) -> Result<(), u64> {
        // A clock that was set back must not lock everybody out: what lies ahead is forgotten too.
        self.0.retain(|attempt| attempt.at <= now && now - attempt.at < WINDOW);
        let of_peer = || self.0.iter().filter(|attempt| from.is_some() && attempt.from == from);
        let oldest = if of_peer().count() >= MOST {
            of_peer().next()
        } else {
            self.0.front().filter(|_| self.0.len() >= MOST_IN_ALL)
        };
        if let Some(oldest) = oldest {
            let left = (oldest.at + WINDOW - now).num_seconds().max(0);
            return Err(u64::try_from(left).unwrap_or(0) + 1);
        }
        self.0.push_back(Attempt { from, at: now });
        Ok(())
    }

    /// The attempt begun from there at this time was no wrong code.
    pub(crate) fn forgive(&mut self, from: Option<Network>, begun: Moment) {
        let begun = Attempt { from, at: begun };
        if let Some(place) = self.0.iter().rposition(|attempt| *attempt == begun) {
            self.0.remove(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(nth: u16) -> Option<Network> {
        let [high, low] = nth.to_be_bytes();
        Some(Network::of(std::net::IpAddr::from([192, 0, high, low])))
    }

    #[test]
    fn ten_wrong_codes_a_minute_and_then_a_wait_that_ends() {
        let mut attempts = Attempts::default();
        let start = Moment::UNIX_EPOCH;
        for second in 0..10 {
            let now = start + TimeDelta::seconds(second);
            assert_eq!(attempts.begin(peer(1), now), Ok(()));
            attempts.forgive(peer(1), now);
            assert_eq!(attempts.begin(peer(1), now), Ok(()), "a right code costs nothing");
        }
        assert_eq!(attempts.begin(peer(1), start + TimeDelta::seconds(10)), Err(51));
        assert_eq!(
            attempts.begin(peer(2), start + TimeDelta::seconds(10)),
            Ok(()),
            "somebody elsewhere waits for nobody"
        );
        assert_eq!(attempts.begin(peer(1), start + TimeDelta::seconds(60)), Ok(()));
        assert_eq!(attempts.begin(peer(1), start - TimeDelta::days(1)), Ok(()), "a clock set back locks nobody out");
    }

    #[test]
    fn a_crowd_is_held_to_so_many_in_all_and_remembered_no_longer_than_that() {
        let mut attempts = Attempts::default();
        let start = Moment::UNIX_EPOCH;
        let begun = (0..2000).filter(|nth| attempts.begin(peer(*nth), start).is_ok()).count();
        assert_eq!((begun, attempts.0.len()), (MOST_IN_ALL, MOST_IN_ALL));
        let later = start + TimeDelta::seconds(60);
        let from_nowhere = (0..2000).filter(|_| attempts.begin(None, later).is_ok()).count();
        assert_eq!(
            from_nowhere, MOST_IN_ALL,
            "behind a proxy that does not say for whom, ten strangers close it for nobody"
        );
    }
}
