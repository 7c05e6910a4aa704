//! One incident with everything its page shows.

use std::sync::Arc;

use domain::Moment;
use domain::beijing::digital;
use domain::change::LoggedChange;
use domain::contact::Purpose;
use domain::draft::Draft;
use domain::entry::{Author, Subject};
use domain::facts::Facts;
use domain::grade_history::GradeHistory;
use domain::incident::{Incident, Relayed, Reported};
use domain::letter::{Letter, notice_to_neighbour, phone_words};
use domain::officer::Officer;
use domain::pack::{Packs, Recipient};
use domain::report::{NumberGiven, Stage, SystemOfRecord};
use domain::sign_line::SignLine;
use domain::signoff::letter_digest;
use domain::unit::{Level, Unit};
use store::Store;
use store::table::draft::SavedDraft;
use store::table::{draft, levels, officer, queue};

use super::author::name_of;
use super::coming::signed_above;
use super::compose::{
    Judged, NEVER, asked, casualties, class_of, compose, facts_of, letter_facts, short_name, supplement,
};
use super::desk::{next_step, phones};
use super::levels::returned;
use super::officer::number_of;
use super::on_paper::{OnDuty, paper};
use super::process::{process_of, processes_for, sub_incidents};
use super::recipient::{purposes, recipients};
use super::relay;
use super::take_over::{has_typed, others};
use crate::door::{
    AccordRow, ChangeRow, Composed, DoorError, IncidentRef, IncidentView, JudgedUnder, NextStep, RecipientRow,
    ReportStanding, ReportState, Step, UnderToday,
};
use crate::session::{DESK_AUTHOR, author_key, draft_author};
use crate::tick::Tick;
use crate::workstation::Workstation;

/// The fold of an incident.
pub(crate) fn known(store: &Store, subject: Subject) -> Result<Incident, DoorError> {
    store.incident(subject)?.ok_or_else(|| DoorError::not_found("没有这起事件，请回到当班页重新选择。"))
}

/// An incident to look at: our own, or what another unit reported of it.
pub(crate) fn readable(store: &Store, subject: Subject) -> Result<Incident, DoorError> {
    match store.incident(subject)? {
        Some(own) => Ok(own),
        None => of_others(store, subject)?.map_or_else(|| known(store, subject), Ok),
    }
}

/// What another unit reported of a matter, as far as it may be read here.
pub(super) fn of_others(store: &Store, subject: Subject) -> Result<Option<Incident>, DoorError> {
    let levels = levels::find(store.connection(), subject)?;
    Ok(levels.into_iter().flat_map(|levels| levels.others).find_map(|other| other.incident))
}

/// The draft of whoever is at the desk, and when it was saved; what the desk itself began is theirs to go on with. An empty
/// one before anything was typed.
pub(crate) fn draft_of(store: &Store, subject: Subject) -> Result<SavedDraft, DoorError> {
    draft_by(store, subject, &draft_author(store)?)
}

/// The draft of this author, or what the desk began.
pub(super) fn draft_by(store: &Store, subject: Subject, author: &str) -> Result<SavedDraft, DoorError> {
    if let Some(saved) = draft::find(store.connection(), subject, author)? {
        return Ok(saved);
    }
    Ok(draft::find(store.connection(), subject, DESK_AUTHOR)?.unwrap_or_else(nothing_typed))
}

/// The draft that this desk's lists and clocks are overlaid with: one's own, else what anybody here saved last.
pub(crate) fn draft_seen(store: &Store, subject: Subject) -> Result<SavedDraft, DoorError> {
    let own = draft_of(store, subject)?;
    if own.saved_at != NEVER {
        return Ok(own);
    }
    let newest = draft::of_subject(store.connection(), subject)?.into_iter().next();
    Ok(newest.map_or(own, |(_, saved)| saved))
}

fn nothing_typed() -> SavedDraft {
    SavedDraft { draft: Draft::default(), grades: GradeHistory::default(), begun_at: None, saved_at: NEVER }
}

