//! 每日值班信息（零报告）: one key composes it from the room's own journal, and only where it is true.

use chrono::TimeDelta;
use domain::information::{Attachment, InformationDraft, InformationKind};
use domain::officer::Officer;
use domain::severity::Severity;
use domain::span::Span;
use domain::unit::Unit;
use domain::zero_report::{JournalLine, NotZero, ZeroReport, compose, period};
use store::Store;
use store::table::information::SavedInformation;
use store::table::{information, officer, view};

use super::compose::short_name;
use super::incident::{draft_seen, facts_now};
use super::information::{drafts_of, show, write_new};
use crate::door::{DoorError, InformationRef, InformationView};
use crate::session::draft_author;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Of what was received so much earlier a report may have gone in the period: 伤亡 is followed for thirty days.
const LOOKS_BACK: TimeDelta = TimeDelta::days(32);

/// Said where nothing is left to report of.
const ALREADY: &str = "这一时段的零报告已经报送，不会重复报送。";

/// Composes the 零报告 of the day of duty that ended; one of the same period that is being written is taken up.
pub(crate) fn begin(desk: &Workstation, tick: &Tick) -> Result<InformationView, DoorError> {
    let mut store = desk.store();
    let unit = desk.own_unit()?;
    let packs = desk.packs();
    let terms = packs
        .zero_report()
        .ok_or_else(|| DoorError::not_now("规则包没有零报告的时段，请在规则包里补 [zero_report]。"))?;
    let reported = information::zero_reported_until(store.connection(), &unit.code.0)?;
    let period = period(terms, tick.now(), reported).ok_or_else(|| DoorError::not_now(ALREADY))?;
    let made = composed(desk, &store, &unit, period, tick)?;
    let own = draft_author(&store)?;
    let mut drafts = drafts_of(&store)?.into_iter();
    let id = match drafts.find(|saved| saved.draft.period.is_some_and(|span| span.from == period.from)) {
        Some(saved) => {
            let id = saved.id;
            if saved.draft.is_as_composed() {
                let draft = of_period(period, made, saved.draft.attachments.clone());
                let saved = SavedInformation { draft, saved_at: tick.now(), ..saved };
                store.write(|writing| writing.save_information(&own, &saved))?;
            }
            id
        }
        None => write_new(desk, &mut store, tick, of_period(period, made, Vec::new()))?,
    };
    drop(store);
    show(desk, tick, InformationRef { information: id })
}

fn of_period(period: Span, made: ZeroReport, attachments: Vec<Attachment>) -> InformationDraft {
    let ZeroReport { title, body } = made.clone();
    let what = InformationKind::ZeroReport;
    InformationDraft { what, period: Some(period), title, body, attachments, composed: Some(made), incident: None }
}

/// Between the key that composed it and the one that sends it something may have happened, here or at another desk of the
/// room. What the journal says now is written into a text that no hand has changed; either way it is looked at again.
pub(super) fn require_true(
    desk: &Workstation,
    store: &mut Store,
    saved: &SavedInformation,
    tick: &Tick,
) -> Result<(), DoorError> {
    let Some(period) = saved.draft.period else { return Ok(()) };
    let unit = desk.own_unit()?;
    let reported = information::zero_reported_until(store.connection(), &unit.code.0)?;
    if reported >= period.until {
        return Err(DoorError::not_now(ALREADY));
    }
    let made = composed(desk, store, &unit, period, tick)?;
    if saved.draft.composed.as_ref() == Some(&made) {
        return Ok(());
    }
    let untouched = saved.draft.is_as_composed();
    let (title, body) = match untouched {
        true => (made.title.clone(), made.body.clone()),
        false => (saved.draft.title.clone(), saved.draft.body.clone()),
    };
    let said = match untouched {
        true => "值班记录有变化，零报告已按现在的记录重新成文，请看一眼再报送。".to_owned(),
        false => format!("值班记录有变化，现在应为“{}”。请核对正文再报送。", made.body.replace('\n', "")),
    };
    let draft = InformationDraft { title, body, composed: Some(made), ..saved.draft.clone() };
    let saved = SavedInformation { draft, saved_at: tick.now(), ..saved.clone() };
    let own = draft_author(store)?;
    store.write(|writing| writing.save_information(&own, &saved))?;
    desk.shown(Some(saved.id));
    Err(DoorError::stale_because(said))
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
        let facts = facts_now(&packs, &incident, &draft_seen(store, incident.id)?, tick);
        lines.push(JournalLine::of_incident(&incident, short_name(&packs, &facts), facts.drill));
    }
    lines.extend(view::calls_since(store.connection(), since)?.iter().filter_map(JournalLine::of_call));
    Ok(lines)
}
