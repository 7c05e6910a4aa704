//! 突发事件: one event in the world, folded from the entries of its subject. The same id at every level.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::Moment;
use crate::accord::AccordChecked;
use crate::call::{Call, CallOutcome};
use crate::change::LoggedChange;
use crate::contact::{CallOut, CalledOut};
use crate::draft::Draft;
use crate::duty_done::DutyDone;
use crate::entry::{AlarmAcknowledged, AlarmRung, CallNoted, Content, Relay, SourceAdded, Subject};
use crate::extension::Extension;
use crate::facts::Facts;
use crate::grade::{Grade, Grading};
use crate::grade_history::GradeHistory;
use crate::grading::grade;
use crate::incident_end::{IncidentEnded, IncidentOutcome, LOOK_AGAIN_MINUTES, LookedAgain};
use crate::pack::Packs;
use crate::placed::Placed;
use crate::report::{NumberGiven, Stage};
use crate::signoff::SignOffSought;
use crate::span::Span;

mod reported;
mod signed;

pub use reported::{ReceiptShown, Relayed, Reported};
pub use signed::SignedOff;

/// A second caller of the same incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OtherSource {
    /// The call that was merged.
    pub call: Uuid,
    /// When it was picked up.
    pub received_at: Moment,
    /// Caller's name.
    pub caller: String,
    /// Caller's unit.
    pub caller_unit: String,
    /// Number.
    pub number: String,
    /// Words.
    pub words: String,
    /// 录音编号
    pub recording: String,
    /// When it was entered on the desk.
    pub entered_at: Moment,
}

/// An alarm that rang, as folded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Rung {
    /// The rule whose clock it is.
    pub rule: String,
    /// The step.
    pub step: String,
    /// What it said.
    pub words: String,
    /// When the step was due.
    pub due_at: Moment,
    /// When it rang.
    pub rang_at: Moment,
    /// 迟到提醒
    pub late: bool,
    /// The program that played its sound; none where no device could.
    pub played_by: Option<String>,
    /// When somebody said that it was seen.
    pub acknowledged_at: Option<Moment>,
}

/// An incident as folded. Deadlines and the letter are computed from it, packs and now; they are not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Incident {
    /// The subject.
    pub id: Uuid,
    /// The first call, where this desk may know it.
    pub call: Option<Call>,
    /// Later callers.
    pub sources: Vec<OtherSource>,
    /// Calls out, in the order of their times.
    pub calls_out: Vec<CalledOut>,
    /// Sign-offs, oldest first.
    pub signed_off: Vec<SignedOff>,
    /// Signatures that were asked for and not given, in the order of their times.
    pub sought: Vec<SignOffSought>,
    /// Alarms that rang at the unit's desks, oldest first.
    pub alarms: Vec<Rung>,
    /// Reports, oldest first.
    pub reports: Vec<Reported>,
    /// What changed after a report had gone, in the order of its times.
    pub changes: Vec<LoggedChange>,
    /// 口径, in the order of their times.
    pub accords: Vec<AccordChecked>,
    /// Duties ticked as done.
    pub done: Vec<DutyDone>,
    /// More time that superiors granted.
    pub extensions: Vec<Extension>,
    /// 灾害过程 that it belongs to; none where it stands for itself.
    pub process: Option<Uuid>,
    /// How it ended; none while it goes on.
    pub ended: Option<IncidentEnded>,
    /// When it had been ended and was opened again.
    pub gaps: Vec<Span>,
    /// 再看 of what was kept below the standard; none before it.
    pub looked_again: Option<LookedAgain>,
    /// 首次接报, as it stands.
    pub first_received: Moment,
    /// 知悉: the earliest that the room knew.
    pub aware_at: Moment,
    /// When what had been kept below the standard turned out to be an incident; none: it was one from the start.
    pub reportable_at: Option<Moment>,
    /// 首次电话报告.
    pub first_reported: Option<Moment>,
    /// To whom that was.
    pub first_reported_to: Option<String>,
}