/// Everything the incident page shows.
pub(crate) fn show(desk: &Workstation, tick: &Tick, request: IncidentRef) -> Result<IncidentView, DoorError> {
    let store = desk.store();
    let incident = known(&store, request.incident)?;
    let packs = desk.packs_of(&store, &incident)?;
    let saved = draft_of(&store, incident.id)?;
    let writing = incident.being_written(&saved.draft);
    let unit = desk.own_unit()?;
    let composed = composed_now((&packs, &unit), &store, &incident, &saved, tick)?;
    let state = report_state(&store, &incident)?;
    let facts = facts_now(&packs, &incident, &saved, tick);
    let officers = working_officers(&store)?;
    let mut recipients = recipients(&packs, &incident, &facts, unit.level);
    let mut accords = accords(&packs, &incident, unit.level);
    let mut sign_line = sign_line(&packs, &incident, &composed, tick);
    let numbers = recipients.iter_mut().map(|row| (&row.name, &mut row.phone));
    let numbers = numbers.chain(accords.iter_mut().map(|row| (&row.name, &mut row.phone)));
    fill_in_numbers(&officers, numbers.chain(sign_line.signers.iter_mut().map(|row| (&row.post, &mut row.phone))));
    let signed_above = signed_above(&store, &incident)?;
    let next = next_step(&incident, state, &recipients, signed_above.is_some());
    let author = draft_author(&store)?;
    let is_of_now = |draft: &Draft| *draft != Draft::default() && incident.being_written(draft).is_some();
    Ok(IncidentView {
        can_take_over: !has_typed(&store, &incident, &author)?,
        author,
        others: others(&store, incident.id, is_of_now)?,
        form: packs.form().clone(),
        kinds: packs.events().to_vec(),
        writing,
        drill: facts.drill,
        number: incident.number().map(NumberGiven::words),
        numbers_now: Draft::numbers(&facts),
        changes: changes(&packs, &incident, &facts),
        purposes: purposes(&incident),
        sign_line,
        sign_by: sign_by(&packs, &incident),
        signed_for_next: incident.signed_for_next_words(),
        to_sign: incident.to_sign_afterwards().filter(|_| writing.is_none()).map(|report| report.id),
        signed_above: signed_above.as_ref().map(|(at, by)| format!("{} {by}签收", digital(*at))),
        returned: returned(&store, &incident)?,
        to_withdraw: writing.is_none() && incident.is_to_be_withdrawn(),
        officers,
        phones: phones(&desk.packs()),
        accords,
        judged: judged_under(desk, &incident, &packs),
        open: incident.is_open(),
        process: process_of(&packs, &store, &incident, tick)?,
        processes: processes_for(&packs, &store, &incident, tick)?,
        look_again_at: incident.look_again_at(),
        signed_as_it_stands: signed_as_it_stands(&incident, writing, &composed),
        steps: steps(&incident, &recipients, signed_above, next),
        standings: standings(&unit, &store, &incident)?,
        awaited: incident.awaited().map(|report| report.id),
        trouble: trouble(&store, &incident)?,
        relay_fields: relay::fields(&packs, &unit, &incident),
        composed,
        recipients,
        state,
        next,
        draft: saved.draft,
        incident,
    })
}

/// 变化 as it is listed, in the words of what the event is now.
fn changes(packs: &Packs, incident: &Incident, facts: &Facts) -> Vec<ChangeRow> {
    let class = class_of(packs, facts);
    let row = |LoggedChange { change, .. }: &LoggedChange| {
        let numbers = change.count.as_ref().map(|count| count.words(class)).unwrap_or_default();
        let said = [numbers.as_str(), &change.words].into_iter().filter(|words| !words.is_empty());
        ChangeRow {
            at: change.at,
            source: change.source.clone(),
            what: change.what.word().to_owned(),
            said: said.collect::<Vec<_>>().join("　"),
        }
    };
    incident.changes.iter().map(row).collect()
}

