//! 期号登记: every number of a year, what it was given to, and why one is missing.

use chrono::Datelike as _;
use domain::beijing;
use domain::entry::Content;
use domain::incident::Incident;
use domain::register::{NumberExplained, NumberUse, register};
use domain::report::NumberGiven;
use store::Store;
use store::table::{number, view};

use super::compose::short_name;
use super::incident::{draft_seen, facts_now};
use super::typed::required_line;
use crate::door::{DoorError, ExplainNumber, RegisterOf, RegisterView};
use crate::sealing::Happening;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// The register of a year, the newest where none is named.
pub(crate) fn show(desk: &Workstation, tick: &Tick, request: RegisterOf) -> Result<RegisterView, DoorError> {
    let store = desk.store();
    let unit = desk.own_unit()?;
    let this_year = u32::try_from(beijing::date(tick.now()).year()).unwrap_or(0);
    let years = number::years(store.connection(), &unit.code.0)?;
    let year = request.year.or_else(|| years.first().copied()).unwrap_or(this_year);
    let mut uses = Vec::new();
    for (given, subject) in number::of_year(store.connection(), &unit.code.0, year)? {
        if let Some(incident) = view::incident(store.connection(), subject)? {
            uses.push(used(desk, &store, &incident, given, tick)?);
        }
    }
    let explained = number::explained(store.connection(), year)?;
    Ok(RegisterView { years, year, rows: register(&uses, &explained) })
}

fn used(
    desk: &Workstation,
    store: &Store,
    incident: &Incident,
    given: NumberGiven,
    tick: &Tick,
) -> Result<NumberUse, DoorError> {
    let packs = desk.packs_of(store, incident)?;
    let facts = facts_now(&packs, incident, &draft_seen(store, incident.id)?, tick);
    let reports = || incident.reports.iter().filter(|report| report.given == given);
    let signed = incident.signed_off.iter().find(|sign_off| sign_off.number == Some(given)).map(|signed| signed.at);
    let went = reports().next().map(|report| report.submitted_at);
    Ok(NumberUse {
        number: given,
        incident: incident.id,
        name: short_name(&packs, &facts),
        given_at: signed.or(went).unwrap_or(incident.first_received),
        reports: reports().map(|report| report.words.clone()).collect(),
        ended: incident.ended.as_ref().map(|ended| ended.outcome.word().to_owned()).unwrap_or_default(),
    })
}

/// Says why a number was not used.
pub(crate) fn explain(desk: &Workstation, tick: &Tick, request: ExplainNumber) -> Result<RegisterView, DoorError> {
    let reason = required_line("reason", &request.reason, "请写一句这个号为什么没有用。")?;
    let year = Some(request.number.year);
    let subject = tick.new_id(desk.machine.as_ref())?;
    desk.sealing(tick, |sealer, store, _| {
        let content = Content::NumberExplained(NumberExplained { number: request.number, reason });
        store.write(|writing| sealer.append(writing, Happening::now(subject, content, tick)).map(drop))
    })?;
    desk.changed(None);
    show(desk, tick, RegisterOf { year })
}
