//! 延期: a superior grants more time. What a law prescribes cannot be extended, only annotated (practice 2.18).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;
use crate::rule::Basis;

/// More time, granted by somebody above.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// The clock that is meant: a rule's id, with its day where it has turns.
    pub rule: String,
    /// Who granted it: 市应急管理局指挥中心×××.
    pub by: String,
    /// Until when, UTC.
    pub until: Moment,
    /// When it was granted, UTC.
    pub at: Moment,
}

impl Extension {
    /// Whether it moves a limit: one that a superior asked for, granted before it was due, and to a later time.
    #[must_use]
    pub fn counts(&self, basis: Basis, due: Moment) -> bool {
        basis == Basis::Superior && self.at <= due && self.until > due
    }
}
