//! The draft of a report exactly as typed. Nothing typed is ever lost because it could not be understood:
//! [`crate::form::read`] turns it into [`crate::facts::Facts`] and says, field by field, what it could not read.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::count::{Measure, cell_of};
use crate::facts::{Jurisdiction, Sensitivity};
use crate::grade::Grade;
use crate::report::Stage;

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
    /// 轻伤
    pub lightly_injured: String,
    /// 在院治疗
    pub in_hospital: String,
    /// 现场共有
    pub present: String,
    /// 自行撤离
    pub withdrawn: String,
    /// 获救
    pub rescued: String,
    /// 采用
    pub adopted: bool,
}

impl DraftCount {
    /// What was typed for one measure.
    #[must_use]
    pub fn cell(&self, measure: Measure) -> &str {
        cell_of!(measure, &self)
    }

    /// Where it is typed.
    pub const fn cell_mut(&mut self, measure: Measure) -> &mut String {
        cell_of!(measure, &mut self)
    }
}

/// One row of the township table as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DraftTownship {
    /// 乡镇（街道）
    pub town: String,
    /// Its numbers as typed, by the column's measure or figure.
    pub numbers: BTreeMap<String, String>,
}

/// A document whose text was drawn in, to be compared with the body.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Material {
    /// Name of the file, as text.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// The form as typed. An empty text is a field nobody was asked about; `-` is 待核; `不涉及` is 不涉及.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Draft {
    /// 首报, 续报 …
    pub stage: Stage,
    /// The report that it follows; none for a first.
    pub follows: Option<Uuid>,
    /// 补正: the report that was sent back and is written anew.
    pub mends: Option<Uuid>,
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
    /// 分乡镇
    pub townships: Vec<DraftTownship>,
    /// 应急处置结束时间, as spoken.
    pub response_ended: String,
    /// 善后
    pub aftermath: String,
    /// 教训
    pub lessons: String,
    /// 更正: by whom it was verified.
    pub verified_by: String,
    /// 更正: what was reported is not true at all.
    pub withdrawn: bool,
    /// 演练件
    pub drill: bool,
    /// 初判（就高） by the officer's word.
    pub judged: Option<Grade>,
    /// The title as edited by hand; none: composed.
    pub title: Option<String>,
    /// The body as edited by hand; none: composed.
    pub body: Option<String>,
    /// 补报说明: why it comes now, in the officer's words; not part of the report.
    pub late_reason: String,
    /// A document that was drawn in.
    pub material: Option<Material>,
}
