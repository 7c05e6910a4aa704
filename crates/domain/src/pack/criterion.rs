//! 标准: one thing a clause asks for, a number reached or a sign ticked; all of a trigger's together.

use serde::{Deserialize, Serialize};

use crate::facts::Facts;
use crate::grade::Grade;
use crate::harm::{Harm, HarmMeasure, Reading};
use crate::pack::Packs;
use crate::quantity::Quantity;

/// A number that must be reached.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// What is measured.
    pub of: HarmMeasure,
    /// 以上, the number included.
    pub from: Quantity,
}

impl Threshold {
    /// What reaches it, in words; none where nothing does.
    #[must_use]
    pub fn reached(&self, packs: &Packs, facts: &Facts, reading: Reading) -> Option<String> {
        let harm = Harm::of(packs, facts, &self.of, reading)?;
        (harm.number >= self.from).then_some(harm.words)
    }
}

/// A sign that must be ticked.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ticked {
    /// Id of a `[[sign]]`.
    pub sign: String,
}

/// One thing asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Criterion {
    /// `{ of = "deaths", from = 3 }`
    Reached(Threshold),
    /// `{ sign = "crane_overturned" }`
    Ticked(Ticked),
}

impl Criterion {
    /// What satisfies it, in words; none where nothing does.
    #[must_use]
    pub fn met(&self, packs: &Packs, facts: &Facts, reading: Reading) -> Option<String> {
        match self {
            Self::Reached(threshold) => threshold.reached(packs, facts, reading),
            Self::Ticked(Ticked { sign }) => {
                facts.signs.contains(sign).then(|| packs.sign(sign).map_or_else(String::new, |sign| sign.words.clone()))
            }
        }
    }

    /// What satisfies all of them, in words; none unless everything is there.
    pub(crate) fn all_met(all: &[Self], packs: &Packs, facts: &Facts, reading: Reading) -> Option<String> {
        let words: Option<Vec<String>> = all.iter().map(|criterion| criterion.met(packs, facts, reading)).collect();
        words.map(|words| words.join("、"))
    }
}

/// A grade that several things together make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trigger {
    /// The grade.
    pub grade: Grade,
    /// The clause's own words.
    pub words: String,
    /// What it takes, all of it.
    pub all: Vec<Criterion>,
    /// Whether this part of the clause was read; the table's own answer where not said.
    #[serde(default)]
    pub verified: Option<bool>,
}

/// 较大涉险事故: reportable whatever the grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NearMissRule {
    /// Id.
    pub id: String,
    /// The clause's own words.
    pub words: String,
    /// What it takes, all of it.
    pub all: Vec<Criterion>,
    /// Families of kinds it holds for; none: every accident.
    #[serde(default)]
    pub families: Vec<String>,
    /// The clause.
    pub cite: String,
    /// Key of a `[[source]]`.
    pub source: String,
    /// Whether that source was read.
    pub verified: bool,
}
