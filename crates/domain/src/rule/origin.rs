//! 起算点: the closed list of what a limit can run from (DESIGN §5).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a limit runs from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// 发生
    Occurred,
    /// 知悉: the earliest that the room knew
    Aware,
    /// 首次电话报告: our earliest report to a superior by phone, fax or otherwise
    FirstReported,
    /// 指令收到
    DirectiveReceived,
    /// 变化知悉
    ChangeKnown,
    /// 定时
    TimeOfDay,
    /// 月末
    MonthEnd,
}

impl Origin {
    /// Words of which a clause that counts from this origin must contain one (pack lint).
    #[must_use]
    pub const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Occurred => &["发生"],
            Self::Aware => &["知悉", "获悉", "得知", "接报", "接到"],
            Self::FirstReported => &["报告之后", "报告后", "电话", "传真"],
            Self::DirectiveReceived => &["指令", "通知", "要求", "收到"],
            Self::ChangeKnown => &["变化", "新情况", "稳定"],
            Self::TimeOfDay => &["每日", "每天", "时前", "点前"],
            Self::MonthEnd => &["月底", "月末"],
        }
    }

    /// The word in a reason.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Occurred => "发生",
            Self::Aware => "知悉",
            Self::FirstReported => "首次电话报告",
            Self::DirectiveReceived => "指令收到",
            Self::ChangeKnown => "变化知悉",
            Self::TimeOfDay => "定时",
            Self::MonthEnd => "月末",
        }
    }
}
