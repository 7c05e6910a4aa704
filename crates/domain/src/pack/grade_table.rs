//! 分级表: which numbers make which grade. 以上 includes the number, 以下 does not.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::grade::Grade;

/// What a scale measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GradedBy {
    /// 死亡, people.
    Deaths,
    /// 重伤（含急性工业中毒）, people.
    SeriouslyInjured,
    /// 直接经济（财产）损失, 万元.
    LossWan,
}

impl GradedBy {
    /// The word before the number.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Deaths => "死亡",
            Self::SeriouslyInjured => "重伤",
            Self::LossWan => "直接损失",
        }
    }

    /// The unit after the number.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Deaths | Self::SeriouslyInjured => "人",
            Self::LossWan => "万元",
        }
    }
}

/// One band of a scale: from (included) to below (excluded).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// The grade.
    pub grade: Grade,
    /// Smallest number in the band.
    pub from: u32,
    /// First number beyond it; none for the last band.
    #[serde(default)]
    pub below: Option<u32>,
    /// The clause's own words: 3人以上10人以下死亡.
    pub words: String,
}

/// The bands of one measure, mildest first, without gap or overlap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// What it measures.
    pub of: GradedBy,
    /// The bands.
    pub bands: Vec<Band>,
}

impl Scale {
    /// The band in which a number lies; none below the first.
    #[must_use]
    pub fn band(&self, number: u32) -> Option<&Band> {
        self.bands.iter().rev().find(|band| number >= band.from)
    }
}

/// A grading table; any one scale is enough, the highest counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
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
    /// The scales.
    #[serde(rename = "scale")]
    pub scales: Vec<Scale>,
}
