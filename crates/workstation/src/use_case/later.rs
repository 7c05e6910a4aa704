//! 续报, 终报, 情况更正 begun: the draft of a later report, with what identifies the event and what is known so far.

use domain::change::ChangeKind;
use domain::draft::Draft;
use domain::incident::{Incident, Reported};
use domain::report::Stage;
use store::table::draft::SavedDraft;

use super::incident::{draft_of, known, show};
use crate::door::{BeginReport, DoorError, IncidentRef, IncidentView, MendReport};
use crate::session::draft_author;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Begins a later report; one that was begun already goes on.
pub(crate) fn begin(desk: &Workstation, tick: &Tick, request: BeginReport) -> Result<IncidentView, DoorError> {
    let subject = request.incident;
    if request.stage == Stage::First {
        return Err(DoorError::not_now("首报随事件开始，不必另起。"));
    }
    {
        let mut store = desk.store();
        let incident = known(&store, subject)?;
        let packs = desk.packs_of(&store, &incident)?;
        let before = draft_of(&store, subject)?;
        let same = incident.being_written(&before.draft) == Some(request.stage);
        if !(same && before.draft.withdrawn == request.withdrawn) {
            let late_reason = before.draft.late_reason;
            let draft = Draft { late_reason, ..begun(&incident, &request)? };
            let grades = incident.grades_since_report(&packs);
            let saved = SavedDraft { draft, grades, begun_at: None, saved_at: tick.now() };
            let own = draft_author(&store)?;
            store.write(|writing| writing.save_draft(subject, &own, &saved))?;
        }
    }
    desk.shown(Some(subject));
    show(desk, tick, IncidentRef { incident: subject })
}

/// 补正: a report that was sent back is written anew, from what was typed. Its clocks and its first time stay what they were.
pub(crate) fn mend(desk: &Workstation, tick: &Tick, request: MendReport) -> Result<IncidentView, DoorError> {
    let subject = request.incident;
    {
        let mut store = desk.store();
        let incident = known(&store, subject)?;
        let missing = || DoorError::not_found("没有这份报告，请回到事件页重新选择。");
        let report = incident.reports.iter().find(|report| report.id == request.report).ok_or_else(missing)?;
        if incident.is_mended(report.id) {
            return Err(DoorError::not_now("这份报告已经补正重报。"));
        }
        let before = draft_of(&store, subject)?;
        if incident.being_written(&before.draft).is_some() && before.draft.mends != Some(report.id) {
            return Err(DoorError::not_now("还有一份报告正在写。请先报出或丢弃，再补正。"));
        }
        if before.draft.mends != Some(report.id) {
            let draft = mended(&incident, report, before.draft);
            let saved = SavedDraft { draft, grades: report.grades.clone(), begun_at: None, saved_at: tick.now() };
            let own = draft_author(&store)?;
            store.write(|writing| writing.save_draft(subject, &own, &saved))?;
        }
    }
    desk.shown(Some(subject));
    show(desk, tick, IncidentRef { incident: subject })
}

/// What was typed for it, where that is still kept; else what it says, word for word.
fn mended(incident: &Incident, report: &Reported, kept: Draft) -> Draft {
    let of_it = incident.last_report().is_some_and(|last| last.id == report.id) && kept.stage == report.stage;
    let typed = if of_it && kept != Draft::default() {
        kept
    } else {
        let (title, body) = (Some(report.title.clone()), Some(report.body.clone()));
        Draft { title, body, late_reason: kept.late_reason, ..Draft::typing(&report.facts) }
    };
    Draft { stage: report.stage, follows: report.follows, mends: Some(report.id), ..typed }
}

fn begun(incident: &Incident, request: &BeginReport) -> Result<Draft, DoorError> {
    let nothing = || DoorError::not_now("首报还没有报送，请先报首报。");
    let report = incident.last_report().ok_or_else(nothing)?;
    let facts = incident.facts_since_report().ok_or_else(nothing)?;
    let mut draft = Draft::begun(request.stage, &facts);
    draft.follows = Some(report.id);
    if request.stage == Stage::Correction {
        draft.withdrawn = request.withdrawn;
        draft.verified_by = incident.ended.as_ref().map(|ended| ended.verified_by.clone()).unwrap_or_default();
    } else if request.stage == Stage::FollowUp {
        draft.measures = said_since(incident);
    }
    Ok(draft)
}

/// What was logged in words since the last report: the follow-up says it.
fn said_since(incident: &Incident) -> String {
    let since = incident.last_report().map(|report| report.submitted_at);
    let logged = incident.changes.iter().filter(|logged| since.is_none_or(|since| logged.entered_at >= since));
    let words =
        logged.filter(|logged| logged.change.what != ChangeKind::Casualties).map(|logged| logged.change.words.as_str());
    words.filter(|words| !words.is_empty()).collect::<Vec<_>>().join("；")
}

/// A later report that was begun is put away; the reports that went stay as they are.
pub(crate) fn discard(desk: &Workstation, tick: &Tick, request: IncidentRef) -> Result<IncidentView, DoorError> {
    let subject = request.incident;
    {
        let mut store = desk.store();
        let incident = known(&store, subject)?;
        let before = draft_of(&store, subject)?;
        if incident.reports.is_empty() {
            return Err(DoorError::not_now("首报的草稿不能丢弃；不必报的，请按F10办结。"));
        }
        if incident.being_written(&before.draft).is_some() {
            let draft = Draft { late_reason: before.draft.late_reason.clone(), ..Draft::default() };
            let saved = SavedDraft { draft, ..before };
            let own = draft_author(&store)?;
            store.write(|writing| writing.save_draft(subject, &own, &saved))?;
        }
    }
    desk.shown(Some(subject));
    show(desk, tick, IncidentRef { incident: subject })
}
