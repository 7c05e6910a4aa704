//! The facts of an incident as a report carries them: parsed, with unknown kept as unknown.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::ser::Error as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use ts_rs::TS;

use crate::Moment;
use crate::count::Count;
use crate::grade::Grade;
use crate::hygiene;
use crate::pack::{Class, Packs};
use crate::process::SubIncident;
use crate::quantity::Quantity;
use crate::township::Township;

/// How exactly the time of occurrence is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// 18时05分
    Minute,
    /// 18时05分左右 / 许
    About,
    /// 18时许: somewhere in that hour
    Hour,
    /// 5月12日凌晨: somewhere in that part of the day
    Part,
    /// 5月12日: somewhere in that day
    Day,
}

/// 发生时间: the earliest plausible instant and how exactly it is known. The instant orders lists;
/// where the window exceeds thirty minutes clocks run from 知悉 instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Occurred {
    /// Earliest plausible instant, UTC.
    pub at: Moment,
    /// How exactly it is known.
    pub precision: Precision,
}

/// A field that may be stated, under check (待核), not applicable (不涉及), or not yet asked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "is", content = "text")]
pub enum Stated {
    /// Nobody has been asked: not in the letter, a gap for the follow-up.
    #[default]
    NotAsked,
    /// 待核
    Checking,
    /// 不涉及: a dwelling has no 事发单位.
    NotApplicable,
    /// What was said.
    Known(String),
}

/// Words that only say that it is not known: in no field are they what was said.
const UNKNOWN: [&str; 24] = [
    "待核",
    "待核实",
    "待查",
    "待查明",
    "待查实",
    "待确认",
    "待定",
    "核实中",
    "正在核实",
    "正在核查",
    "正在了解",
    "不详",
    "不明",
    "不清",
    "不清楚",
    "不知道",
    "未知",
    "暂不详",
    "暂不明",
    "暂不清楚",
    "暂未核实",
    "尚不清楚",
    "尚不明确",
    "原因不明",
];

impl Stated {
    /// Reads a text cell: empty not asked; `-`, 待核, 不详 under check; 不涉及; anything else is what was said, cleaned.
    #[must_use]
    pub fn read(cell: &str) -> Self {
        let text = hygiene::line(cell);
        match text.trim_end_matches(['。', '.', '，']) {
            "" if text.is_empty() => Self::NotAsked,
            "-" | "－" | "—" => Self::Checking,
            unknown if UNKNOWN.contains(&unknown) => Self::Checking,
            "不涉及" => Self::NotApplicable,
            _ => Self::Known(text),
        }
    }

    /// The words where some were stated.
    #[must_use]
    pub fn known(&self) -> Option<&str> {
        match self {
            Self::Known(text) => Some(text),
            _ => None,
        }
    }
}

/// 敏感: six reasons to report whatever the grade (practice 2.11; 突发事件总体应急预案: 不受分级标准限制).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// 敏感人群
    People,
    /// 敏感地点
    Place,
    /// 敏感时段
    Time,
    /// 舆情
    Opinion,
    /// 毗邻
    Neighbour,
    /// 涉险被困
    AtRisk,
}

impl Sensitivity {
    /// All six in the order of their digits.
    pub const ALL: [Self; 6] = [Self::People, Self::Place, Self::Time, Self::Opinion, Self::Neighbour, Self::AtRisk];

    /// The word on screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::People => "敏感人群",
            Self::Place => "敏感地点",
            Self::Time => "敏感时段",
            Self::Opinion => "已有舆情",
            Self::Neighbour => "影响毗邻",
            Self::AtRisk => "涉险被困",
        }
    }
}

/// 属地: whose ground it is. 待定时先报后议 (practice 2.13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Jurisdiction {
    /// 本县
    #[default]
    Ours,
    /// 邻县
    Neighbour,
    /// 待定
    Undecided,
}

impl Jurisdiction {
    /// All, in the order of their digits.
    pub const ALL: [Self; 3] = [Self::Ours, Self::Neighbour, Self::Undecided];

    /// The word on screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ours => "本县",
            Self::Neighbour => "邻县",
            Self::Undecided => "待定",
        }
    }
}

/// 明火: whether it burns, and since when it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "is", content = "at")]
pub enum FlameOut {
    /// 明火未扑灭
    Burning,
    /// 明火已扑灭, UTC.
    Out(Moment),
}