/// The packs that judge an incident.
pub(super) fn packs_judging(desk: &Workstation, incident: Subject) -> Result<Arc<Packs>, DoorError> {
    let store = desk.store();
    Ok(desk.packs_of(&store, &known(&store, incident)?)?)
}

/// The facts as they stand: typed while there is no report, else the report's and what changed since.
pub(crate) fn facts_now(packs: &Packs, incident: &Incident, saved: &SavedDraft, tick: &Tick) -> Facts {
    let since = incident.facts_since_report().filter(|_| incident.being_written(&saved.draft).is_none());
    since.unwrap_or_else(|| facts_of(packs, incident, &saved.draft, tick))
}

/// Which grade 初判 had from when on.
pub(crate) fn grades_now(packs: &Packs, incident: &Incident, saved: SavedDraft) -> GradeHistory {
    if incident.being_written(&saved.draft).is_some() { saved.grades } else { incident.grades_since_report(packs) }
}

/// The same incident as today's packs would judge it.
pub(crate) fn under_today(desk: &Workstation, tick: &Tick, request: IncidentRef) -> Result<UnderToday, DoorError> {
    let store = desk.store();
    let incident = known(&store, request.incident)?;
    let packs = desk.packs();
    let saved = draft_of(&store, incident.id)?;
    let facts = facts_now(&packs, &incident, &saved, tick);
    let grades = grades_now(&packs, &incident, saved);
    let judged = Judged::of(&packs, &incident, &facts, grades, desk.own_unit()?.level, tick.now());
    let Judged { grading, scope, deadlines, .. } = judged;
    Ok(UnderToday { packs: titles(&packs), grading, scope, deadlines })
}

fn judged_under(desk: &Workstation, incident: &Incident, packs: &Packs) -> JudgedUnder {
    let today = packs.digest() == desk.packs().digest();
    let lost = incident.first_report().is_some_and(|report| report.packs != packs.digest());
    JudgedUnder { packs: titles(packs), today, lost }
}

fn titles(packs: &Packs) -> Vec<String> {
    packs.metas().iter().map(|meta| format!("{} {}", meta.title, meta.version)).collect()
}

/// 口径: with whom numbers are compared, and how that ended last.
fn accords(packs: &Packs, incident: &Incident, level: Level) -> Vec<AccordRow> {
    let asked = packs.recipients().iter().filter(|one| one.accord && one.when.level.is_none_or(|of| of == level));
    let row = |recipient: &Recipient| AccordRow {
        recipient: recipient.id.clone(),
        name: recipient.name.clone(),
        phone: recipient.phone.clone(),
        last: incident.accords.iter().rfind(|accord| accord.recipient == recipient.id).cloned(),
    };
    asked.map(row).collect()
}

/// The letter of the report that is being written; where none is, the newest as it was sent.
pub(crate) fn composed_now(
    (packs, unit): (&Packs, &Unit),
    store: &Store,
    incident: &Incident,
    saved: &SavedDraft,
    tick: &Tick,
) -> Result<Composed, DoorError> {
    match incident.last_report().filter(|_| incident.being_written(&saved.draft).is_none()) {
        Some(report) => as_sent((packs, unit), store, incident, (report, &saved.draft), tick),
        None => compose((packs, unit), store, incident, saved, tick),
    }
}

