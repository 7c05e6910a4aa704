//! 报告: one unit's written report. Immutable; a correction supersedes it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;
use crate::facts::{Facts, Occurred};
use crate::grade::Grading;
use crate::grade_history::GradeHistory;
use crate::signoff::SignOffWay;

/// Stage of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 首报
    First,
    /// 续报
    FollowUp,
    /// 终报
    Final,
}

impl Stage {
    /// The word in the title.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::First => "首报",
            Self::FollowUp => "续报",
            Self::Final => "终报",
        }
    }
}

/// 主通道: the system by whose record lateness is judged; chosen by a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SystemOfRecord {
    /// 国家系统（人工录入）: only a relay with time and number counts.
    #[default]
    National,
    /// 本系统上级节点: the upstream's receipt counts.
    Upstream,
}

/// How the report came to be signed, as it is printed with the letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Signed {
    /// 签发：×××（电话）
    By {
        /// Post of the signer.
        post: String,
        /// Name of the signer.
        signer: String,
        /// How.
        way: SignOffWay,
        /// When, UTC.
        at: Moment,
        /// Whether the letter was changed after it was signed.
        changed_since: bool,
    },
    /// 先报后签: the signature follows.
    Afterwards {
        /// What the record says of it: who was asked when, on what authority it went first.
        #[serde(default)]
        statement: String,
    },
}

/// A report as it went up. Its times let a superior compute the three segments without seeing a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// 首报 …
    pub stage: Stage,
    /// Year of the number 〔年〕第NNN期, Beijing time.
    pub year: u32,
    /// Number within unit and year.
    pub number: u32,
    /// Title as sent.
    pub title: String,
    /// Body text as sent: paragraphs joined by line feeds, no salutation, no signature.
    pub body: String,
    /// The facts it was composed from.
    pub facts: Facts,
    /// Grade as judged when it was sent.
    pub grading: Grading,
    /// Which grade 初判 had from when on until then, so that figures above need no draft.
    #[serde(default)]
    pub grades: GradeHistory,
    /// 发生
    pub occurred: Option<Occurred>,
    /// 知悉: the earliest that the room knew, UTC.
    pub aware_at: Moment,
    /// 首次接报, UTC.
    pub first_received: Moment,
    /// 首次电话报告, UTC; none where the phone report had not been made yet.
    pub first_reported: Option<Moment>,
    /// How it was signed.
    pub signed: Signed,
    /// The unit's system of record when it was sent.
    pub system_of_record: SystemOfRecord,
}

impl Report {
    /// 〔2026〕第018期
    #[must_use]
    pub fn number_words(&self) -> String {
        format!("〔{}〕第{:03}期", self.year, self.number)
    }
}