impl Incident {
    /// Folds the entries of one subject, which come in the fold's order; none where they make no incident.
    #[must_use]
    pub fn fold(subject: Subject, entries: &[Placed]) -> Option<Self> {
        let call = Call::fold(subject, entries);
        let is_incident = call.as_ref().is_some_and(|call| call.outcome == Some(CallOutcome::Incident));
        let report = entries.iter().find_map(|placed| match &placed.content {
            Content::Report(report) => Some(report),
            _ => None,
        });
        let taken_up = entries.iter().filter_map(|placed| match &placed.content {
            Content::TakenUp(taken) => Some(taken.aware_at),
            _ => None,
        });
        let (first_received, aware_at) = match (&call, taken_up.min(), report) {
            (Some(call), _, _) if is_incident => (call.received_at, call.earliest_at),
            (_, Some(aware_at), _) => (aware_at, aware_at),
            (_, None, Some(report)) => (report.first_received, report.aware_at),
            _ => return None,
        };
        let mut incident = Self {
            id: subject,
            call,
            sources: Vec::new(),
            calls_out: Vec::new(),
            signed_off: Vec::new(),
            sought: Vec::new(),
            alarms: Vec::new(),
            reports: Vec::new(),
            changes: Vec::new(),
            accords: Vec::new(),
            done: Vec::new(),
            extensions: Vec::new(),
            process: None,
            ended: None,
            gaps: Vec::new(),
            looked_again: None,
            first_received,
            aware_at,
            reportable_at: None,
            first_reported: report.and_then(|report| report.first_reported),
            first_reported_to: None,
        };
        for placed in entries {
            incident.take(placed);
        }
        incident.settle(entries);
        Some(incident)
    }

    fn take(&mut self, placed: &Placed) {
        match &placed.content {
            Content::SourceAdded(source) => self.sources.push(other_source(placed, source)),
            Content::CallOut(call) => self.calls_out.push(called_out(placed, call)),
            Content::SignOff(sign_off) => self.signed_off.push(SignedOff::of(sign_off)),
            Content::SignOffSought(sought) => self.sought.push(sought.clone()),
            Content::AlarmRung(rung) => self.alarms.push(self::rung(placed, rung)),
            Content::Report(report) => self.reports.push(Reported::of(placed, report)),
            Content::ChangeNoted(change) => {
                self.changes.push(LoggedChange { change: change.clone(), entered_at: placed.header.entered_at });
            }
            Content::AccordChecked(accord) => self.accords.push(accord.clone()),
            Content::DutyDone(done) => self.done.push(done.clone()),
            Content::ExtensionGranted(extension) => self.extensions.push(extension.clone()),
            _ => {}
        }
    }

    fn relayed(&mut self, relay: &Relay) {
        let Some(report) = self.reports.iter_mut().find(|report| report.id == relay.report) else { return };
        if report.relay.as_ref().is_none_or(|known| relay.at < known.at) {
            report.relay = Some(Relayed::of(relay));
        }
    }

    fn acknowledged(&mut self, seen: &AlarmAcknowledged, at: Moment) {
        let same = |rung: &&mut Rung| rung.rule == seen.rule && rung.step == seen.step;
        for rung in self.alarms.iter_mut().filter(same) {
            rung.acknowledged_at = Some(rung.acknowledged_at.map_or(at, |earlier| earlier.min(at)));
        }
    }

    /// What depends on all entries together, whatever their order.
    fn settle(&mut self, entries: &[Placed]) {
        for placed in entries {
            match &placed.content {
                Content::Relay(relay) => self.relayed(relay),
                Content::AlarmAcknowledged(seen) => self.acknowledged(seen, placed.header.claimed_at),
                _ => {}
            }
        }
        reported::claim(&mut self.reports, entries);
        self.changes.sort_by_key(|logged| (logged.change.at, logged.entered_at));
        self.accords.sort_by_key(|accord| accord.at);
        self.done.sort_by(|a, b| (a.at, &a.rule).cmp(&(b.at, &b.rule)));
        self.extensions.sort_by(|a, b| (a.at, &a.rule).cmp(&(b.at, &b.rule)));
        self.reports.sort_by_key(|report| report.submitted_at);
        self.end(entries);
        self.process = joined(entries).filter(|process| *process != self.id);
        self.calls_out.sort_by_key(|called| called.call.at);
        self.sought.sort_by_key(|sought| sought.at);
        let earliest_source = self.sources.iter().map(|source| source.received_at).min();
        self.aware_at = earliest_source.map_or(self.aware_at, |at| at.min(self.aware_at));
        let upward = self.calls_out.iter().map(|called| &called.call).find(|call| call.reports_upward());
        if let Some(call) = upward {
            self.first_reported = Some(self.first_reported.map_or(call.at, |known| known.min(call.at)));
            self.first_reported_to = Some(call.name.clone());
        }
    }

