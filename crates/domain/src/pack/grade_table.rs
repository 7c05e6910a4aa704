//! 分级表: which numbers and signs make which grade. 以上 includes the number, 以下 does not.

use serde::{Deserialize, Serialize};

use super::Trigger;
use crate::grade::Grade;
use crate::harm::HarmMeasure;
use crate::quantity::Quantity;

/// One band of a scale: from (included) to below (excluded).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// The grade.
    pub grade: Grade,
    /// Smallest number in the band.
    pub from: Quantity,
    /// First number beyond it; none for the last band.
    #[serde(default)]
    pub below: Option<Quantity>,
    /// The clause's own words: 3人以上10人以下死亡.
    pub words: String,
    /// Whether this part of the clause was read; the table's own answer where not said.
    #[serde(default)]
    pub verified: Option<bool>,
}

/// The bands of one measure, mildest first, without gap or overlap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// What it measures.
    pub of: HarmMeasure,
    /// Signs that must all be ticked for it to hold: 人口密集区.
    #[serde(default)]
    pub given: Vec<String>,
    /// The bands.
    pub bands: Vec<Band>,
}

impl Scale {
    /// The band in which a number lies; none below the first.
    #[must_use]
    pub fn band(&self, number: Quantity) -> Option<&Band> {
        self.bands.iter().rev().find(|band| number >= band.from)
    }
}

/// A grading table; any one scale or trigger is enough, the highest counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GradeTable {
    /// Id, as in `[[event]]`.
    pub id: String,
    /// Title.
    pub title: String,
    /// The clause.
    pub cite: String,
    /// Key of a `[[source]]`.
    pub source: String,
    /// Whether that source was read.
    pub verified: bool,
    /// The clause's own names of the four grades, mildest first, where it has some: 小型 中型 大型 特大型.
    #[serde(default)]
    pub names: Option<[String; 4]>,
    /// Kinds of another layer that this table grades too: a local flood table.
    #[serde(default)]
    pub also_grades: Vec<String>,
    /// The scales.
    #[serde(default, rename = "scale")]
    pub scales: Vec<Scale>,
    /// What several things together make.
    #[serde(default, rename = "trigger")]
    pub triggers: Vec<Trigger>,
}

impl GradeTable {
    /// The clause's own name of a grade, where it differs.
    #[must_use]
    pub fn name(&self, grade: Grade) -> Option<&str> {
        let place = Grade::ALL.into_iter().position(|one| one == grade)?;
        self.names.as_ref()?.get(place).map(String::as_str)
    }
}
