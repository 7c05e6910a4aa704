//! 报告: one unit's written report. Immutable; a correction supersedes it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;
use crate::entry::EntryId;
use crate::facts::{Facts, Occurred};
use crate::grade::Grading;
use crate::grade_history::GradeHistory;
use crate::signoff::SignOffWay;

/// Stage of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 首报
    #[default]
    First,
    /// 续报
    FollowUp,
    /// 终报
    Final,
    /// 情况更正
    Correction,
}

impl Stage {
    /// The word in the title.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::First => "首报",
            Self::FollowUp => "续报",
            Self::Final => "终报",
            Self::Correction => "情况更正",
        }
    }

    /// What one report is called: 续报三, and 首报（补正） where it stands in the place of one that was sent back.
    #[must_use]
    pub fn words(self, nth: u32, mended: bool) -> String {
        format!("{}{}", self.word_of(nth), if mended { "（补正）" } else { "" })
    }

    /// The word in the title, with its place in the series: 续报三.
    #[must_use]
    pub fn word_of(self, nth: u32) -> String {
        match (self, nth) {
            (Self::FollowUp, 1..) => format!("续报{}", in_chinese(nth)),
            (Self::Correction, 2..) => format!("情况更正{}", in_chinese(nth)),
            _ => self.word().to_owned(),
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
    /// Number within unit and year; later reports of an incident keep the first one's.
    pub number: u32,
    /// Place among the reports of its stage, from 1: 续报三; 0 where an older program wrote it.
    #[serde(default)]
    pub nth: u32,
    /// The report it follows or corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<EntryId>,
    /// 补正件: the report that was sent back and that this one stands in the place of; the first submission keeps its time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mends: Option<EntryId>,
    /// Title as sent.
    pub title: String,
    /// Body text as sent: paragraphs joined by line feeds, no salutation, no signature.
    pub body: String,
    /// The facts it was composed from.
    #[serde(serialize_with = "Facts::touched")]
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
        self.given().words()
    }

    /// 首报, 续报一, 首报（补正）
    #[must_use]
    pub fn words(&self) -> String {
        self.stage.words(self.nth, self.mends.is_some())
    }

    /// The number of the register.
    #[must_use]
    pub const fn given(&self) -> NumberGiven {
        NumberGiven { year: self.year, number: self.number, drill: self.facts.drill }
    }
}

/// 期号: a number of the unit's register. Drills have a series of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NumberGiven {
    /// Year, Beijing time.
    pub year: u32,
    /// Number within unit, year and series.
    pub number: u32,
    /// Of the series of drills.
    #[serde(default)]
    pub drill: bool,
}

impl NumberGiven {
    /// 〔2026〕第018期, 演练〔2026〕第002期
    #[must_use]
    pub fn words(self) -> String {
        let series = if self.drill { "演练" } else { "" };
        format!("{series}〔{}〕第{:03}期", self.year, self.number)
    }
}

/// 1 to 99 as a series counts in Chinese: 三, 十, 十二, 二十一; beyond that in digits.
fn in_chinese(n: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u32| usize::try_from(n).ok().and_then(|n| DIGITS.get(n)).copied().unwrap_or_default();
    match n {
        1..=9 => digit(n).to_owned(),
        10..=19 => format!("十{}", digit(n % 10)),
        20..=99 => format!("{}十{}", digit(n / 10), digit(n % 10)),
        _ => n.to_string(),
    }
}
