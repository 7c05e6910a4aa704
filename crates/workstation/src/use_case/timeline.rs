//! 过程留痕: the record of an incident as a timeline.

use std::collections::BTreeMap;

use domain::entry::Subject;
use domain::grading::grade;
use domain::report::NumberGiven;
use domain::timeline::{Record, timeline};
use store::table::{draft, officer};
use store::{Store, readable_entries};
use uuid::Uuid;

use super::author::name_of;
use super::compose::{clock_facts, facts_of, short_name};
use super::incident::{draft_seen, readable};
use crate::door::{DoorError, Drafted, IncidentRef, TimelineView};
use crate::enrolment::unit_tree;
use crate::session::draft_author;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// What happened in an incident, as far as this desk may read it.
pub(crate) fn show(desk: &Workstation, tick: &Tick, request: IncidentRef) -> Result<TimelineView, DoorError> {
    let store = desk.store();
    let incident = readable(&store, request.incident)?;
    let unit = desk.own_unit()?;
    let packs = desk.packs_of(&store, &incident)?;
    let saved = draft_seen(&store, incident.id)?;
    // Once a report has gone it says what was so; what is being typed for the next is no record yet.
    let facts = incident.facts_since_report().unwrap_or_else(|| facts_of(&packs, &incident, &saved.draft, tick));
    let grades = if incident.reports.is_empty() { saved.grades } else { incident.grades_since_report(&packs) };
    let clocks = clock_facts(&incident, &facts, grade(&packs, &facts), grades, unit.level);
    let record = Record {
        packs: &packs,
        incident: &incident,
        entries: &readable_entries(store.connection(), incident.id)?,
        unit: &unit.code,
        clocks: &clocks,
        names: &names(&store)?,
        units: &unit_tree(&store)?,
    };
    Ok(TimelineView {
        incident: incident.id,
        name: short_name(&packs, &facts),
        number: incident.number().map(NumberGiven::words),
        drill: facts.drill,
        unit: unit.name.clone(),
        sample: unit.sample,
        reader: name_of(&store, &draft_author(&store)?)?,
        as_of: tick.now(),
        timeline: timeline(&record, tick.now()),
        drafted: drafted(&store, incident.id)?,
    })
}

fn names(store: &Store) -> Result<BTreeMap<Uuid, String>, DoorError> {
    Ok(officer::all(store.connection())?.into_iter().map(|officer| (officer.id, officer.name)).collect())
}

/// When each author typed, the earliest first.
fn drafted(store: &Store, incident: Subject) -> Result<Vec<Drafted>, DoorError> {
    let mut drafted = Vec::new();
    for (author, saved) in draft::of_subject(store.connection(), incident)? {
        if let Some(from) = saved.begun_at {
            drafted.push(Drafted { by: name_of(store, &author)?, from, to: saved.saved_at });
        }
    }
    drafted.sort_by_key(|drafted| drafted.from);
    Ok(drafted)
}
