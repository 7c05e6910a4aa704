//! 办结时限: an officer ticks off a duty that has no richer record here, such as an entry in the disaster statistics.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;

/// A duty that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DutyDone {
    /// The rule whose clock it stops.
    pub rule: String,
    /// When it was done, UTC.
    pub at: Moment,
    /// A line on it: to whom, under which number.
    pub note: String,
}
