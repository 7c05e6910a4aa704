//! 变化: something new about an incident that has been reported, and when the room knew.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;
use crate::count::Count;
use crate::facts::{Facts, FlameOut};
use crate::quantity::Quantity;

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// 伤亡
    Casualties,
    /// 灾情稳定
    Stable,
    /// Anything else that a follow-up must say.
    Other,
}

impl ChangeKind {
    /// All of them; the officer's digit is the place in this list.
    pub const ALL: [Self; 3] = [Self::Casualties, Self::Stable, Self::Other];

    /// The word on screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Casualties => "伤亡",
            Self::Stable => "灾情稳定",
            Self::Other => "其他",
        }
    }
}

/// A change as clocks see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// When the room knew, UTC.
    pub at: Moment,
    /// What changed.
    pub what: ChangeKind,
    /// When it was logged, where that was later: a report that had gone by then does not have it.
    #[serde(default)]
    pub noted_at: Option<Moment>,
}

impl Change {
    /// From when on a report has it.
    #[must_use]
    pub fn reportable_from(&self) -> Moment {
        self.noted_at.map_or(self.at, |noted_at| noted_at.max(self.at))
    }
}

/// A change as folded: with when it was logged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LoggedChange {
    /// The change.
    #[serde(flatten)]
    #[ts(flatten)]
    pub change: ChangeNoted,
    /// When it was logged on the desk, UTC.
    pub entered_at: Moment,
}

impl LoggedChange {
    /// As clocks see it.
    #[must_use]
    pub const fn for_clocks(&self) -> Change {
        Change { at: self.change.at, what: self.change.what, noted_at: Some(self.entered_at) }
    }
}

/// 变化登记: what somebody told us after a report had gone, as logged; the next follow-up says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChangeNoted {
    /// When the room knew, UTC.
    pub at: Moment,
    /// What changed.
    pub what: ChangeKind,
    /// Who told us: 县人民医院.
    pub source: String,
    /// In words; empty where the numbers say it.
    pub words: String,
    /// The adopted count from here on, where people are concerned.
    #[serde(default)]
    pub count: Option<Count>,
    /// Figures that are now known or corrected.
    #[serde(default)]
    pub figures: BTreeMap<String, Quantity>,
    /// Signs that are now known.
    #[serde(default)]
    pub signs: BTreeSet<String>,
    /// 明火扑灭, where that is the news.
    #[serde(default)]
    pub flame_out: Option<FlameOut>,
}

impl ChangeNoted {
    /// The facts with this change on top.
    #[must_use]
    pub fn upon(&self, facts: &Facts) -> Facts {
        let mut changed = facts.clone();
        if let Some(count) = &self.count {
            for other in &mut changed.counts {
                other.adopted = false;
            }
            changed.counts.push(Count { adopted: true, ..count.clone() });
        }
        changed.figures.extend(self.figures.clone());
        changed.signs.extend(self.signs.iter().cloned());
        changed.flame_out = self.flame_out.or(changed.flame_out);
        changed
    }
}
