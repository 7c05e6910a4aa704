//! 初判沿革: which grade 初判（就高） had from when on. So a limit that a rise brings is told from one that was there.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;
use crate::grade::Grade;
use crate::span::Span;

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
    /// When it was typed, where that was later.
    #[serde(default)]
    pub noted_at: Option<Moment>,
}

/// All of them, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(transparent)]
pub struct GradeHistory(Vec<GradeKnown>);

impl GradeHistory {
    /// The grade as it is judged now: known since its informant said so, where that was asked, or else since `typed_for`.
    /// What stood for less than a minute before was the same piece of news half typed.
    pub fn note(&mut self, grade: Option<Grade>, said: Option<Moment>, typed_for: Moment, now: Moment) {
        let same = |last: &GradeKnown| last.grade == grade;
        let half_typed = |last: &GradeKnown| {
            let noted_at = last.noted_at.unwrap_or(last.at);
            now.signed_duration_since(noted_at).num_seconds() < SETTLES_AFTER_SECONDS
        };
        let settling = self.0.last().is_some_and(half_typed);
        if self.0.last().is_some_and(same) && (said.is_none() || !settling) {
            return;
        }
        let replaced = if settling { self.0.pop() } else { None };
        if self.0.last().is_some_and(same) {
            return;
        }
        let otherwise = replaced.map_or(typed_for, |replaced| replaced.at.min(typed_for));
        let since = self.0.last().map_or(Moment::MIN_UTC, |last| last.at);
        let noted_at = replaced.filter(same).and_then(|replaced| replaced.noted_at).or(Some(now));
        self.0.push(GradeKnown { grade, at: said.unwrap_or(otherwise).max(since).min(now), noted_at });
    }

    /// The grade as an entry that stays settles it.
    pub fn settle(&mut self, grade: Option<Grade>, at: Moment) {
        if self.0.last().is_none_or(|last| last.grade != grade) {
            self.0.push(GradeKnown { grade, at, noted_at: None });
        }
    }

    /// The spans in which the grade was at least so grave, oldest first; the last may be open. None noted: it always was.
    #[must_use]
    pub fn spans(&self, least: Grade) -> Vec<Span> {
        if self.0.is_empty() {
            return vec![Span { from: Moment::MIN_UTC, until: None }];
        }
        let mut spans: Vec<Span> = Vec::new();
        for known in &self.0 {
            let open = spans.last_mut().filter(|span| span.until.is_none());
            match (known.grade >= Some(least), open) {
                (true, None) => spans.push(Span { from: known.at, until: None }),
                (false, Some(span)) => span.until = Some(known.at),
                _ => {}
            }
        }
        spans
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
