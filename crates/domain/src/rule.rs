//! 规则: one duty in time, as data. `who` must do it, towards `whom`, `when` it applies, from which `origin`,
//! by which `schedule`, over which `channel`; code only interprets.

use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use ts_rs::TS;

use crate::grade::Grade;
use crate::report::Stage;
use crate::unit::Level;

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

/// What a limit runs from (closed list, DESIGN §5).
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

impl Origin {
    /// Words of which a clause that counts from this origin must contain one (pack lint).
    #[must_use]
    pub const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Occurred => &["发生"],
            Self::Aware => &["知悉", "获悉", "得知", "接报", "接到"],
            Self::FirstReported => &["报告之后", "报告后", "电话", "传真"],
            Self::DirectiveReceived => &["指令", "通知", "要求"],
            Self::ChangeKnown => &["变化", "新情况"],
            Self::TimeOfDay => &["每日", "每天", "时前"],
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

    /// Whether this version computes deadlines from this origin.
    #[must_use]
    pub const fn supported(self) -> bool {
        matches!(self, Self::Occurred | Self::Aware | Self::FirstReported)
    }
}

/// By which schedule a duty falls due (closed list, DESIGN §5). Written `{ after_minutes = 30 }` or `"promptly"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Schedule {
    /// So many minutes after the origin.
    AfterMinutes(u32),
    /// 及时、立即: counts up, no number.
    Promptly,
}

/// Schedules that packs may name one day and that this version refuses with a reason.
const LATER_SCHEDULES: [&str; 5] = ["daily", "window_days", "workdays", "month_end", "between"];
/// A month; a longer span of minutes is a slip.
const LONGEST_MINUTES: u32 = 31 * 24 * 60;

impl<'de> Deserialize<'de> for Schedule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = toml::Value::deserialize(deserializer)?;
        let name = match (&value, value.as_table()) {
            (toml::Value::String(name), _) => name.as_str(),
            (_, Some(table)) if table.len() == 1 => table.keys().next().map_or("", String::as_str),
            _ => return Err(D::Error::custom("schedule 应为 \"promptly\" 或 { after_minutes = 分钟数 }")),
        };
        match (name, value.get(name).and_then(toml::Value::as_integer)) {
            ("promptly", None) => Ok(Self::Promptly),
            ("after_minutes", Some(minutes)) => match u32::try_from(minutes) {
                Ok(minutes @ 1..=LONGEST_MINUTES) => Ok(Self::AfterMinutes(minutes)),
                _ => Err(D::Error::custom(format!("after_minutes = {minutes}：应在1到{LONGEST_MINUTES}之间"))),
            },
            (later, _) if LATER_SCHEDULES.contains(&later) => {
                Err(D::Error::custom(format!("schedule {later} 本版本尚不支持")))
            }
            (other, _) => Err(D::Error::custom(format!("schedule {other} 无此写法，应为 promptly 或 after_minutes"))),
        }
    }
}

/// When a rule (recipient, signer) holds: every predicate given must hold; none given: always.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct When {
    /// Id of a kind of event.
    pub kind: Option<String>,
    /// Family of kinds: `fire`, `production`.
    pub family: Option<String>,
    /// 初判（就高） at least so grave.
    pub grade_at_least: Option<Grade>,
    /// Stage of the report.
    pub stage: Option<Stage>,
    /// Level of our unit.
    pub level: Option<Level>,
}

/// What predicates are asked about.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// Kind of event, where chosen.
    pub kind: Option<&'a str>,
    /// Its family.
    pub family: Option<&'a str>,
    /// 初判（就高）.
    pub grade: Option<Grade>,
    /// Stage of the report that is due.
    pub stage: Stage,
    /// Level of our unit.
    pub level: Level,
}

impl When {
    /// Whether every predicate given holds.
    #[must_use]
    pub fn holds(&self, situation: &Situation<'_>) -> bool {
        let named = |wanted: &Option<String>, is: Option<&str>| wanted.as_deref().is_none_or(|id| is == Some(id));
        named(&self.kind, situation.kind)
            && named(&self.family, situation.family)
            && self.grade_at_least.is_none_or(|least| situation.grade >= Some(least))
            && self.stage.is_none_or(|stage| stage == situation.stage)
            && self.level.is_none_or(|level| level == situation.level)
    }
}

/// Over which channel a duty is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 电话
    Phone,
    /// 系统报送（正文）
    System,
}

/// What stops a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StoppedBy {
    /// Our first phone report to a superior.
    FirstReported,
    /// The report stands in the system of record. A save or a send stops nothing.
    Entered,
}

/// One duty in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
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
