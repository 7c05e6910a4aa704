//! 代次: an upstream that was put back from a backup has forgotten what it received since, and is another generation of
//! itself. Desks see that by its number, and offer what was forgotten.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which generation of itself an upstream is. Its positions and delivery numbers are beyond all that an earlier one may
/// have given, so that nothing is numbered twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Generation {
    /// Named in every receipt; greater than that of any generation before.
    pub number: u32,
    /// Where each generation after the first began: its positions and delivery numbers are greater than that. In order; the
    /// last is this one's own.
    pub beginnings: Vec<u64>,
    /// What earlier generations received beyond this position may be forgotten; none for the first.
    pub lost_after: Option<u64>,
}

impl Generation {
    /// The one in which an upstream is first started.
    pub const FIRST: Self = Self { number: 1, beginnings: Vec::new(), lost_after: None };

    /// Its positions and the numbers of its deliveries are greater than this; 0 for the first.
    #[must_use]
    pub fn begins_after(&self) -> u64 {
        self.beginnings.last().copied().unwrap_or(0)
    }

    /// Whether `n` may be the delivery number that comes after `before`: the next, or the first of a generation. To a desk
    /// that was away nothing may have come in one between.
    #[must_use]
    pub fn follows(&self, before: u64, n: u64) -> bool {
        n == before + 1 || self.beginnings.iter().any(|&begins_after| before < begins_after && n == begins_after + 1)
    }
}

impl Default for Generation {
    fn default() -> Self {
        Self::FIRST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_on_without_a_gap_but_for_where_a_generation_begins() {
        let second = Generation { number: 9, beginnings: vec![1_000, 5_000], lost_after: Some(3) };
        for (before, n) in [(0, 1), (7, 8), (7, 1_001), (7, 5_001), (1_003, 1_004), (1_003, 5_001)] {
            assert!(second.follows(before, n), "{n} after {before}");
        }
        for (before, n) in [(7, 9), (7, 7), (7, 1_002), (1_003, 1_001), (5_002, 5_001), (5_002, 1_001)] {
            assert!(!second.follows(before, n), "{n} after {before}");
        }
    }
}
