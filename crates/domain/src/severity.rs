//! 轻重: how loudly a remark on a draft speaks. None of them blocks a submission.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How loudly a remark speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Grey: wording, may stay as it is.
    Hint,
    /// Amber: look again.
    Warning,
    /// Red: wrong or unreadable; the superior would send it back.
    Error,
}
