//! 越级上报: the report goes up at once whatever the order; the level that was passed over is told promptly (notice 二.四).

use super::ClockFacts;
use crate::Moment;
use crate::pack::{Packs, Recipient};
use crate::rule::{Rule, StoppedBy};
use crate::unit::Level;

/// Whether it is for a unit of this level to do; of a duty after 越级上报, whether a level was passed over.
pub(super) fn is_owed(packs: &Packs, facts: &ClockFacts, rule: &Rule) -> bool {
    let upward = match &rule.stopped_by {
        StoppedBy::Told(id) => !packs.recipient(id).is_some_and(|one| one.is_not_above(facts.level)),
        _ => true,
    };
    upward && rule.when.level_skipped.is_none_or(|skipped| skipped == was_skipped(packs, facts))
}

/// When the direct superior knew: by phone, or by the report in the system of record.
pub(super) fn direct_superior_knew(packs: &Packs, facts: &ClockFacts) -> Option<Moment> {
    first_told(packs, facts, Recipient::is_directly_above).into_iter().chain(facts.entered_at()).min()
}

/// A farther superior was told by phone while nobody had told the direct one.
fn was_skipped(packs: &Packs, facts: &ClockFacts) -> bool {
    let Some(farther) = first_told(packs, facts, Recipient::is_farther_above) else { return false };
    first_told(packs, facts, Recipient::is_directly_above).is_none_or(|direct| direct > farther)
}

fn first_told(packs: &Packs, facts: &ClockFacts, stands: impl Fn(&Recipient, Level) -> bool) -> Option<Moment> {
    let those = facts.told.iter().filter(|(id, _)| packs.recipient(id).is_some_and(|one| stands(one, facts.level)));
    those.map(|(_, at)| *at).min()
}
