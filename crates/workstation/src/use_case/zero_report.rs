//! 每日值班信息（零报告）: one key composes it from the room's own journal, and only where it is true.

use chrono::TimeDelta;
use domain::information::{InformationDraft, InformationKind};
use domain::officer::Officer;
use domain::severity::Severity;
use domain::span::Span;
use domain::unit::Unit;
use domain::zero_report::{JournalLine, NotZero, ZeroReport, compose, period};
use store::Store;
use store::table::{information, officer, view};

use super::compose::short_name;
use super::draft::DESK_AUTHOR;
use super::incident::{draft_of, facts_now};
use super::information::{show, write_new};
use crate::door::{DoorError, InformationRef, InformationView};
use crate::enrolment::enrolled;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// What was received so much earlier may have turned out to be an incident in the period.
const LOOKS_BACK: TimeDelta = TimeDelta::days(3);

/// Composes the 零报告 of the day of duty that ended; one of the same period that is being written is taken up.
pub(crate) fn begin(desk: &Workstation, tick: &Tick) -> Result<InformationView, DoorError> {
    let mut store = desk.store();
    let unit = own_unit(&store)?;
    let packs = desk.packs();
    let terms = packs
        .zero_report()
        .ok_or_else(|| DoorError::not_now("规则包没有零报告的时段，请在规则包里补 [zero_report]。"))?;
    let reported = information::zero_reported_until(store.connection(), &unit.code.0)?;
    let period = period(terms, tick.now(), reported);
    let ZeroReport { title, body } = composed(desk, &store, &unit, period, tick)?;
    let mut drafts = information::drafts(store.connection(), DESK_AUTHOR)?.into_iter();
    let id = match drafts.find(|saved| saved.draft.period == Some(period)) {
        Some(saved) => saved.id,
        None => {
            let what = InformationKind::ZeroReport;
            let draft = InformationDraft { what, period: Some(period), title, body, attachments: Vec::new() };
            write_new(desk, &mut store, tick, draft)?
        }
    };
    drop(store);
    show(desk, tick, InformationRef { information: id })
}

/// Between the key that composed it and the one that sends it something may have happened.
pub(super) fn require_true(desk: &Workstation, store: &Store, period: Span, tick: &Tick) -> Result<(), DoorError> {
    composed(desk, store, &own_unit(store)?, period, tick).map(drop)
}

fn own_unit(store: &Store) -> Result<Unit, DoorError> {
    enrolled(store)?.and_then(|enrolment| enrolment.unit().cloned()).ok_or_else(DoorError::not_enrolled)
}

fn composed(
    desk: &Workstation,
    store: &Store,
    unit: &Unit,
    period: Span,
    tick: &Tick,
) -> Result<ZeroReport, DoorError> {
    let officers: Vec<Officer> = officer::all(store.connection())?;
    compose(unit, &officers, period, &journal(desk, store, period, tick)?).map_err(|refused| not_zero(&refused))
}

/// Each reason by itself as well, so that the page can list them.
fn not_zero(refused: &NotZero) -> DoorError {
    let fields = refused.found.iter().map(|line| domain::form::FieldError {
        field: "journal".to_owned(),
        message: line.clone(),
        severity: Severity::Error,
    });
    let message = format!(
        "{}有下列事项，不能报“未发生”。已报送的，这一时段不再报零报告；未办结的，请先报送或办结。",
        refused.period
    );
    DoorError::invalid(message, fields.collect())
}

fn journal(desk: &Workstation, store: &Store, period: Span, tick: &Tick) -> Result<Vec<JournalLine>, DoorError> {
    let since = period.from - LOOKS_BACK;
    let mut lines = Vec::new();
    for incident in view::running_incidents(store.connection(), since)? {
        let packs = desk.packs_of(store, &incident)?;
        let facts = facts_now(&packs, &incident, &draft_of(store, incident.id)?, tick);
        lines.push(JournalLine::of_incident(&incident, short_name(&packs, &facts), facts.drill));
    }
    lines.extend(view::calls_since(store.connection(), since)?.iter().filter_map(JournalLine::of_call));
    Ok(lines)
}
