//! The letter and all that is known of it, composed from an incident's entries overlaid with a draft.

use std::collections::BTreeMap;

use domain::Moment;
use domain::accord::{Accord, AccordChecked};
use domain::agreement::disagreements;
use domain::change::LoggedChange;
use domain::deadline::{ClockFacts, Deadline, DeadlineState, OnRecord, deadlines};
use domain::draft::Draft;
use domain::facts::Facts;
use domain::form::{FieldError, FormContext, Reading, read};
use domain::grade::Grading;
use domain::grade_history::GradeHistory;
use domain::grading::grade;
use domain::hygiene;
use domain::incident::{Incident, Reported};
use domain::letter::{
    Letter, LetterFacts, SupplementFacts, compose as compose_letter, notice_to_neighbour, phone_words, supplement_note,
};
use domain::pack::{Asked, Class, Packs};
use domain::process::{SubIncident, filled};
use domain::report::Stage;
use domain::returns::{ReturnFacts, returnable};
use domain::rule::{Situation, StoppedBy};
use domain::scope::{ScopeStep, scope};
use domain::severity::Severity;
use domain::signoff::letter_digest;
use domain::similar::likeness;
use domain::timeline::{Segment, segments};
use domain::township::sums;
use domain::unit::{Level, Unit};
use store::Store;
use store::table::draft::SavedDraft;
use store::table::view;
use uuid::Uuid;

use super::incident::{draft_seen, facts_now};
use super::on_paper::{OnDuty, paper};
use super::process::sub_incidents;
use crate::door::{Composed, DoorError, SimilarRow};
use crate::tick::Tick;

/// When a draft was saved that nobody has begun.
pub(super) const NEVER: Moment = Moment::UNIX_EPOCH;

fn source_words(incident: &Incident) -> String {
    incident.call.as_ref().map(domain::call::Call::source_stated).unwrap_or_default()
}

fn read_form(
    packs: &Packs,
    incident: &Incident,
    draft: &Draft,
    sub_incidents: Vec<SubIncident>,
    tick: &Tick,
) -> Reading {
    let context = FormContext {
        now: tick.now(),
        reference: incident.first_received,
        call_source: Some(source_words(incident)).filter(|source| !source.is_empty()),
        before: before(incident, draft),
        sub_incidents,
    };
    read(packs, draft, &context)
}

/// What was known before the report that is being written: of one that is mended, before that one.
fn before(incident: &Incident, draft: &Draft) -> Option<Facts> {
    let Some(mended) = draft.mends else { return incident.facts_since_report() };
    let follows = incident.reports.iter().find(|report| report.id == mended)?.follows?;
    incident.reports.iter().find(|report| report.id == follows).map(|report| report.facts.clone())
}

/// The facts a draft makes, without the 险情 of a process.
pub(crate) fn facts_of(packs: &Packs, incident: &Incident, draft: &Draft, tick: &Tick) -> Facts {
    read_form(packs, incident, draft, Vec::new(), tick).facts
}