/// After submission the letter is what was sent, byte for byte; grade and clocks go on with what changed since.
fn as_sent(
    (packs, unit): (&Packs, &Unit),
    store: &Store,
    incident: &Incident,
    (report, draft): (&Reported, &Draft),
    tick: &Tick,
) -> Result<Composed, DoorError> {
    let facts = incident.facts_since_report().unwrap_or_else(|| report.facts.clone());
    let grades = incident.grades_since_report(packs);
    let judged = Judged::of(packs, incident, &facts, grades, unit.level, tick.now());
    let letter_facts = letter_facts(incident, unit, &facts, (report.stage, report.mends), tick.now());
    let phone = phone_words(packs, &letter_facts);
    let as_sent = Letter { title: report.title.clone(), body: report.body.clone() };
    let paper = paper(
        (packs, &OnDuty::then(packs, store, report)?),
        (incident, unit),
        (&as_sent, &report.facts, &report.grading),
        (report.stage, report.nth),
        &incident.signed_on_paper(report),
        report.submitted_at,
    );
    Ok(Composed {
        stage: report.stage,
        stage_words: report.words.clone(),
        neighbour: notice_to_neighbour(packs, &letter_facts),
        supplement: supplement(packs, unit, incident, &facts, &draft.late_reason),
        paper,
        sub_incidents: sub_incidents(packs, store, incident, tick)?,
        filled: None,
        stood: None,
        similar: Vec::new(),
        townships: Vec::new(),
        returns: Vec::new(),
        spoken: phone.spoken,
        sign_message: phone.sign_message,
        saved_at: Some(report.submitted_at),
        name: short_name(packs, &facts),
        title: report.title.clone(),
        body: report.body.clone(),
        composed_title: report.title.clone(),
        composed_body: report.body.clone(),
        errors: Vec::new(),
        gaps: domain::form::gaps(packs, &facts, Stage::FollowUp, false),
        missing: Vec::new(),
        disagreements: Vec::new(),
        asked: asked(packs, &facts, report.stage),
        casualties: casualties(packs, &facts),
        grading: judged.grading,
        scope: judged.scope,
        deadlines: judged.deadlines,
        segments: judged.segments,
    })
}

/// Where the report that is awaited stands.
pub(crate) fn report_state(store: &Store, incident: &Incident) -> Result<ReportState, DoorError> {
    incident.awaited().map_or(Ok(ReportState::Drafting), |report| state_of(store, report))
}

/// Where one report stands. Nothing is received without a verified receipt, nothing on record without its record.
fn state_of(store: &Store, report: &Reported) -> Result<ReportState, DoorError> {
    if report.entered_at().is_some() {
        return Ok(ReportState::OnRecord);
    }
    if report.receipt.is_some() {
        return Ok(ReportState::Received);
    }
    let refused = queue::quarantined_trouble(store.connection(), report.id)?;
    Ok(if refused.is_some() { ReportState::NeedsAttention } else { ReportState::SavedHere })
}

/// Where every report stands, oldest first.
fn standings(own: &Unit, store: &Store, incident: &Incident) -> Result<Vec<ReportStanding>, DoorError> {
    let standing = |report: &Reported| {
        let state = state_of(store, report)?;
        Ok(ReportStanding {
            report: report.id,
            state,
            entered_at: report.entered_at(),
            signed_words: incident.signed_words(report),
            by: written_by(store, report)?,
            claimable: report.written_by == Author::Desk && report.claimed_by.is_none() && report.unit == own.code,
        })
    };
    incident.reports.iter().map(standing).collect()
}

/// 值班员甲, 值班岗位, 值班岗位（值班员甲认领）
fn written_by(store: &Store, report: &Reported) -> Result<String, DoorError> {
    let by = name_of(store, &author_key(&report.written_by))?;
    Ok(match report.claimed_by {
        Some(officer) => format!("{by}（{}认领）", name_of(store, &officer.to_string())?),
        None => by,
    })
}

fn trouble(store: &Store, incident: &Incident) -> Result<Option<String>, DoorError> {
    let Some(report) = incident.awaited() else { return Ok(None) };
    Ok(queue::quarantined_trouble(store.connection(), report.id)?)
}

/// Whom to ask for a signature, and how often each was tried.
pub(crate) fn sign_line(packs: &Packs, incident: &Incident, composed: &Composed, tick: &Tick) -> SignLine {
    let grade = composed.grading.possible.as_ref().map(|reason| reason.grade);
    let open = composed.deadlines.iter().filter(|deadline| deadline.open());
    let nearest = open.filter_map(|deadline| deadline.due_at).min();
    SignLine::of(packs, (composed.stage, grade), &incident.sought_for_next(), nearest, tick.now())
}

