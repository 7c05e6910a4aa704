//! 报告对象, 签发人, 常用电话: whom the room reports to, who signs, whom it rings.

use serde::{Deserialize, Serialize};

use crate::facts::Jurisdiction;
use crate::grade::Grade;
use crate::report::Stage;
use crate::rule::When;
use crate::unit::Level;

/// 报告对象: somebody who is to be told of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// Id, as in 拨出登记.
    pub id: String,
    /// As record and letter name them: 市应急管理局指挥中心.
    pub name: String,
    /// Whether a phone report to them is our 首次电话报告.
    pub superior: bool,
    /// Of a superior: the level at which it stands; none where the pack does not say.
    #[serde(default)]
    pub level: Option<Level>,
    /// Place in the list, from 1.
    pub order: u32,
    /// Number to dial.
    #[serde(default)]
    pub phone: Option<String>,
    /// When they are to be told; none given: always. The direct superior is told always.
    #[serde(default)]
    pub when: When,
    /// 口径: whether numbers are compared with them before 签发. Never blocks.
    #[serde(default)]
    pub accord: bool,
}

impl Recipient {
    /// Whether it is the superior directly above a unit of that level.
    #[must_use]
    pub fn is_directly_above(&self, level: Level) -> bool {
        self.superior && self.level.is_some() && self.level == level.above()
    }

    /// Whether it is a superior farther than the direct one: a report there goes over somebody's head (越级上报).
    #[must_use]
    pub fn is_farther_above(&self, level: Level) -> bool {
        self.superior && self.level.is_some_and(|stands| level.above().is_some_and(|direct| stands > direct))
    }

    /// Whether it is told only where the ground is a neighbour's.
    #[must_use]
    pub fn is_neighbour(&self) -> bool {
        self.when.jurisdiction == Some(Jurisdiction::Neighbour)
    }

    /// Whether it is a superior of others only: nobody reports upward to a desk of the own level or below.
    #[must_use]
    pub fn is_not_above(&self, level: Level) -> bool {
        self.superior && self.level.is_some_and(|stands| stands <= level)
    }
}

/// 签发人: a post that may sign, by stage and grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signer {
    /// Post: 带班领导.
    pub post: String,
    /// Stages it signs; empty: all.
    #[serde(default)]
    pub stages: Vec<Stage>,
    /// Grades of 初判（就高） it signs; empty: all, and none known.
    #[serde(default)]
    pub grades: Vec<Grade>,
    /// Number to dial.
    #[serde(default)]
    pub phone: Option<String>,
    /// Who is told at the same time, where the grade is at least so grave: 较大以上同时报局长.
    #[serde(default)]
    pub tell: Option<TellAlso>,
}

/// 同时报: a recipient who hears of a report when it is put to the signer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TellAlso {
    /// 初判（就高） at least so grave.
    pub grade_at_least: Grade,
    /// Id of the recipient.
    pub recipient: String,
}

/// 呈签: how long one signer is tried, and when a report may go first and be signed afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOffTerms {
    /// Attempts that reach nobody before the next in line is asked.
    pub attempts: u32,
    /// Minutes between two attempts.
    pub apart_minutes: u32,
    /// 先报后签 is offered when no more than these minutes are left.
    pub last_minutes: u32,
    /// Minutes after the report within which the signature is to be completed (内控).
    pub complete_minutes: u32,
    /// 授权书 with its number, on which the duty officer may report first; empty: none is loaded.
    #[serde(default)]
    pub authority: String,
    /// Where this stands.
    pub cite: String,
    /// Whether that was read.
    pub verified: bool,
}

/// 常用电话: a number on the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phone {
    /// Whose.
    pub name: String,
    /// Number to dial, in full.
    pub number: String,
}
