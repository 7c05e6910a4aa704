//! 值排班规定: the lines of a room, when it is signed in, and what is looked at in a month, each with its source (a pack).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::line::Line;

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "RosterCheckKind")]
pub enum Check {
    /// 缺岗: fewer people than the line wants.
    Gap,
    /// 重叠: one person in two places at one time.
    Overlap,
    /// 带班领导级别: somebody who may not lead stands where a leader must.
    LeaderLevel,
    /// 节假日在岗带班: nobody leads from the room on a day off.
    OnSite,
    /// 休息: too little of it between two turns.
    Rest,
    /// 已调离
    Left,
    /// 号码未登记、未核实: whoever is needed could not be rung.
    Number,
    /// 不在值班人员名单
    Unlisted,
    /// 多于岗位人数
    TooMany,
}

impl Check {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::Gap,
        Self::Overlap,
        Self::LeaderLevel,
        Self::OnSite,
        Self::Rest,
        Self::Left,
        Self::Number,
        Self::Unlisted,
        Self::TooMany,
    ];

    /// The word on screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Gap => "缺岗",
            Self::Overlap => "重叠",
            Self::LeaderLevel => "带班领导级别",
            Self::OnSite => "节假日在岗带班",
            Self::Rest => "休息不足",
            Self::Left => "已调离",
            Self::Number => "号码未核",
            Self::Unlisted => "不在名单",
            Self::TooMany => "多于岗位人数",
        }
    }

    /// Whether a month with it is published only where somebody said why: at that hour nobody would be there, or one person
    /// would have to be in two places.
    #[must_use]
    pub const fn must_be_explained(self) -> bool {
        matches!(self, Self::Gap | Self::Overlap)
    }
}

/// One check as a pack asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RosterCheck {
    /// What is looked at.
    pub of: Check,
    /// For 休息: hours between two turns.
    #[serde(default)]
    pub hours: Option<u32>,
    /// For 带班领导级别: words of which the title must hold one.
    #[serde(default)]
    pub titles: Vec<String>,
    /// The words of the clause.
    pub text: String,
    /// The clause.
    pub cite: String,
    /// Key of a `[[source]]`; empty where there is none.
    #[serde(default)]
    pub source: String,
    /// Whether that source was read.
    pub verified: bool,
}

/// A way to divide the day: 24小时一班, 白夜两班.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RosterPattern {
    /// Id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// On what it rests.
    pub cite: String,
    /// Key of a `[[source]]`; empty where there is none.
    #[serde(default)]
    pub source: String,
    /// Whether that source was read.
    pub verified: bool,
    /// Its lines.
    #[serde(rename = "line")]
    pub lines: Vec<Line>,
}

/// What a layer says of rosters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RosterTerms {
    /// Ways to divide the day; the first is offered first.
    #[serde(default, rename = "pattern")]
    pub patterns: Vec<RosterPattern>,
    /// What is looked at.
    #[serde(default, rename = "check")]
    pub checks: Vec<RosterCheck>,
}

impl RosterTerms {
    /// This layer's, and beneath it a wider one's: its patterns come first, and a check of its own replaces the wider one.
    #[must_use]
    pub fn over(mut self, wider: Self) -> Self {
        for pattern in wider.patterns {
            if self.pattern(&pattern.id).is_none() {
                self.patterns.push(pattern);
            }
        }
        for check in wider.checks {
            if self.check(check.of).is_none() {
                self.checks.push(check);
            }
        }
        self
    }

    /// The check of that kind; none where no layer asks for it.
    #[must_use]
    pub fn check(&self, of: Check) -> Option<&RosterCheck> {
        self.checks.iter().find(|check| check.of == of)
    }

    /// The pattern of that id.
    #[must_use]
    pub fn pattern(&self, id: &str) -> Option<&RosterPattern> {
        self.patterns.iter().find(|pattern| pattern.id == id)
    }
}
