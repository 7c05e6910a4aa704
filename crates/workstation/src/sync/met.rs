//! 代次: which generations of its upstream a desk has met, and how far it has offered the newest one what an earlier one
//! received and it may have forgotten.

use std::collections::BTreeSet;

use domain::generation::Generation;
use serde::{Deserialize, Serialize};
use store::table::offer::Standing;
use store::table::setting;
use store::{Store, StoreError};

const MET: &str = "upstream_generations";

/// The generations of the upstream, as this desk met them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Met {
    newest: Generation,
    /// After which numbers deliveries began anew, by any generation that was met: one whose backup was put back once more is
    /// forgotten by the next.
    beginnings: BTreeSet<u64>,
    /// The last receipt of an earlier generation whose entry was offered; none once all were.
    offered: Option<Standing>,
}

impl Default for Met {
    fn default() -> Self {
        Self { newest: Generation::FIRST, beginnings: BTreeSet::new(), offered: None }
    }
}

impl Met {
    pub(crate) fn read(store: &Store) -> Result<Self, StoreError> {
        Ok(setting::get(store.connection(), MET)?.unwrap_or_default())
    }

    pub(super) fn write(&self, writing: &mut store::Writing<'_>) -> Result<(), StoreError> {
        writing.set(MET, self)
    }

    /// The newest, to which everything is sent.
    pub(super) const fn newest(&self) -> &Generation {
        &self.newest
    }

    /// What was met once another one answers; none where that is the one that was met last, or an earlier one.
    pub(super) fn after(&self, answering: &Generation) -> Option<Self> {
        let beginnings = self.beginnings.iter().chain(&answering.beginnings).copied().collect();
        let later = answering.number > self.newest.number;
        later.then_some(Self { newest: answering.clone(), beginnings, offered: Some((0, 0)) })
    }

    /// Whether an earlier one answers than was met last: it was put back from a backup, and nobody told it.
    pub(super) const fn is_behind(&self, answering: &Generation) -> bool {
        answering.number < self.newest.number
    }

    /// Up to where was offered; none where nothing is left to offer.
    pub(super) const fn offered(&self) -> Option<Standing> {
        self.offered
    }

    pub(super) fn having_offered(self, offered: Option<Standing>) -> Self {
        Self { offered, ..self }
    }

    /// Whether deliveries began anew after this number.
    pub(crate) fn began_after(&self, n: u64) -> bool {
        self.beginnings.contains(&n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn generation(number: u32) -> Generation {
        Generation { number, beginnings: vec![u64::from(number) * 1000], lost_after: Some(7) }
    }

    #[test]
    fn a_later_generation_is_offered_everything_once_and_an_earlier_one_is_told() {
        let met = Met::default();
        assert_eq!(met.after(&Generation::FIRST), None);
        let met = met.after(&generation(5)).unwrap();
        assert_eq!(met.offered(), Some((0, 0)), "from the beginning on");
        let met = met.having_offered(None);
        assert_eq!(met.after(&generation(5)), None, "and not again");
        assert!(met.is_behind(&Generation::FIRST) && !met.is_behind(&generation(5)));
        let met = met.after(&generation(9)).unwrap();
        assert!(met.began_after(5000) && met.began_after(9000) && !met.began_after(7));
    }
}
