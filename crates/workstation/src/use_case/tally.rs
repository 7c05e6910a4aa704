//! 统计 of this year: incidents that this unit reported, each person counted once, drills for themselves.

use chrono::{Datelike as _, NaiveDate};
use domain::beijing;
use domain::facts::Facts;
use domain::incident::Incident;
use domain::tally::{Counted, tally};
use store::table::view;

use crate::door::{DoorError, TallyView};
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Counts what was reported of the incidents that were first received this year.
pub(crate) fn show(desk: &Workstation, tick: &Tick) -> Result<TallyView, DoorError> {
    let store = desk.store();
    let today = beijing::date(tick.now());
    let since = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today).and_time(chrono::NaiveTime::MIN);
    let until = tick.now() + chrono::Duration::days(1);
    let incidents = view::incidents_between(store.connection(), beijing::instant(since), until)?;
    // What units below reported came without its call.
    let reported = |incident: Incident| Some((incident.facts_since_report()?, incident));
    let incidents = incidents.into_iter().filter(|incident| incident.call.is_some());
    let reported: Vec<(Facts, Incident)> = incidents.filter_map(reported).collect();
    let counted: Vec<Counted<'_>> = reported.iter().map(|(facts, incident)| counted(facts, incident)).collect();
    Ok(TallyView { year: u32::try_from(today.year()).unwrap_or(0), tally: tally(&counted) })
}

fn counted<'a>(facts: &'a Facts, incident: &Incident) -> Counted<'a> {
    let outcome = incident.ended.as_ref().map(|ended| ended.outcome);
    Counted { incident: incident.id, process: incident.process, outcome, facts }
}