/// Until when a report that went first is to be signed (内控); none once it is, or where it was signed before.
pub(crate) fn sign_by(packs: &Packs, incident: &Incident) -> Option<Moment> {
    let report = incident.to_sign_afterwards()?;
    let minutes = i64::from(packs.sign_off().complete_minutes);
    report.submitted_at.checked_add_signed(chrono::Duration::minutes(minutes))
}

/// What the pack leaves open stands in 值班人员, where somebody wrote it there.
fn fill_in_numbers<'a>(officers: &[Officer], rows: impl Iterator<Item = (&'a String, &'a mut Option<String>)>) {
    for (post, phone) in rows.filter(|(_, phone)| phone.is_none()) {
        *phone = number_of(officers, post);
    }
}

fn working_officers(store: &Store) -> Result<Vec<Officer>, DoorError> {
    let officers = officer::all(store.connection())?;
    Ok(officers.into_iter().filter(|officer| !officer.left).collect())
}

fn signed_as_it_stands(incident: &Incident, writing: Option<Stage>, composed: &Composed) -> bool {
    let letter = letter_digest(&composed.title, &composed.body);
    let signed = match incident.last_report().filter(|_| writing.is_none()) {
        Some(report) => incident.signed_for(report),
        None => incident.signed_for_next(),
    };
    signed.is_some_and(|sign_off| sign_off.letter == letter)
}

fn steps(
    incident: &Incident,
    recipients: &[RecipientRow],
    signed_above: Option<(Moment, String)>,
    next: NextStep,
) -> Vec<Step> {
    let step = |label: &str, detail: Option<String>, current: bool| Step {
        label: label.to_owned(),
        done: detail.is_some(),
        detail: detail.unwrap_or_default(),
        current,
    };
    let verified = incident.calls_out.iter().map(|called| &called.call).rfind(|call| call.purpose == Purpose::Verify);
    let reported = incident.first_reported.map(|at| {
        format!("{} {}", digital(at), incident.first_reported_to.as_deref().unwrap_or_default()).trim().to_owned()
    });
    let report = incident.first_report();
    let written = report.map(|report| format!("{} {}", digital(report.submitted_at), report.number));
    let on_record = report.and_then(|report| {
        let at = digital(report.entered_at()?);
        let number = report.relay.as_ref().map(Relayed::number_words).unwrap_or_default();
        Some(format!("{at} {number}").trim().to_owned())
    });
    let record_label = match report.map(|report| report.system_of_record) {
        Some(SystemOfRecord::Upstream) => "上级节点回执",
        _ => "国家系统录入",
    };
    let phoned = recipients.iter().filter_map(|row| row.confirmed_at.map(|at| (at, row.name.clone())));
    let signed = signed_above.map(|(at, by)| (at, format!("{by}签收")));
    let confirmed = phoned.chain(signed).min();
    vec![
        step("接报", Some(received_words(incident)), false),
        step("核实", verified.map(|call| format!("{} {}", digital(call.at), call.name)), false),
        step("电话报告", reported, next == NextStep::Phone),
        step("起草首报", written, next == NextStep::Write),
        step("签发", signed_words(incident), false),
        step(record_label, on_record, matches!(next, NextStep::Relay | NextStep::Wait)),
        step("确认收到", confirmed.map(|(at, name)| format!("{} {name}", digital(at))), next == NextStep::Confirm),
    ]
}

fn received_words(incident: &Incident) -> String {
    let source = incident.call.as_ref().map(domain::call::Call::source_words).unwrap_or_default();
    format!("{} {source}", digital(incident.first_received)).trim().to_owned()
}

fn signed_words(incident: &Incident) -> Option<String> {
    let sign = incident.signed_off.last()?;
    Some(format!("{} {}（{}）", digital(sign.at), sign.signer, sign.way.word()))
}