/// 事件: everything a first report can hold. Times are UTC instants; texts are plain text, never markup.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Facts {
    /// Kind of event, the id of an `[[event]]` in the pack; none while not chosen.
    pub kind: Option<String>,
    /// 发生时间; none while under check.
    pub occurred: Option<Occurred>,
    /// Until when it went on, where a span was said: 23时至23时40分.
    pub occurred_until: Option<Moment>,
    /// 乡镇（街道）
    pub town: Stated,
    /// 详细地点 below the town: 中心街一民房一楼楼道杂物间, a road with 桩号 and direction, …
    pub place: Stated,
    /// 场所, as the title names it: 一民房, 一在建厂房.
    pub site: Stated,
    /// 事发单位
    pub unit: Stated,
    /// 信息来源: who told us, as the letter names them: 群众, 县消防救援大队.
    pub source: Stated,
    /// 伤亡口径, one row an informant.
    pub counts: Vec<Count>,
    /// 简要经过
    pub course: Stated,
    /// 房屋性质、层数
    pub building: Stated,
    /// 已到力量
    pub forces: Stated,
    /// 已采取措施
    pub measures: Stated,
    /// 起因: never more than 初步判断 in a first report.
    pub cause: Stated,
    /// 直接经济损失, in units of 10,000 yuan (万元), where an estimate was given; exact to 100 yuan.
    pub loss_wan: Option<Quantity>,
    /// Figures that only some events have, by the id of a `[[figure]]`: 受害森林面积, 震级.
    pub figures: BTreeMap<String, Quantity>,
    /// Ids of the `[[sign]]`s that are ticked: 起重机械整体倾覆.
    pub signs: BTreeSet<String>,
    /// 明火, where there is one to put out; none while nobody said.
    pub flame_out: Option<FlameOut>,
    /// 属地
    pub jurisdiction: Jurisdiction,
    /// 敏感, as ticked.
    pub sensitive: BTreeSet<Sensitivity>,
    /// 现场负责人 姓名、职务、电话
    pub scene_leader: Stated,
    /// 舆情
    pub opinion: Stated,
    /// 下一步
    pub next_step: Stated,
    /// 请求事项
    pub requests: Stated,
    /// 分乡镇, of a process disaster.
    pub townships: Vec<Township>,
    /// 险情 that belong to a process disaster, as the desk knows them; nobody types them.
    pub sub_incidents: Vec<SubIncident>,
    /// 应急处置结束
    pub response_ended: Option<Moment>,
    /// 善后
    pub aftermath: Stated,
    /// 教训
    pub lessons: Stated,
    /// 更正: by whom it was verified.
    pub verified_by: Stated,
    /// 更正: what was reported is not true at all.
    pub withdrawn: bool,
    /// 演练件: through the real channel, marked and never counted (practice 2.12).
    pub drill: bool,
    /// 初判（就高） by the officer's word, where given; never lowers what the numbers say.
    pub judged: Option<Grade>,
}

impl Facts {
    /// As a report carries them: what stands as nobody touched it is left out, and reads back the same.
    pub(crate) fn touched<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = |facts: &Self| serde_json::to_value(facts).map_err(S::Error::custom);
        let mut row = serde_json::to_value(Count::default()).map_err(S::Error::custom)?;
        // Whoever reads a row asks for its informant.
        row.as_object_mut().and_then(|row| row.remove("source"));
        let mut touched = value(self)?;
        leave_out(&mut touched, &value(&Self::default())?);
        let counts = touched.get_mut("counts").and_then(Value::as_array_mut);
        counts.into_iter().flatten().for_each(|count| leave_out(count, &row));
        touched.serialize(serializer)
    }

    /// The adopted count, where one row is 采用.
    #[must_use]
    pub fn adopted(&self) -> Option<&Count> {
        self.counts.iter().find(|count| count.adopted)
    }

    /// The class of the chosen kind, whose words people are counted in.
    #[must_use]
    pub fn class(&self, packs: &Packs) -> Option<Class> {
        self.kind.as_deref().and_then(|kind| packs.event(kind)).map(|event| event.class)
    }

    /// Whether the chosen kind is a natural disaster whose cause nobody has to find; a forest fire has one.
    #[must_use]
    pub fn is_natural(&self, packs: &Packs) -> bool {
        let event = self.kind.as_deref().and_then(|kind| packs.event(kind));
        event.is_some_and(|event| {
            event.class == Class::Natural && !["forest_fire", "grass_fire"].contains(&event.family.as_str())
        })
    }

    /// Whether any of the six 敏感 ticks is set.
    #[must_use]
    pub fn is_sensitive(&self) -> bool {
        !self.sensitive.is_empty()
    }
}

/// Leaves out the fields that say the same as here.
fn leave_out(from: &mut Value, untouched: &Value) {
    if let Some(fields) = from.as_object_mut() {
        fields.retain(|name, value| untouched.get(name) != Some(value));
    }
}
