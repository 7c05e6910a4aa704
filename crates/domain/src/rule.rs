//! 规则: one duty in time, as data. `who` must do it, towards `whom`, `when` it applies, from which `origin`,
//! by which `schedule`, over which `channel`; code only interprets.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

mod origin;
mod schedule;
mod stopped_by;
mod when;

pub use origin::Origin;
pub use schedule::{Clock, Schedule};
pub use stopped_by::{EndedBy, StoppedBy, Subject};
pub use when::{Situation, When};

/// On whose word a limit rests. Alarms run on the earliest; only 规定 and 上级要求 can be 超时 or enter figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// 规定
    Prescribed,
    /// 上级要求
    Superior,
    /// 本局内控
    Internal,
}

impl Basis {
    /// The word on screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Prescribed => "规定",
            Self::Superior => "上级要求",
            Self::Internal => "内控",
        }
    }
}

/// Over which channel a duty is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 电话
    Phone,
    /// 系统报送（正文）
    System,
    /// 书面
    Written,
}

/// One duty in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Unique in the pack; the same id in a lower layer replaces it.
    pub id: String,
    /// What is to be done; `{superior}` stands for the first superior recipient's name.
    pub what: String,
    /// Who must.
    pub who: String,
    /// Towards whom.
    pub whom: String,
    /// When it applies.
    #[serde(default)]
    pub when: When,
    /// What it runs from.
    pub origin: Origin,
    /// By which schedule.
    pub schedule: Schedule,
    /// Over which channel.
    pub channel: Channel,
    /// What stops it.
    pub stopped_by: StoppedBy,
    /// What takes the duty away before it is due.
    #[serde(default)]
    pub ended_by: Option<EndedBy>,
    /// On whose word.
    pub basis: Basis,
    /// The words of the clause, which must name the origin.
    pub text: String,
    /// The clause: title, number, article. 规定 and 上级要求 must have one.
    #[serde(default)]
    pub cite: String,
    /// Key of a `[[source]]`.
    #[serde(default)]
    pub source: String,
    /// Whether that source was read.
    pub verified: bool,
    /// A label beside it: 给市、省留时间.
    #[serde(default)]
    pub note: String,
}
