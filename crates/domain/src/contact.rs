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
}

impl CallOut {
    /// Whether this call reported the incident to a superior.
    #[must_use]
    pub fn reports_upward(&self) -> bool {
        self.superior && self.purpose == Purpose::Report && self.reached == Reached::Answered
    }
}
