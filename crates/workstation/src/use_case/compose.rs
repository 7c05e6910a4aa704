//! The letter and all that is known of it, composed from an incident's entries overlaid with a draft.

use domain::Moment;
use domain::agreement::disagreements;
use domain::change::LoggedChange;
use domain::count::{Count, Measure, Number};
use domain::deadline::{ClockFacts, Deadline, OnRecord, Segments, deadlines, segments};
use domain::draft::Draft;
use domain::facts::Facts;
use domain::form::{FormContext, Reading, read};
use domain::grade::Grading;
use domain::grade_history::GradeHistory;
use domain::grading::grade;
use domain::hygiene;
use domain::incident::Incident;
use domain::letter::{LetterFacts, compose as compose_letter, phone_words};
use domain::pack::{Asked, Packs};
use domain::report::Stage;
use domain::rule::Situation;
use domain::scope::{ScopeStep, scope};
use domain::unit::{Level, Unit};
use store::Store;
use store::table::draft::SavedDraft;

use crate::door::{Composed, DoorError};
use crate::enrolment::enrolled;
use crate::tick::Tick;

/// When a draft was saved that nobody has begun.
pub(super) const NEVER: Moment = Moment::UNIX_EPOCH;

fn source_words(incident: &Incident) -> String {
    incident.call.as_ref().map(domain::call::Call::source_words).unwrap_or_default()
}

fn read_form(packs: &Packs, incident: &Incident, draft: &Draft, tick: &Tick) -> Reading {
    let context = FormContext {
        now: tick.now(),
        reference: incident.first_received,
        call_source: Some(source_words(incident)).filter(|source| !source.is_empty()),
    };
    read(packs, draft, &context)
}

/// The facts a draft makes.
pub(crate) fn facts_of(packs: &Packs, incident: &Incident, draft: &Draft, tick: &Tick) -> Facts {
    read_form(packs, incident, draft, tick).facts
}

/// Everything the incident page shows of the letter.
pub(crate) fn compose(
    packs: &Packs,
    store: &Store,
    incident: &Incident,
    saved: &SavedDraft,
    tick: &Tick,
) -> Result<Composed, DoorError> {
    let enrolment = enrolled(store)?.ok_or_else(DoorError::not_enrolled)?;
    let unit = enrolment.unit().ok_or_else(DoorError::not_enrolled)?;
    let draft = &saved.draft;
    let reading = read_form(packs, incident, draft, tick);
    let letter_facts = letter_facts(incident, unit, &reading.facts);
    let letter = compose_letter(packs, &letter_facts);
    let title = draft.title.as_deref().map_or_else(|| letter.title.clone(), hygiene::line);
    let body = draft.body.as_deref().map_or_else(|| letter.body.clone(), hygiene::paragraphs);
    let disagreements = disagreements(packs, &letter_facts, &title, &body);
    let phone = phone_words(packs, &letter_facts);
    let judged = Judged::of(packs, incident, &reading.facts, saved.grades.clone(), unit.level, tick.now());
    Ok(Composed {
        spoken: phone.spoken,
        sign_message: phone.sign_message,
        saved_at: (saved.saved_at != NEVER).then_some(saved.saved_at),
        name: short_name(packs, &reading.facts),
        disagreements,
        title,
        body,
        composed_title: letter.title,
        composed_body: letter.body,
        errors: reading.field_errors,
        gaps: reading.gaps,
        missing: reading.missing,
        casualties: reading.facts.adopted().map(casualties).unwrap_or_default(),
        asked: asked(packs, &reading.facts),
        scope: judged.scope,
        deadlines: judged.deadlines,
        segments: judged.segments,
        grading: judged.grading,
    })
}

/// What this kind of event is asked for.
pub(super) fn asked(packs: &Packs, facts: &Facts) -> Asked {
    Asked::of(packs, facts.kind.as_deref().and_then(|kind| packs.event(kind)))
}

/// What rules make of an incident.
pub(crate) struct Judged {
    pub(crate) grading: Grading,
    pub(crate) scope: Vec<ScopeStep>,
    pub(crate) deadlines: Vec<Deadline>,
    pub(crate) segments: Segments,
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
            segments: segments(&clock_facts),
            grading,
        }
    }
}

pub(super) fn letter_facts<'a>(incident: &'a Incident, unit: &'a Unit, facts: &'a Facts) -> LetterFacts<'a> {
    LetterFacts {
        unit,
        facts,
        stage: Stage::First,
        first_received: incident.first_received,
        caller: incident.call.as_ref().map(|call| call.caller.as_str()).filter(|caller| !caller.is_empty()),
        first_reported: incident.first_reported.zip(incident.first_reported_to.as_deref()),
    }
}

/// What an incident's deadlines depend on.
fn clock_facts(incident: &Incident, facts: &Facts, grading: Grading, grades: GradeHistory, level: Level) -> ClockFacts {
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

/// 死亡1 受伤11 重伤待核 失联待核
pub(crate) fn casualties(count: &Count) -> String {
    let words = Measure::ALL.into_iter().filter_map(|measure| {
        let label = measure.word();
        match count.of(measure) {
            Number::NotAsked => None,
            Number::WhetherUnknown => Some(format!("是否{label}待核")),
            Number::SomeUnknown => Some(format!("{label}人数待核")),
            Number::Known(n) => Some(format!("{label}{n}")),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}
