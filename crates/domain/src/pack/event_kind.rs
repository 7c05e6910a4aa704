//! 事件类型: its official name, its place among the four classes, and the table that grades it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One kind of event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EventKind {
    /// Id, as in the facts.
    pub id: String,
    /// 官方名.
    pub name: String,
    /// Family that rules and labels go by: `fire`, `production`.
    pub family: String,
    /// 四大类: 事故灾难 …
    pub class: String,
    /// Id of the `[[grade_table]]`; none: not graded by numbers.
    #[serde(default)]
    pub graded_by: Option<String>,
    /// As title and first sentence say it: 发生火灾.
    pub title: String,
    /// How the letter names its cause: 起火原因.
    pub cause: String,
    /// How the letter names its loss: 直接财产损失.
    pub loss: String,
}
