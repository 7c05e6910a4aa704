//! 代次: an upstream that was put back from a backup has forgotten what it received since, and is another generation of
//! itself. Desks see that by its number, and offer what was forgotten.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which generation of itself an upstream is. Its positions and delivery numbers are beyond all that an earlier one may
/// have given, so that nothing is numbered twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Generation {
    /// Named in every receipt; greater than that of any generation before.
    pub number: u32,
    /// Its positions and the numbers of its deliveries are greater than this; 0 for the first.
    pub begins_after: u64,
    /// What earlier generations received beyond this position may be forgotten; none for the first.
    pub lost_after: Option<u64>,
}

impl Generation {
    /// The one in which an upstream is first started.
    pub const FIRST: Self = Self { number: 1, begins_after: 0, lost_after: None };

    /// Whether `n` is the delivery number that comes after `before` in this generation.
    #[must_use]
    pub const fn follows(&self, before: u64, n: u64) -> bool {
        n == before + 1 || (before < self.begins_after && n == self.begins_after + 1)
    }
}

impl Default for Generation {
    fn default() -> Self {
        Self::FIRST
    }
}
