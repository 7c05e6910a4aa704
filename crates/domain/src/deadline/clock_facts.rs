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
use crate::unit::Level;

/// A report that the system of record has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OnRecord {
    /// Since when, UTC.
    pub at: Moment,
    /// 首报, 续报, 终报.
    pub stage: Stage,
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
        self.on_record.push(OnRecord { at, stage: Stage::First });
        self
    }

    /// The earliest report on record not before an instant.
    pub(super) fn on_record_since(&self, at: Moment) -> Option<Moment> {
        self.on_record.iter().map(|report| report.at).filter(|on_record| *on_record >= at).min()
    }

    /// When follow-ups stop being owed: the final report, or the end of the incident.
    pub(super) fn followed_until(&self) -> Option<Moment> {
        let last = self.on_record.iter().filter(|report| report.stage == Stage::Final).map(|report| report.at).min();
        last.into_iter().chain(self.ended.map(|(_, at)| at)).min()
    }

    /// The change that a clock from 变化知悉 runs from: the earliest not yet reported, else the newest.
    pub(super) fn change(&self, wanted: Option<ChangeKind>) -> Option<Change> {
        let changes = || {
            let wanted = self.changes.iter().filter(move |change| wanted.is_none_or(|what| what == change.what));
            wanted.copied()
        };
        let unreported = changes().filter(|change| self.on_record_since(change.reportable_from()).is_none());
        unreported.min().or_else(|| changes().max())
    }
}