    /// Ends and reopenings by the times at which they happened, so that their order of arrival decides nothing.
    fn end(&mut self, entries: &[Placed]) {
        let call = self.call.as_ref();
        self.reportable_at =
            call.and_then(|call| call.ended_at.filter(|at| call.kept_at.is_some_and(|kept| kept < *at)));
        let mut turns: Vec<(Moment, Option<&IncidentEnded>)> = entries
            .iter()
            .filter_map(|placed| match &placed.content {
                Content::IncidentEnded(ended) => Some((ended.at, Some(ended))),
                Content::IncidentReopened(reopened) => Some((reopened.at, None)),
                _ => None,
            })
            .collect();
        turns.sort_by_key(|(at, _)| *at);
        for (at, turn) in turns {
            if let (Some(ended), None) = (&self.ended, turn) {
                self.gaps.push(Span { from: ended.at, until: Some(at) });
            }
            self.ended = turn.cloned();
        }
        let since = self.ended.as_ref().map(|ended| ended.at);
        let looks = entries.iter().filter_map(|placed| match &placed.content {
            Content::LookedAgain(look) => Some(look),
            _ => None,
        });
        self.looked_again =
            looks.filter(|look| since.is_some_and(|since| look.at >= since)).max_by_key(|look| look.at).cloned();
    }

    /// The facts as they stand after the last report and whatever changed since; none before a report.
    #[must_use]
    pub fn facts_since_report(&self) -> Option<Facts> {
        let report = self.reports.last()?;
        let since = self.changes.iter().filter(|logged| logged.entered_at >= report.submitted_at);
        Some(since.fold(report.facts.clone(), |facts, logged| logged.change.upon(&facts)))
    }

    /// Which grade 初判 had from when on: as the report carries it, and as each change since made it.
    #[must_use]
    pub fn grades_since_report(&self, packs: &Packs) -> GradeHistory {
        let Some(report) = self.reports.last() else { return GradeHistory::default() };
        let mut grades = report.grades.clone();
        let mut facts = report.facts.clone();
        grades.settle(possible(&report.grading), report.submitted_at);
        for logged in self.changes.iter().filter(|logged| logged.entered_at >= report.submitted_at) {
            facts = logged.change.upon(&facts);
            grades.settle(possible(&grade(packs, &facts)), logged.change.at.max(report.submitted_at));
        }
        grades
    }

    /// When each recipient of the pack was first told by phone, by id.
    #[must_use]
    pub fn told(&self) -> BTreeMap<String, Moment> {
        let mut told: BTreeMap<String, Moment> = BTreeMap::new();
        for call in self.calls_out.iter().map(|called| &called.call).filter(|call| call.reports()) {
            if let Some(recipient) = &call.recipient {
                told.entry(recipient.clone()).and_modify(|at| *at = (*at).min(call.at)).or_insert(call.at);
            }
        }
        told
    }