/// Everything the incident page shows of the letter.
pub(crate) fn compose(
    (packs, unit): (&Packs, &Unit),
    store: &Store,
    incident: &Incident,
    saved: &SavedDraft,
    tick: &Tick,
) -> Result<Composed, DoorError> {
    let draft = &saved.draft;
    let reading = read_form(packs, incident, draft, sub_incidents(packs, store, incident, tick)?, tick);
    let letter_facts = letter_facts(incident, unit, &reading.facts, (draft.stage, draft.mends), tick.now());
    let letter_facts = told_when_signed(packs, incident, letter_facts);
    let letter = compose_letter(packs, &letter_facts);
    let title = draft.title.as_deref().map_or_else(|| letter.title.clone(), hygiene::line);
    let body = draft.body.as_deref().map_or_else(|| letter.body.clone(), hygiene::paragraphs);
    let too_long = too_long(&title, &body);
    // A text of any length can be typed; it is held against the fields only where it could be a letter.
    let disagreements = match too_long {
        None => disagreements(packs, &letter_facts, &title, &body),
        Some(_) => Vec::new(),
    };
    let phone = phone_words(packs, &letter_facts);
    let judged = Judged::of(packs, incident, &reading.facts, saved.grades.clone(), unit.level, tick.now());
    let signed = incident.signed_for_next().map(|sign| format!("{}（{}）", sign.signer, sign.way.word()));
    let as_it_stands = Letter { title: title.clone(), body: body.clone() };
    let on_duty = OnDuty::now(packs, store)?;
    let paper = paper(
        (packs, &on_duty),
        (incident, unit),
        (&as_it_stands, &reading.facts, &judged.grading),
        (draft.stage, letter_facts.nth),
        &signed.unwrap_or_default(),
        tick.now(),
    );
    let similar = similar_incidents(packs, store, incident, &reading.facts, tick)?;
    let return_facts = ReturnFacts {
        packs,
        letter: &letter_facts,
        title: &title,
        body: &body,
        errors: &reading.field_errors,
        missing: &reading.missing,
        disagreements: &disagreements,
        accord_differs: &accords_that_differ(incident),
        overdue_follow_ups: &overdue_follow_ups(packs, &judged.deadlines),
        signed: incident.signed_for_next().is_some(),
        duty_officer: &on_duty.duty_officer,
        phone: &on_duty.phone,
        similar_reported: &similar.iter().filter(|row| row.reported).map(|row| row.name.clone()).collect::<Vec<_>>(),
        material: draft.material.as_ref().map(|material| material.text.as_str()),
        now: tick.now(),
    };
    let returns = if too_long.is_none() { returnable(&return_facts) } else { Vec::new() };
    Ok(Composed {
        townships: sums(packs.form(), &reading.facts),
        filled: filled(packs.form(), &draft.townships, &reading.facts.sub_incidents),
        sub_incidents: reading.facts.sub_incidents.clone(),
        returns,
        stood: incident
            .facts_since_report()
            .filter(|_| draft.stage == Stage::FollowUp)
            .map(|facts| Draft::typing(&facts)),
        stage: draft.stage,
        stage_words: draft.stage.words(letter_facts.nth, draft.mends.is_some()),
        neighbour: notice_to_neighbour(packs, &letter_facts),
        supplement: supplement(packs, unit, incident, &reading.facts, &draft.late_reason),
        paper,
        similar,
        spoken: phone.spoken,
        sign_message: phone.sign_message,
        saved_at: (saved.saved_at != NEVER).then_some(saved.saved_at),
        name: short_name(packs, &reading.facts),
        disagreements,
        title,
        body,
        composed_title: letter.title,
        composed_body: letter.body,
        errors: reading.field_errors.into_iter().chain(too_long).collect(),
        gaps: reading.gaps,
        missing: reading.missing,
        casualties: casualties(packs, &reading.facts),
        asked: asked(packs, &reading.facts, draft.stage),
        scope: judged.scope,
        deadlines: judged.deadlines,
        segments: judged.segments,
        grading: judged.grading,
    })
}

/// Said of a title or a body that is longer than any letter.
pub(super) fn too_long(title: &str, body: &str) -> Option<FieldError> {
    let parts = [("title", "标题", title, hygiene::MAX_FIELD), ("body", "正文", body, hygiene::MAX_BODY)];
    parts.into_iter().find(|(_, _, text, most)| text.chars().nth(*most).is_some()).map(|(field, part, text, most)| {
        let length = text.chars().count();
        let message = format!("{part}最多{most}字，现有{length}字，未作核对，不能报送，请删减。");
        FieldError { field: field.to_owned(), message, severity: Severity::Error }
    })
}

/// What this kind of event is asked for.
pub(super) fn asked(packs: &Packs, facts: &Facts, stage: Stage) -> Asked {
    Asked::of(packs, facts.kind.as_deref().and_then(|kind| packs.event(kind)), stage)
}

