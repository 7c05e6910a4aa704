//! 办结: how an incident ended, and that it can begin again. Never deleted (practice 2.10, 2.11).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;

/// How an incident ended; the officer's digit is the place in this list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IncidentOutcome {
    /// 1 属实·已报
    Reported,
    /// 2 未达标准·本级掌握
    BelowThreshold,
    /// 3 经核实不属实
    NotTrue,
    /// 4 重复并入
    Merged,
    /// 5 移交
    HandedOver,
    /// 6 演练
    Drill,
}

impl IncidentOutcome {
    /// All of them, in the order of the officer's digits.
    pub const ALL: [Self; 6] =
        [Self::Reported, Self::BelowThreshold, Self::NotTrue, Self::Merged, Self::HandedOver, Self::Drill];

    /// The words on screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Reported => "属实·已报",
            Self::BelowThreshold => "未达标准·本级掌握",
            Self::NotTrue => "经核实不属实",
            Self::Merged => "重复并入",
            Self::HandedOver => "移交",
            Self::Drill => "演练",
        }
    }

    /// Whether a later change opens it again by itself: what was reported and true goes on to be followed (493 art. 13).
    #[must_use]
    pub const fn is_followed(self) -> bool {
        matches!(self, Self::Reported)
    }
}

/// 办结.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IncidentEnded {
    /// How.
    pub outcome: IncidentOutcome,
    /// Who found it so, or to whom it was handed over: 县消防救援大队.
    pub verified_by: String,
    /// A line: the reason.
    pub note: String,
    /// For 本级掌握: the leader who agreed.
    #[serde(default)]
    pub agreed_by: String,
    /// When, UTC.
    pub at: Moment,
}

/// 重新打开: what was ended goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct IncidentReopened {
    /// Why.
    pub reason: String,
    /// When, UTC.
    pub at: Moment,
}

/// 再看: the second look at what was kept below the standard, two hours later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LookedAgain {
    /// What was found: still below the standard, and why.
    pub note: String,
    /// When, UTC.
    pub at: Moment,
}

/// After so many minutes what was kept below the standard is looked at again (practice 2.11).
pub const LOOK_AGAIN_MINUTES: i64 = 120;
