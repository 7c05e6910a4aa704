//! 延期: a superior grants more time. What a law prescribes cannot be extended, only annotated (practice 2.18).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;

/// More time, granted by somebody above.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// The rule whose clock is meant.
    pub rule: String,
    /// Who granted it: 市应急管理局指挥中心×××.
    pub by: String,
    /// Until when, UTC.
    pub until: Moment,
    /// When it was granted, UTC.
    pub at: Moment,
}
