//! 口径: whether those who report the same incident on another line have the same numbers. Asked before 签发, never a
//! reason to wait (practice 2.2).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;

/// How a comparison ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Accord {
    /// 一致
    Agrees,
    /// 不一致
    Differs,
    /// 未联系上
    NotReached,
}

impl Accord {
    /// The word on screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Agrees => "一致",
            Self::Differs => "不一致",
            Self::NotReached => "未联系上",
        }
    }
}

/// 口径核对.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AccordChecked {
    /// Id of the recipient in the pack.
    pub recipient: String,
    /// Its name.
    pub name: String,
    /// How it ended.
    pub accord: Accord,
    /// Where they differ; empty where they do not.
    pub differs: String,
    /// When, UTC.
    pub at: Moment,
}
