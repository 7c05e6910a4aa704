//! 时段: from an instant up to another, or still running.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;

/// From an instant (included) up to another (excluded); none: still running.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// Its beginning, UTC.
    pub from: Moment,
    /// Its end, UTC.
    pub until: Option<Moment>,
}

impl Span {
    /// Whether an instant lies in it.
    #[must_use]
    pub fn holds(&self, at: Moment) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }

    /// What both have.
    #[must_use]
    pub fn within(self, other: Self) -> Option<Self> {
        let from = self.from.max(other.from);
        let until = match (self.until, other.until) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        until.is_none_or(|until| from < until).then_some(Self { from, until })
    }

    /// What is left of it without a gap.
    #[must_use]
    pub fn without(self, gap: Self) -> Vec<Self> {
        let before = self.within(Self { from: self.from, until: Some(gap.from) });
        let after = gap.until.and_then(|until| self.within(Self { from: until, until: None }));
        [before, after].into_iter().flatten().collect()
    }
}
