//! 灾害过程: an incident is put into a process or taken out again, and what a process holds.

use domain::entry::{Content, Relation};
use domain::incident::{Incident, Reported};
use domain::pack::Packs;
use domain::process::{ProcessJoined, SubIncident, belongs, may_be_process};
use store::Store;
use store::table::view;
use uuid::Uuid;

use super::compose::short_name;
use super::incident::{draft_seen, facts_now, known, show};
use crate::door::{DoorError, IncidentRef, IncidentView, JoinProcess, ProcessRow};
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Puts an incident into a process, or takes it out where none is named.
pub(crate) fn join(desk: &Workstation, tick: &Tick, request: JoinProcess) -> Result<IncidentView, DoorError> {
    let JoinProcess { incident: subject, process } = request;
    let before = desk.sealing(tick, |sealer, store, _| {
        let incident = known(store, subject)?;
        if incident.process == process {
            return Ok(incident.process);
        }
        if let Some(process) = process {
            let packs = desk.packs_of(store, &incident)?;
            if !processes_for(&packs, store, &incident, tick)?.iter().any(|row| row.incident == process) {
                return Err(refused(store, &incident, process)?);
            }
        }
        let joined = Content::ProcessJoined(ProcessJoined { process, at: tick.now() });
        let happening = Happening::now(subject, joined, tick);
        let happening = process.map_or(happening.clone(), |process| happening.linked(Relation::PartOf, process));
        store.write(|writing| sealer.append(writing, happening).map(drop))?;
        Ok(incident.process)
    })?;
    desk.changed(Some(subject));
    before.into_iter().chain(process).for_each(|process| desk.shown(Some(process)));
    show(desk, tick, IncidentRef { incident: subject })
}

/// Why it cannot be put there.
fn refused(store: &Store, incident: &Incident, process: Uuid) -> Result<DoorError, DoorError> {
    let process = known(store, process)?;
    let holds_others = !view::incidents_of_process(store.connection(), incident.id)?.is_empty();
    Ok(DoorError::not_now(if holds_others {
        "这起事件自己是灾害过程，里面有险情，不能再归入别的过程。"
    } else if process.ended.is_some() {
        "那个灾害过程已经办结。要归入请先重新打开它。"
    } else {
        "只能归入正在进行的灾害过程（洪涝、干旱、台风等），演练只归入演练。请重新选择。"
    }))
}

/// Processes that go on and that an incident could be put into, the newest first.
pub(crate) fn processes_for(
    packs: &Packs,
    store: &Store,
    incident: &Incident,
    tick: &Tick,
) -> Result<Vec<ProcessRow>, DoorError> {
    if !view::incidents_of_process(store.connection(), incident.id)?.is_empty() {
        return Ok(Vec::new());
    }
    let drill = facts_now(packs, incident, &draft_seen(store, incident.id)?, tick).drill;
    let mut rows = Vec::new();
    for other in view::running_incidents(store.connection(), tick.now())? {
        if other.id == incident.id || other.ended.is_some() || other.process.is_some() {
            continue;
        }
        let facts = facts_now(packs, &other, &draft_seen(store, other.id)?, tick);
        if may_be_process(packs, &facts) && facts.drill == drill {
            rows.push(ProcessRow { incident: other.id, name: short_name(packs, &facts) });
        }
    }
    Ok(rows)
}

/// The process that an incident belongs to.
pub(crate) fn process_of(
    packs: &Packs,
    store: &Store,
    incident: &Incident,
    tick: &Tick,
) -> Result<Option<ProcessRow>, DoorError> {
    let process = incident.process.map(|process| view::incident(store.connection(), process)).transpose()?.flatten();
    let Some(process) = process else { return Ok(None) };
    let facts = facts_now(packs, &process, &draft_seen(store, process.id)?, tick);
    Ok(Some(ProcessRow { incident: process.id, name: short_name(packs, &facts) }))
}

/// 险情 of a process, oldest first.
pub(crate) fn sub_incidents(
    packs: &Packs,
    store: &Store,
    process: &Incident,
    tick: &Tick,
) -> Result<Vec<SubIncident>, DoorError> {
    let mut within = Vec::new();
    for other in view::incidents_of_process(store.connection(), process.id)? {
        if !belongs(other.ended.as_ref().map(|ended| ended.outcome)) {
            continue;
        }
        let facts = facts_now(packs, &other, &draft_seen(store, other.id)?, tick);
        let number = other.first_report().map(|report: &Reported| report.number.clone()).unwrap_or_default();
        within.push(SubIncident::of(packs.form(), other.id, short_name(packs, &facts), number, &facts));
    }
    Ok(within)
}
