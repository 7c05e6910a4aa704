//! 承接: what a unit below reported, or a superior asks for, becomes our own matter, with a first report of our own that begins
//! from what is known. Its clocks run from when it was there.

use domain::draft::Draft;
use domain::entry::{Content, EntryId};
use domain::grade_history::GradeHistory;
use domain::heard::heard;
use domain::pack::Packs;
use domain::report::Stage;
use domain::taken_up::TakenUp;
use domain::unit::Unit;
use store::table::draft::SavedDraft;

use super::event::Event;
use super::incident::show;
use crate::door::{DoorError, IncidentRef, IncidentView, TakeUp};
use crate::sealing::Happening;
use crate::session::DESK_AUTHOR;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Takes a matter up.
pub(crate) fn take_up(desk: &Workstation, tick: &Tick, request: TakeUp) -> Result<IncidentView, DoorError> {
    let subject = request.incident;
    desk.sealing(tick, |sealer, store, _| {
        let event = Event::known(store, subject)?;
        if event.ours().is_some() {
            return Err(DoorError::not_now("这起事件本局已经在办，请直接打开。"));
        }
        let (taken, draft) = begun(&event, (&desk.packs(), sealer.unit), request.from)
            .ok_or_else(|| DoorError::not_found("没有可承接的来报或通知，请回到当班页重新选择。"))?;
        let saved = SavedDraft { draft, grades: GradeHistory::default(), begun_at: None, saved_at: tick.now() };
        store.write(|writing| {
            sealer.append(writing, Happening::now(subject, Content::TakenUp(taken), tick))?;
            Ok::<_, DoorError>(writing.save_draft(subject, DESK_AUTHOR, &saved)?)
        })
    })?;
    desk.changed(Some(subject));
    show(desk, tick, IncidentRef { incident: subject })
}

/// A place as the unit above writes it: with the divisions between, which its own letter does not begin with.
fn within(author: Option<&Unit>, own: &Unit, town: String) -> String {
    let between = author.and_then(|author| author.divisions.strip_prefix(own.divisions.as_slice())).unwrap_or_default();
    let written = between.first().is_some_and(|division| town.starts_with(division.as_str()));
    if written || matches!(town.as_str(), "" | "-" | "不涉及") { town } else { between.concat() + &town }
}

/// What the entry says of it, and the form that begins from what is known.
fn begun(event: &Event, (packs, unit): (&Packs, &Unit), from: EntryId) -> Option<(TakenUp, Draft)> {
    let reported = event.reports().into_iter().find(|(_, _, report)| report.id == from);
    if let Some((_, author, report)) = reported {
        let source = event.tree.name_of(author);
        // Our own judgement: theirs is not taken over, and what they typed by hand is theirs.
        let typed = Draft::typing(&report.facts);
        let town = within(event.tree.named(author), unit, typed.town.clone());
        let draft = Draft { stage: Stage::First, source: source.clone(), judged: None, town, ..typed };
        let first = event.reports().into_iter().map(|(_, _, report)| report.arrived_at()).min()?;
        return Some((TakenUp { from, source: format!("{source}报告"), aware_at: first }, draft));
    }
    let (_, asked) = event.directives().find(|(_, one)| one.id == from && one.asks(&unit.code))?;
    let source = format!("{}通知", event.tree.name_of(&asked.from));
    let draft = Draft { source: event.tree.name_of(&asked.from), ..heard(packs, &unit.divisions, &asked.words) };
    Some((TakenUp { from, source, aware_at: asked.since() }, draft))
}
