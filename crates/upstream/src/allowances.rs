//! How many requests one may make: so many at once, so many a second after that. Nobody's flood takes from others.

use std::collections::HashMap;
use std::hash::Hash;

use domain::Moment;

/// Askers remembered at the same time; further ones share one allowance until somebody is forgotten.
const MOST: usize = 65_536;
/// What one request costs; a bucket is counted in thousandths, so that milliseconds fill it evenly.
const COST: i64 = 1000;
/// A full table is swept at most so often.
const SWEEP_MS: i64 = 1000;

/// How much.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rate {
    /// Requests at once.
    pub(crate) burst: i64,
    /// Requests a second after that.
    pub(crate) a_second: i64,
}

/// What each asker has left.
#[derive(Debug)]
pub(crate) struct Allowances<K> {
    rate: Rate,
    held: HashMap<K, Bucket>,
    rest: Bucket,
    swept: Moment,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: i64,
    at: Moment,
}

impl<K: Eq + Hash> Allowances<K> {
    pub(crate) fn new(rate: Rate) -> Self {
        let rest = Bucket { left: rate.burst * COST, at: Moment::UNIX_EPOCH };
        Self { rate, held: HashMap::new(), rest, swept: Moment::UNIX_EPOCH }
    }

    /// Takes one request from this asker's allowance; an error says how many seconds to wait for one.
    pub(crate) fn take(&mut self, asker: K, now: Moment) -> Result<(), u64> {
        let rate = self.rate;
        if self.held.len() >= MOST && !self.held.contains_key(&asker) {
            self.forget_who_has_all_left(now);
        }
        let full = Bucket { left: rate.burst * COST, at: now };
        let bucket = if self.held.len() < MOST || self.held.contains_key(&asker) {
            self.held.entry(asker).or_insert(full)
        } else {
            &mut self.rest
        };
        bucket.take(rate, now)
    }

    fn forget_who_has_all_left(&mut self, now: Moment) {
        // A clock that was set back is no reason never to sweep again.
        if (now - self.swept).num_milliseconds().abs() < SWEEP_MS {
            return;
        }
        self.swept = now;
        let rate = self.rate;
        self.held.retain(|_, bucket| bucket.by(rate, now).left < rate.burst * COST);
    }
}

impl Bucket {
    /// As it stands by then.
    fn by(self, rate: Rate, now: Moment) -> Self {
        let passed = (now - self.at).num_milliseconds().max(0);
        Self { left: passed.saturating_mul(rate.a_second).saturating_add(self.left).min(rate.burst * COST), at: now }
    }

    fn take(&mut self, rate: Rate, now: Moment) -> Result<(), u64> {
        *self = self.by(rate, now);
        if self.left >= COST {
            self.left -= COST;
            return Ok(());
        }
        let missing = u64::try_from(COST - self.left).unwrap_or(0);
        Err(missing.div_ceil(rate.a_second.unsigned_abs().max(1) * 1000).max(1))
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    const RATE: Rate = Rate { burst: 3, a_second: 2 };

    fn second(second: i64) -> Moment {
        Moment::UNIX_EPOCH + TimeDelta::days(1) + TimeDelta::seconds(second)
    }

    #[test]
    fn so_many_at_once_so_many_a_second_and_nothing_saved_up_beyond_that() {
        let mut allowances = Allowances::new(RATE);
        let granted =
            |allowances: &mut Allowances<u32>, now| (0..10).filter(|_| allowances.take(1, now).is_ok()).count();
        assert_eq!(granted(&mut allowances, second(0)), 3);
        assert_eq!(allowances.take(1, second(0)), Err(1), "come back in a second");
        assert_eq!(allowances.take(2, second(0)), Ok(()), "another's flood is not mine");
        assert_eq!(granted(&mut allowances, second(1)), 2);
        assert_eq!(granted(&mut allowances, second(3600)), 3);
        assert_eq!(granted(&mut allowances, second(0)), 0, "a clock set back gives nothing");
        assert_eq!(granted(&mut allowances, second(1)), 2, "and takes nothing for ever");
    }

    #[test]
    fn a_slow_allowance_says_how_long_to_wait() {
        let mut allowances = Allowances::new(Rate { burst: 1, a_second: 1 });
        assert_eq!(allowances.take((), second(0)), Ok(()));
        assert_eq!(allowances.take((), second(0)), Err(1));
        assert_eq!(allowances.take((), second(1)), Ok(()));
    }

    #[test]
    fn a_crowd_of_addresses_costs_bounded_memory_and_is_forgotten_once_it_is_gone() {
        let mut allowances = Allowances::new(RATE);
        let crowd = u32::try_from(MOST).unwrap() + 1000;
        let granted = (0..crowd).filter(|asker| allowances.take(*asker, second(0)).is_ok()).count();
        assert_eq!(granted, MOST + 3, "whoever comes to a full table shares one allowance with the like");
        assert_eq!(allowances.held.len(), MOST);
        assert_eq!(allowances.take(crowd, second(60)), Ok(()));
        assert_eq!(allowances.held.len(), 1);
    }
}