/// Other incidents of these days that may be the same one; only a first report can still be merged.
fn similar_incidents(
    packs: &Packs,
    store: &Store,
    incident: &Incident,
    facts: &Facts,
    tick: &Tick,
) -> Result<Vec<SimilarRow>, DoorError> {
    if incident.first_report().is_some() {
        return Ok(Vec::new());
    }
    let since = tick.now() - chrono::Duration::hours(24);
    let mut rows = Vec::new();
    for other in view::running_incidents(store.connection(), since)? {
        if other.id == incident.id || other.ended.is_some() {
            continue;
        }
        let saved = draft_seen(store, other.id)?;
        let theirs = facts_now(packs, &other, &saved, tick);
        if let Some(why) = likeness(packs, (facts, incident.aware_at), (&theirs, other.aware_at)) {
            let name = short_name(packs, &theirs);
            let reported = other.first_report().is_some();
            rows.push(SimilarRow { incident: other.id, name, first_received: other.first_received, reported, why });
        }
    }
    Ok(rows)
}

/// 补报说明, from the times on record; who asked is named where a superior did.
pub(super) fn supplement(packs: &Packs, unit: &Unit, incident: &Incident, facts: &Facts, reason: &str) -> Letter {
    let asked_by = facts.source.known().and_then(|source| source.strip_suffix("询问")).unwrap_or_default();
    supplement_note(&SupplementFacts {
        divisions: &unit.divisions,
        name: &short_name(packs, facts),
        occurred: facts.occurred,
        aware_at: incident.aware_at,
        first_reported: incident.first_reported.zip(incident.first_reported_to.as_deref()),
        asked_by,
        written_at: incident.entered_at(),
        reason: &hygiene::line(reason),
    })
}

/// 口径 that differs as it was checked last, with whom and where.
fn accords_that_differ(incident: &Incident) -> Vec<String> {
    let mut last: BTreeMap<&str, &AccordChecked> = BTreeMap::new();
    for accord in &incident.accords {
        last.insert(&accord.recipient, accord);
    }
    let differs = last.into_values().filter(|accord| accord.accord == Accord::Differs);
    differs.map(|accord| format!("{}：{}", accord.name, accord.differs)).collect()
}

fn overdue_follow_ups(packs: &Packs, deadlines: &[Deadline]) -> Vec<String> {
    let of_follow_up = |deadline: &&Deadline| {
        let rule = packs.rule(&deadline.rule);
        deadline.state == DeadlineState::Overdue && rule.is_some_and(|rule| rule.stopped_by == StoppedBy::FollowedUp)
    };
    deadlines.iter().filter(of_follow_up).map(|deadline| deadline.what.clone()).collect()
}

/// What rules make of an incident.
pub(crate) struct Judged {
    pub(crate) grading: Grading,
    pub(crate) scope: Vec<ScopeStep>,
    pub(crate) deadlines: Vec<Deadline>,
    pub(crate) segments: Vec<Segment>,
}

impl Judged {
    /// Judges facts by packs, at an instant.
    pub(crate) fn of(
        packs: &Packs,
        incident: &Incident,
        facts: &Facts,
        grades: GradeHistory,
        level: Level,
        now: Moment,
    ) -> Self {
        let grading = grade(packs, facts);
        let clock_facts = clock_facts(incident, facts, grading.clone(), grades, level);
        Self {
            scope: scope(packs, &Situation::new(packs, facts, &grading, level)),
            deadlines: deadlines(packs, &clock_facts, now),
            segments: segments(&clock_facts, incident.first_report()),
            grading,
        }
    }
}

