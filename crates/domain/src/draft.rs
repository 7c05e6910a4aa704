//! The draft of a report exactly as typed. Nothing typed is ever lost because it could not be understood:
//! [`crate::form::read`] turns it into [`crate::facts::Facts`] and says, field by field, what it could not read.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::facts::{Jurisdiction, Sensitivity};
use crate::grade::Grade;

/// One row of the counts table as typed. In a number cell: digits; `0` 无; `-` 是否有待核; `+` 有，人数待核; empty: not asked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DraftCount {
    /// 来源
    pub source: String,
    /// 时间, as spoken: 1828, 18:28, 18时28分.
    pub as_of: String,
    /// 死亡
    pub deaths: String,
    /// 受伤
    pub injured: String,
    /// 重伤
    pub seriously_injured: String,
    /// 失联
    pub missing: String,
    /// 被困
    pub trapped: String,
    /// 转移
    pub evacuated: String,
    /// 涉险
    pub at_risk: String,
    /// 采用
    pub adopted: bool,
}

/// The form as typed. An empty text is a field nobody was asked about; `-` is 待核; `不涉及` is 不涉及.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Draft {
    /// Kind of event (id from the pack), empty while not chosen.
    pub kind: String,
    /// 发生时间 as spoken: 1805, 18:05左右, 昨23:10, 4月7日18时05分, or `-`.
    pub occurred: String,
    /// 乡镇
    pub town: String,
    /// 详细地点
    pub place: String,
    /// 场所
    pub site: String,
    /// 事发单位
    pub unit: String,
    /// 信息来源; empty: taken from the call.
    pub source: String,
    /// 伤亡口径
    pub counts: Vec<DraftCount>,
    /// 简要经过
    pub course: String,
    /// 房屋
    pub building: String,
    /// 已到力量
    pub forces: String,
    /// 已采取措施
    pub measures: String,
    /// 起因
    pub cause: String,
    /// 直接经济损失（万元）
    pub loss_wan: String,
    /// Figures as typed, by the id of a `[[figure]]`.
    pub figures: BTreeMap<String, String>,
    /// Ids of the `[[sign]]`s that are ticked.
    pub signs: BTreeSet<String>,
    /// 明火扑灭时间 as spoken; 未扑灭 or `+`: still burning; empty: nobody said.
    pub flame_out: String,
    /// 属地
    pub jurisdiction: Jurisdiction,
    /// 敏感, as ticked.
    pub sensitive: BTreeSet<Sensitivity>,
    /// 现场负责人
    pub scene_leader: String,
    /// 舆情
    pub opinion: String,
    /// 下一步
    pub next_step: String,
    /// 请求事项
    pub requests: String,
    /// 初判（就高） by the officer's word.
    pub judged: Option<Grade>,
    /// The title as edited by hand; none: composed.
    pub title: Option<String>,
    /// The body as edited by hand; none: composed.
    pub body: Option<String>,
}
