//! What the clocks of one incident are computed from.

use std::collections::BTreeMap;

use crate::Moment;
use crate::change::{Change, ChangeKind};
use crate::duty_done::DutyDone;
use crate::extension::Extension;
use crate::facts::Facts;
use crate::grade::Grading;
use crate::grade_history::GradeHistory;
use crate::incident_end::IncidentOutcome;
use crate::report::Stage;
use crate::span::Span;
use crate::unit::Level;

/// A report that the system of record has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OnRecord {
    /// Since when, UTC.
    pub at: Moment,
    /// When it was submitted on the desk, UTC: it has what was known by then.
    pub written_at: Moment,
    /// 首报, 续报, 终报.
    pub stage: Stage,
}

impl OnRecord {
    /// One that was written as it was entered.
    #[must_use]
    pub const fn at(at: Moment, stage: Stage) -> Self {
        Self { at, written_at: at, stage }
    }
}

/// What clocks are computed from. The order within a list decides nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockFacts {
    /// The facts as judged now.
    pub facts: Facts,
    /// Grade as judged now; clocks run on 初判（就高）.
    pub grading: Grading,
    /// Level of our unit.
    pub level: Level,
    /// 知悉: the earliest that the room knew, over all corrections, so that a corrected call time never moves a
    /// running deadline later.
    pub aware_at: Moment,
    /// When something kept below the standard turned out to be an incident; none: it was one from the start.
    pub reportable_at: Option<Moment>,
    /// 首次电话报告.
    pub first_reported: Option<Moment>,
    /// To whom that was.
    pub first_reported_to: Option<String>,
    /// When each recipient of the pack was first told by phone, by id.
    pub told: BTreeMap<String, Moment>,
    /// Reports that the system of record has.
    pub on_record: Vec<OnRecord>,
    /// Which grade 初判 had from when on; empty: the grade was known from the start.
    pub grades: GradeHistory,
    /// What changed after a report had gone.
    pub changes: Vec<Change>,
    /// Duties ticked as done.
    pub done: Vec<DutyDone>,
    /// More time that superiors granted.
    pub extensions: Vec<Extension>,
    /// How and when the incident ended.
    pub ended: Option<(IncidentOutcome, Moment)>,
    /// When it had been ended and was opened again: nothing was owed meanwhile.
    pub gaps: Vec<Span>,
}

impl ClockFacts {
    /// A call just picked up: nothing else is known yet.
    #[must_use]
    pub fn new(aware_at: Moment, level: Level) -> Self {
        Self {
            facts: Facts::default(),
            grading: Grading::default(),
            level,
            aware_at,
            reportable_at: None,
            first_reported: None,
            first_reported_to: None,
            told: BTreeMap::new(),
            on_record: Vec::new(),
            grades: GradeHistory::default(),
            changes: Vec::new(),
            done: Vec::new(),
            extensions: Vec::new(),
            ended: None,
            gaps: Vec::new(),
        }
    }

    /// When the system of record had the first report.
    #[must_use]
    pub fn entered_at(&self) -> Option<Moment> {
        self.on_record.iter().map(|report| report.at).min()
    }

    /// The same with a first report on record at that time.
    #[must_use]
    pub fn entered(mut self, at: Moment) -> Self {
        self.on_record.push(OnRecord::at(at, Stage::First));
        self
    }

    /// When follow-ups stop being owed: the final report, or the end of the incident.
    pub(super) fn followed_until(&self) -> Option<Moment> {
        let last = self.on_record.iter().filter(|report| report.stage == Stage::Final).map(|report| report.at).min();
        last.into_iter().chain(self.ended.map(|(_, at)| at)).min()
    }

    /// When the room owed what is owed of an incident: from 知悉 on, but not while it was kept below the standard or ended.
    pub(super) fn owed(&self) -> Vec<Span> {
        let from = self.reportable_at.map_or(self.aware_at, |at| at.max(self.aware_at));
        let whole = vec![Span { from, until: self.ended.map(|(_, at)| at) }];
        self.gaps.iter().fold(whole, |spans, gap| spans.into_iter().flat_map(|span| span.without(*gap)).collect())
    }

    /// Changes of a kind, oldest first; after an end that is followed only those that came after it.
    pub(super) fn changes_of(&self, wanted: Option<ChangeKind>) -> Vec<Change> {
        let since = self.ended.filter(|(outcome, _)| outcome.is_followed()).map(|(_, at)| at);
        let counts = |change: &&Change| {
            wanted.is_none_or(|what| what == change.what) && since.is_none_or(|at| change.reportable_from() >= at)
        };
        let mut changes: Vec<Change> = self.changes.iter().filter(counts).copied().collect();
        changes.sort_unstable();
        changes
    }
}