pub(super) fn letter_facts<'a>(
    incident: &'a Incident,
    unit: &'a Unit,
    facts: &'a Facts,
    (stage, mends): (Stage, Option<Uuid>),
    now: Moment,
) -> LetterFacts<'a> {
    let named = |id: Uuid| incident.reports.iter().find(|report| report.id == id);
    let mended = mends.and_then(named);
    let later = match mended {
        Some(mended) => mended.follows.and_then(named),
        None => incident.last_report().filter(|_| stage != Stage::First),
    };
    LetterFacts {
        unit,
        facts,
        stage,
        nth: mended.map_or_else(|| incident.next_of(stage), |mended| mended.nth),
        before: later.map(Reported::before),
        as_of: now,
        first_received: incident.first_received,
        by_phone: incident.call.is_some(),
        calls: incident.calls_out.iter().map(|called| &called.call).collect(),
        caller: incident.call.as_ref().map(|call| call.caller.as_str()).filter(|caller| !caller.is_empty()),
        first_reported: incident.first_reported.zip(incident.first_reported_to.as_deref()),
    }
}

/// A letter that was signed stays as it was signed: whoever was told since stands in the record, and in no letter that
/// would have to be signed once more for it.
fn told_when_signed<'a>(packs: &Packs, incident: &'a Incident, letter: LetterFacts<'a>) -> LetterFacts<'a> {
    let Some(signed) = incident.signed_for_next() else { return letter };
    let mut logged: Vec<_> = incident.calls_out.iter().collect();
    logged.sort_by_key(|called| called.entered_at);
    let as_of = |told: usize| {
        let mut calls: Vec<_> = logged.iter().take(told).map(|called| &called.call).collect();
        calls.sort_by_key(|call| call.at);
        LetterFacts { calls, ..letter.clone() }
    };
    let was_signed = |letter: &LetterFacts<'_>| {
        let Letter { title, body } = compose_letter(packs, letter);
        letter_digest(&title, &body) == signed.letter
    };
    (0..=logged.len()).rev().map(as_of).find(was_signed).unwrap_or(letter)
}

/// What an incident's deadlines depend on.
pub(super) fn clock_facts(
    incident: &Incident,
    facts: &Facts,
    grading: Grading,
    grades: GradeHistory,
    level: Level,
) -> ClockFacts {
    let on_record = incident.reports.iter().filter_map(|report| {
        let written_at = report.submitted_at;
        report.entered_at().map(|at| OnRecord { at, written_at, stage: report.stage })
    });
    let changes = incident.changes.iter().map(LoggedChange::for_clocks);
    ClockFacts {
        facts: facts.clone(),
        grading,
        level,
        aware_at: incident.aware_at,
        reportable_at: incident.reportable_at,
        first_reported: incident.first_reported,
        first_reported_to: incident.first_reported_to.clone(),
        told: incident.told(),
        on_record: on_record.collect(),
        grades,
        changes: changes.collect(),
        done: incident.done.clone(),
        extensions: incident.extensions.clone(),
        ended: incident.ended.as_ref().map(|ended| (ended.outcome, ended.at)),
        gaps: incident.gaps.clone(),
    }
}

/// 撮镇一民房火灾: what people call it in the room.
pub(crate) fn short_name(packs: &Packs, facts: &Facts) -> String {
    let event = facts.kind.as_deref().and_then(|kind| packs.event(kind)).map(|event| event.name.as_str());
    let place = facts.site.known().or_else(|| facts.unit.known()).or_else(|| facts.place.known());
    let parts = [facts.town.known(), place, event];
    let name: String = parts.into_iter().flatten().collect();
    if name.is_empty() { "未命名事件".to_owned() } else { name }
}

/// 死亡1 受伤11 重伤人数待核 是否失联待核, as the class of the event has its words.
pub(crate) fn casualties(packs: &Packs, facts: &Facts) -> String {
    facts.adopted().map(|count| count.words(class_of(packs, facts))).unwrap_or_default()
}

pub(super) fn class_of(packs: &Packs, facts: &Facts) -> Option<Class> {
    facts.kind.as_deref().and_then(|kind| packs.event(kind)).map(|event| event.class)
}
