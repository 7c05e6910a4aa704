//! Which seeds are lived through: one that is asked for, else as many as are asked for, on every core.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;

use super::life;

/// Lives in an ordinary run.
const LIVES: u64 = 200;
/// Like the tests of a build machine: two at a time.
const AT_A_TIME: usize = 2;

/// What was lived through.
#[derive(Debug, Default)]
pub struct Lived {
    /// How many seeds.
    pub lives: u64,
    /// How many steps in all.
    pub steps: usize,
    /// How often each sort of trouble came.
    pub troubles: BTreeMap<String, usize>,
}

/// Lives through `ZHIBAN_SEED` alone, else through `ZHIBAN_SEEDS` seeds or `ZHIBAN_MINUTES` of them, from
/// `ZHIBAN_FIRST_SEED` on. A seed that fails says its number, and no further one is begun.
pub fn live_through() -> Lived {
    let plan = Plan::asked_for();
    let (next, failed, lived) = (AtomicU64::new(plan.first), AtomicBool::new(false), Mutex::new(Lived::default()));
    std::thread::scope(|scope| {
        for _ in 0..AT_A_TIME {
            scope.spawn(|| {
                let fails = Fails(&failed);
                while !failed.load(Ordering::Relaxed)
                    && let Some(seed) = plan.takes(next.fetch_add(1, Ordering::Relaxed))
                {
                    let story = life(seed);
                    let mut lived = lived.lock().expect("nobody panics while it is held");
                    lived.lives += 1;
                    lived.steps += story.lines().len();
                    for (sort, times) in story.troubles() {
                        *lived.troubles.entry(sort.clone()).or_default() += times;
                    }
                }
                drop(fails);
            });
        }
    });
    lived.into_inner().expect("nobody panicked while it was held")
}

/// Tells the others when its thread fails.
struct Fails<'a>(&'a AtomicBool);

impl Drop for Fails<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.store(true, Ordering::Relaxed);
        }
    }
}

struct Plan {
    first: u64,
    seeds: u64,
    until: Option<Instant>,
}

impl Plan {
    fn asked_for() -> Self {
        if let Some(seed) = asked("ZHIBAN_SEED") {
            return Self { first: seed, seeds: 1, until: None };
        }
        let until = asked("ZHIBAN_MINUTES").map(|minutes| Instant::now() + Duration::from_secs(60 * minutes));
        let seeds = asked("ZHIBAN_SEEDS").unwrap_or(if until.is_some() { u64::MAX } else { LIVES });
        Self { first: asked("ZHIBAN_FIRST_SEED").unwrap_or(0), seeds, until }
    }

    fn takes(&self, seed: u64) -> Option<u64> {
        let time_is_up = self.until.is_some_and(|until| Instant::now() >= until);
        (seed - self.first < self.seeds && !time_is_up).then_some(seed)
    }
}

fn asked(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}
