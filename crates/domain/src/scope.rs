//! 报送范围研判: how far up an incident goes, each step with its clause (practice 2.11). None at all: 本级掌握.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::pack::{Packs, ScopeRow};
use crate::rule::Situation;
use crate::unit::Level;

/// How far up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScopeTo {
    /// 报县委县政府
    County,
    /// 报市
    City,
    /// 报省
    Province,
    /// 报部
    Ministry,
}

impl ScopeTo {
    /// All, the farthest first.
    pub const ALL: [Self; 4] = [Self::Ministry, Self::Province, Self::City, Self::County];

    /// The word on screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ministry => "报部",
            Self::Province => "报省",
            Self::City => "报市",
            Self::County => "报县委县政府",
        }
    }
}

impl ScopeTo {
    /// Whether that is farther up than a unit of this level.
    #[must_use]
    pub const fn is_above(self, level: Level) -> bool {
        match (self, level) {
            (Self::Ministry, Level::County | Level::City | Level::Province) => true,
            (Self::Province, Level::County | Level::City) | (Self::City, Level::County) => true,
            (Self::Ministry | Self::Province | Self::City | Self::County, _) => false,
        }
    }
}

/// One step of the scope with the clause that asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ScopeStep {
    /// How far up.
    pub to: ScopeTo,
    /// Its word.
    pub word: String,
    /// Id of the `[[scope]]` row that decided.
    pub rule: String,
    /// The clause's words.
    pub text: String,
    /// The clause.
    pub cite: String,
    /// Whether its source was read.
    pub verified: bool,
}

/// The steps that this situation asks for, the farthest first; of several clauses for one step the first stands, a
/// read one before one that was not.
#[must_use]
pub fn scope(packs: &Packs, situation: &Situation<'_>) -> Vec<ScopeStep> {
    let asked = |to: ScopeTo| {
        let rows = || packs.scope_rows().iter().filter(move |row| row.to == to && row.when.holds(situation));
        let row = rows().find(|row| row.verified).or_else(|| rows().next());
        row.map(|row| step(to, row))
    };
    ScopeTo::ALL.into_iter().filter_map(asked).collect()
}

fn step(to: ScopeTo, row: &ScopeRow) -> ScopeStep {
    ScopeStep {
        to,
        word: to.word().to_owned(),
        rule: row.id.clone(),
        text: row.text.clone(),
        cite: row.cite.clone(),
        verified: row.verified,
    }
}
