//! The letter and all that is known of it, composed from an incident's entries overlaid with a draft.

use domain::Moment;
use domain::agreement::disagreements;
use domain::count::{Count, Measure, Number};
use domain::deadline::{ClockFacts, deadlines, segments};
use domain::draft::Draft;
use domain::facts::Facts;
use domain::form::{FormContext, Reading, read};
use domain::grade::Grading;
use domain::grading::grade;
use domain::hygiene;
use domain::incident::Incident;
use domain::letter::{LetterFacts, compose as compose_letter, phone_words};
use domain::report::Stage;
use domain::unit::{Level, Unit};
use store::Store;

use crate::door::{Composed, DoorError};
use crate::enrolment::enrolled;
use crate::tick::Tick;
use crate::workstation::Workstation;

fn source_words(incident: &Incident) -> String {
    incident.call.as_ref().map(domain::call::Call::source_words).unwrap_or_default()
}

fn read_form(desk: &Workstation, incident: &Incident, draft: &Draft, tick: &Tick) -> Reading {
    let context = FormContext {
        now: tick.now(),
        reference: incident.first_received,
        call_source: Some(source_words(incident)).filter(|source| !source.is_empty()),
    };
    read(desk.packs(), draft, &context)
}

/// The facts a draft makes.
pub(crate) fn facts_of(desk: &Workstation, incident: &Incident, draft: &Draft, tick: &Tick) -> Facts {
    read_form(desk, incident, draft, tick).facts
}

/// Everything the incident page shows of the letter.
pub(crate) fn compose(
    desk: &Workstation,
    store: &Store,
    incident: &Incident,
    draft: &Draft,
    saved_at: Option<Moment>,
    tick: &Tick,
) -> Result<Composed, DoorError> {
    let enrolment = enrolled(store)?.ok_or_else(DoorError::not_enrolled)?;
    let unit = enrolment.unit().ok_or_else(DoorError::not_enrolled)?;
    let reading = read_form(desk, incident, draft, tick);
    let grading = grade(desk.packs(), &reading.facts);
    let letter_facts = letter_facts(incident, unit, &reading.facts);
    let letter = compose_letter(desk.packs(), &letter_facts);
    let title = draft.title.as_deref().map_or_else(|| letter.title.clone(), hygiene::line);
    let body = draft.body.as_deref().map_or_else(|| letter.body.clone(), hygiene::paragraphs);
    let clock_facts = clock_facts(incident, &reading.facts, grading.clone(), unit.level);
    let phone = phone_words(desk.packs(), &letter_facts);
    Ok(Composed {
        spoken: phone.spoken,
        sign_message: phone.sign_message,
        saved_at,
        name: short_name(desk, &reading.facts),
        disagreements: disagreements(desk.packs(), &letter_facts, &title, &body),
        title,
        body,
        composed_title: letter.title,
        composed_body: letter.body,
        errors: reading.field_errors,
        gaps: reading.gaps,
        missing: reading.missing,
        casualties: reading.facts.adopted().map(casualties).unwrap_or_default(),
        deadlines: deadlines(desk.packs(), &clock_facts, tick.now()),
        segments: segments(&clock_facts),
        grading,
    })
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
pub(crate) fn clock_facts(incident: &Incident, facts: &Facts, grading: Grading, level: Level) -> ClockFacts {
    ClockFacts {
        kind: facts.kind.clone(),
        occurred: facts.occurred,
        aware_at: incident.aware_at,
        first_reported: incident.first_reported,
        first_reported_to: incident.first_reported_to.clone(),
        entered_at: incident.entered_at(),
        raised: Vec::new(),
        grading,
        level,
    }
}

/// 撮镇一民房火灾: what people call it in the room.
pub(crate) fn short_name(desk: &Workstation, facts: &Facts) -> String {
    let event = facts.kind.as_deref().and_then(|kind| desk.packs().event(kind)).map(|event| event.name.as_str());
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