    /// Whether its clocks may still run: it has not ended, or what was reported and true is still followed. What a desk
    /// of version 0.1 had on record, which knew no end, is not opened again.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let of_before = self.first_report().is_some_and(|report| report.grades.is_empty());
        if of_before && self.ended.is_none() && self.changes.is_empty() {
            return self.entered_at().is_none();
        }
        self.ended.as_ref().is_none_or(|ended| {
            let looked_after = ended.outcome == IncidentOutcome::BelowThreshold && self.looked_again.is_none();
            looked_after
                || (ended.outcome.is_followed() && self.changes.iter().any(|logged| logged.entered_at >= ended.at))
        })
    }

    /// When a second look at what was kept below the standard is due; none where none is owed.
    #[must_use]
    pub fn look_again_at(&self) -> Option<Moment> {
        let ended = self.ended.as_ref().filter(|ended| ended.outcome == IncidentOutcome::BelowThreshold)?;
        let due = ended.at.checked_add_signed(chrono::TimeDelta::minutes(LOOK_AGAIN_MINUTES));
        due.filter(|_| self.looked_again.is_none())
    }

    /// The first report, where one was submitted.
    #[must_use]
    pub fn first_report(&self) -> Option<&Reported> {
        self.reports.iter().find(|report| report.stage == Stage::First)
    }

    /// The newest report.
    #[must_use]
    pub fn last_report(&self) -> Option<&Reported> {
        self.reports.last()
    }

    /// The report that still waits for the system of record, the oldest of them; where none does, the newest. What was sent
    /// back and mended waits no more: what stands in its place does.
    #[must_use]
    pub fn awaited(&self) -> Option<&Reported> {
        let waits = |report: &&Reported| report.entered_at().is_none() && !self.is_mended(report.id);
        self.reports.iter().find(waits).or_else(|| self.last_report())
    }

    /// Whether what was reported and found untrue is still to be taken back by a correction.
    #[must_use]
    pub fn is_to_be_withdrawn(&self) -> bool {
        let untrue = self.ended.as_ref().is_some_and(|ended| ended.outcome == IncidentOutcome::NotTrue);
        let taken_back = |report: &Reported| report.stage == Stage::Correction && report.facts.withdrawn;
        untrue && !self.reports.is_empty() && !self.reports.iter().any(taken_back)
    }

    /// Whether a report that was sent back was written anew and went.
    #[must_use]
    pub fn is_mended(&self, report: Uuid) -> bool {
        self.reports.iter().any(|later| later.mends == Some(report))
    }

    /// The stage of the report that a draft is of; none where what it was of has gone, or none was begun. A later report
    /// goes on being written though another desk of the room sends one meanwhile.
    #[must_use]
    pub fn being_written(&self, draft: &Draft) -> Option<Stage> {
        let live = match (draft.mends, draft.stage) {
            (Some(mends), _) => self.reports.iter().any(|report| report.id == mends) && !self.is_mended(mends),
            (None, Stage::First) => self.reports.is_empty(),
            (None, _) => draft.follows.is_some_and(|follows| self.reports.iter().any(|report| report.id == follows)),
        };
        live.then_some(draft.stage)
    }

    /// Place of the next report of a stage, from 1.
    #[must_use]
    pub fn next_of(&self, stage: Stage) -> u32 {
        let before = self.reports.iter().filter(|report| report.stage == stage && report.mends.is_none()).count();
        u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// 期号: the first report's, else the newest that was given with a signature.
    #[must_use]
    pub fn number(&self) -> Option<NumberGiven> {
        let signed = || self.signed_off.iter().rev().find_map(|sign_off| sign_off.number);
        self.first_report().map(|report| report.given).or_else(signed)
    }

    /// When the newest correction went; whoever was told before has to hear of it.
    #[must_use]
    pub fn corrected_at(&self) -> Option<Moment> {
        self.reports.iter().rfind(|report| report.stage == Stage::Correction).map(|report| report.submitted_at)
    }

    /// When the system of record had the first report.
    #[must_use]
    pub fn entered_at(&self) -> Option<Moment> {
        self.reports.iter().filter_map(Reported::entered_at).min()
    }
}

/// The process that was named last; the times decide, not the order of arrival.
fn joined(entries: &[Placed]) -> Option<Uuid> {
    let all = entries.iter().filter_map(|placed| match &placed.content {
        Content::ProcessJoined(joined) => Some(joined),
        _ => None,
    });
    all.max_by_key(|joined| (joined.at, joined.process))?.process
}

fn possible(grading: &Grading) -> Option<Grade> {
    grading.possible.as_ref().map(|reason| reason.grade)
}

fn other_source(placed: &Placed, source: &SourceAdded) -> OtherSource {
    let CallNoted { caller, caller_unit, number, words, recording, .. } = source.said.clone();
    let entered_at = placed.header.entered_at;
    OtherSource {
        call: source.call,
        received_at: source.received_at,
        caller,
        caller_unit,
        number,
        words,
        recording,
        entered_at,
    }
}

fn called_out(placed: &Placed, call: &CallOut) -> CalledOut {
    CalledOut { call: call.clone(), entered_at: placed.header.entered_at }
}

pub(crate) fn rung(placed: &Placed, alarm: &AlarmRung) -> Rung {
    let AlarmRung { rule, step, words, due_at, late, played_by, .. } = alarm.clone();
    Rung { rule, step, words, due_at, rang_at: placed.header.claimed_at, late, played_by, acknowledged_at: None }
}
