//! 初判沿革: which grade 初判（就高） had from when on. So a limit that a rise brings is told from one that was there.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;
use crate::grade::Grade;

/// A grade that stood for less than these seconds while a form was being filled in was a number half typed.
const SETTLES_AFTER_SECONDS: i64 = 60;

/// 初判（就高） was this from then on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GradeKnown {
    /// The grade; none: not graded.
    pub grade: Option<Grade>,
    /// Since when, UTC.
    pub at: Moment,
}

/// All of them, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(transparent)]
pub struct GradeHistory(Vec<GradeKnown>);

impl GradeHistory {
    /// The grade as it is judged now. What stood for less than a minute before is forgotten.
    pub fn note(&mut self, grade: Option<Grade>, now: Moment) {
        if self.0.last().is_some_and(|last| last.grade == grade) {
            return;
        }
        let passing = |last: &GradeKnown| now.signed_duration_since(last.at).num_seconds() < SETTLES_AFTER_SECONDS;
        if self.0.last().is_some_and(passing) {
            self.0.pop();
        }
        self.settle(grade, now);
    }

    /// The grade as an entry that stays settles it.
    pub fn settle(&mut self, grade: Option<Grade>, now: Moment) {
        if self.0.last().is_none_or(|last| last.grade != grade) {
            self.0.push(GradeKnown { grade, at: now });
        }
    }

    /// When a grade at least so grave was first reached; none where that was never, or was never noted.
    #[must_use]
    pub fn reached(&self, least: Grade) -> Option<Moment> {
        self.0.iter().find(|known| known.grade >= Some(least)).map(|known| known.at)
    }

    /// Since when the grade has been less than this one, after it had been reached.
    #[must_use]
    pub fn fell_below(&self, least: Grade) -> Option<Moment> {
        let last = self.0.iter().rposition(|known| known.grade >= Some(least))?;
        self.0.get(last + 1).map(|known| known.at)
    }

    /// The gravest that was ever noted.
    #[must_use]
    pub fn gravest(&self) -> Option<Grade> {
        self.0.iter().filter_map(|known| known.grade).max()
    }

    /// Whether nothing was noted.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
