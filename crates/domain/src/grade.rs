//! 事件等级: the four grades. Which numbers make which grade is a table in a pack ([`crate::grading`]).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// 一般 to 特别重大, ordered by severity (突发事件应对法 2024 art. 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// 一般（Ⅳ级）
    Ordinary,
    /// 较大（Ⅲ级）
    Large,
    /// 重大（Ⅱ级）
    Major,
    /// 特别重大（Ⅰ级）
    Extraordinary,
}

impl Grade {
    /// All grades, mildest first.
    pub const ALL: [Self; 4] = [Self::Ordinary, Self::Large, Self::Major, Self::Extraordinary];

    /// The official word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ordinary => "一般",
            Self::Large => "较大",
            Self::Major => "重大",
            Self::Extraordinary => "特别重大",
        }
    }
}

impl std::fmt::Display for Grade {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

/// A grade with the reason that decided it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct GradeReason {
    /// The grade.
    pub grade: Grade,
    /// In words what decided it: 死亡1人；受伤11人含重伤待核，至多11人重伤.
    pub why: String,
    /// The clause: 国务院令第493号第三条.
    pub cite: String,
    /// Whether the table's source was read ([`crate::pack`]).
    pub verified: bool,
    /// Id of the table; empty where no table decided.
    #[serde(default)]
    pub table: String,
}

/// 较大涉险事故: reportable whatever the grade (原安监总局令第21号 art. 26).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct NearMiss {
    /// Id of the `[[near_miss]]` row that decided.
    pub rule: String,
    /// In words what decided it.
    pub why: String,
    /// The clause.
    pub cite: String,
    /// Whether its source was read.
    pub verified: bool,
}

/// 现等级 from what is confirmed and 初判（就高） from what may be. Either is none while nothing is known
/// or the kind is not graded.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
pub struct Grading {
    /// 现等级: confirmed numbers only.
    pub confirmed: Option<GradeReason>,
    /// 初判（就高）: known missing and trapped counted, bounded unknowns at their bound, the officer's word.
    /// Unknown alone never raises it.
    pub possible: Option<GradeReason>,
    /// 较大涉险事故, where it is one.
    #[serde(default)]
    pub near_miss: Option<NearMiss>,
}
