//! 拨出登记: a call out: to report, to verify, or to hear that the report has arrived.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;

/// What a call out is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// 电话报告
    Report,
    /// 核实
    Verify,
    /// 确认收到
    Confirm,
    /// 告知更正: whoever was told is told what was not so.
    Correct,
}

impl Purpose {
    /// All of them; the officer's digit is the place in this list.
    pub const ALL: [Self; 4] = [Self::Report, Self::Verify, Self::Confirm, Self::Correct];

    /// The word on screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Report => "电话报告",
            Self::Verify => "核实",
            Self::Confirm => "确认收到",
            Self::Correct => "告知更正",
        }
    }
}

/// How a call out ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Reached {
    /// 通
    Answered,
    /// 占线
    Busy,
    /// 无人接听
    NoAnswer,
}

impl Reached {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Answered, Self::Busy, Self::NoAnswer];

    /// The word on screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Answered => "通",
            Self::Busy => "占线",
            Self::NoAnswer => "无人接听",
        }
    }
}

/// 拨出登记.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CallOut {
    /// Id of a recipient in the pack, or none for anybody else.
    pub recipient: Option<String>,
    /// Whom, in words: 市应急管理局指挥中心.
    pub name: String,
    /// Whether that is a superior, so that the call is our 首次电话报告 when it is the earliest.
    pub superior: bool,
    /// What for.
    pub purpose: Purpose,
    /// When, UTC.
    pub at: Moment,
    /// How it ended.
    pub reached: Reached,
    /// 接话人; empty where not asked.
    pub taken_by: String,
    /// What was said; empty where not noted.
    pub words: String,
    /// 录音编号 on the room's recorder; empty where there is none.
    #[serde(default)]
    pub recording: String,
}

/// A call out as folded: with when it was written down, so that 补记 shows itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CalledOut {
    /// The call.
    #[serde(flatten)]
    #[ts(flatten)]
    pub call: CallOut,
    /// When it was entered on the desk, UTC.
    pub entered_at: Moment,
}

impl CallOut {
    /// Whether this call reported the incident to a superior.
    #[must_use]
    pub fn reports_upward(&self) -> bool {
        self.superior && self.reports()
    }

    /// Whether this call told somebody of the incident.
    #[must_use]
    pub fn reports(&self) -> bool {
        self.purpose == Purpose::Report && self.reached == Reached::Answered
    }
}
