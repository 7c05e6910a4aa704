//! 提示: that there is something for a unit, and nothing more. A lost hint costs time only: everybody asks by himself too.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::unit::UnitCode;
use tokio::sync::watch;

use crate::revocations::Revocations;

/// Whom something was handed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Told {
    /// These units.
    Units(BTreeSet<UnitCode>),
    /// It is not known whom.
    Everybody,
}

/// Wakes those who wait for something to be handed to their unit, and nobody else.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hints {
    waiting: Arc<Mutex<HashMap<UnitCode, watch::Sender<()>>>>,
    /// The last position of which anybody told.
    told_up_to: Arc<AtomicU64>,
    revocations: Revocations,
}

impl Hints {
    /// Tells of what was committed up to this position; whether anybody hears is nobody's concern.
    pub(crate) fn tell(&self, told: &Told, position: u64) {
        self.told_up_to.fetch_max(position, Ordering::SeqCst);
        let mut waiting = self.waiting();
        match told {
            Told::Units(units) => {
                units.iter().filter_map(|unit| waiting.get(unit)).for_each(|unit| unit.send_replace(()))
            }
            Told::Everybody => waiting.values().for_each(|unit| unit.send_replace(())),
        }
        waiting.retain(|_, unit| unit.receiver_count() > 0);
    }

    /// Changes whenever something was handed to this unit.
    pub(crate) fn hear(&self, unit: &UnitCode) -> watch::Receiver<()> {
        self.waiting().entry(unit.clone()).or_insert_with(|| watch::channel(()).0).subscribe()
    }

    /// Whose waiting has to end.
    pub(crate) const fn revocations(&self) -> &Revocations {
        &self.revocations
    }

    /// The last position of which anybody told.
    pub(crate) fn told_up_to(&self) -> u64 {
        self.told_up_to.load(Ordering::SeqCst)
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<UnitCode, watch::Sender<()>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(code: &str) -> UnitCode {
        UnitCode(code.to_owned())
    }

    #[test]
    fn a_unit_hears_of_what_was_handed_to_it_and_of_nothing_else() {
        let hints = Hints::default();
        let (county, neighbour) = (hints.hear(&unit("县")), hints.hear(&unit("邻县")));
        hints.tell(&Told::Units(BTreeSet::from([unit("县"), unit("市")])), 1);
        assert!(county.has_changed().unwrap() && !neighbour.has_changed().unwrap());
        hints.tell(&Told::Everybody, 2);
        assert!(neighbour.has_changed().unwrap(), "where it is not known whom, everybody looks");
        drop((county, neighbour));
        hints.tell(&Told::Everybody, 2);
        assert!(hints.waiting().is_empty(), "nobody waits, nothing is kept");
    }
}
