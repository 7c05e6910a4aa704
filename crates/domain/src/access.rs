//! 查阅与导出: that contacts were looked at, or that records left the desk, is itself an entry.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What was looked at or carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Accessed {
    /// 人员名单与电话
    Contacts,
    /// 留痕文件
    Evidence,
    /// 备份
    Backup,
    /// 附件
    Attachment,
    /// 离线包，带出
    Packet,
    /// 离线包，收入
    PacketTakenIn,
    /// 值班表
    Roster,
}

impl Accessed {
    /// The words on screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Contacts => "人员名单与电话",
            Self::Evidence => "留痕文件",
            Self::Backup => "备份",
            Self::Attachment => "附件",
            Self::Packet => "离线包",
            Self::PacketTakenIn => "收入离线包",
            Self::Roster => "值班表",
        }
    }
}

/// 查阅与导出
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessNoted {
    /// What.
    pub what: Accessed,
    /// A line on it: the file's name, what it was for.
    pub note: String,
}
