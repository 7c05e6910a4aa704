//! 报送范围: one clause that asks for a report to a level.

use serde::{Deserialize, Serialize};

use crate::rule::When;
use crate::scope::ScopeTo;

/// One clause that asks for a report to a level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeRow {
    /// Unique in the pack; the same id in a lower layer replaces it.
    pub id: String,
    /// To which level.
    pub to: ScopeTo,
    /// When it holds.
    #[serde(default)]
    pub when: When,
    /// The clause's words.
    pub text: String,
    /// The clause.
    pub cite: String,
    /// Key of a `[[source]]`.
    pub source: String,
    /// Whether that source was read.
    pub verified: bool,
}
