//! 值排班 as the room shows it.

use chrono::{Datelike as _, NaiveDate};
use domain::beijing;
use domain::deadline::{Deadline, RoomFacts, room_deadlines};
use domain::officer::Officer;
use domain::pack::{Calendar, Packs};
use domain::report::SystemOfRecord;
use domain::roster::{
    CellChange, DayKind, Roster, RosterChange, Rostered, YearMonth, concerned, lint, shares, subject_of,
};
use domain::unit::UnitCode;
use store::Store;
use store::table::{officer, roster};

use super::roster::{Month, against, no_calendar, terms};
use super::roster_sheet;
use crate::door::{
    DoorError, PatternView, RosterDay, RosterFault, RosterMonth, RosterShare, RosterToEnter, RosterView,
};
use crate::enrolment::{system_of_record, unit_tree};
use crate::tick::Tick;
use crate::workstation::Workstation;

pub(super) fn of(desk: &Workstation, store: &Store, known: &Month, tick: &Tick) -> Result<RosterView, DoorError> {
    let packs = desk.packs();
    let draft = known.planned(&packs)?;
    let officers = officer::all(store.connection())?;
    let explained = &draft.explained;
    let national = system_of_record(store)? == SystemOfRecord::National;
    let faults: Vec<RosterFault> = lint(&draft.plan, &against(&packs, known, &officers)?)
        .into_iter()
        .map(|fault| {
            let clause = packs.roster().and_then(|terms| terms.check(fault.of));
            RosterFault {
                of: fault.of,
                word: fault.of.word().to_owned(),
                place: fault.place,
                explained: fault.explained(explained).unwrap_or_default().to_owned(),
                must_be_explained: fault.of.must_be_explained(),
                text: clause.map(|clause| clause.text.clone()).unwrap_or_default(),
                cite: clause.map(|clause| clause.cite.clone()).unwrap_or_default(),
                verified: clause.is_some_and(|clause| clause.verified),
                who: fault.who,
                words: fault.words,
            }
        })
        .collect();
    let hindering = faults.iter().filter(|fault| fault.must_be_explained && fault.explained.is_empty()).count();
    let changing = if known.out.is_some() { draft.changes() } else { Vec::new() };
    let out = known.out.as_ref();
    Ok(RosterView {
        unit_name: unit_tree(store)?.name_of(&known.unit),
        unit: known.unit.clone(),
        own: known.own,
        month: known.month,
        words: known.month.words(),
        months: months(store, &known.unit, (known.month, national), tick)?,
        days: days(packs.calendar(), known, tick),
        lines: draft.plan.lines.iter().map(domain::roster::Line::name).collect(),
        drafting: known.draft.is_some() && draft.plan != draft.begun,
        can_undo: !draft.done.is_empty(),
        can_redo: !draft.undone.is_empty(),
        people: people(&officers),
        patterns: if out.is_some() { Vec::new() } else { patterns(&packs)? },
        hindering: count(hindering),
        faults,
        shares: shares(&draft.plan, packs.calendar())
            .into_iter()
            .map(|(who, share)| RosterShare { name: who.name, share })
            .collect(),
        published: out.map(|out| out.published.clone()),
        changes: out.map(|out| out.changes.clone()).unwrap_or_default(),
        proposals: out.map(|out| out.proposals.clone()).unwrap_or_default(),
        concerned: concerned(&changing),
        overtaken: out.map(|out| draft.overtaken(out)).unwrap_or_default(),
        to_enter: out.filter(|_| national).map(to_enter).unwrap_or_default(),
        changing,
        national,
        no_calendar: no_calendar(packs.calendar(), known.month),
        imported: roster_sheet::at_hand(desk, &draft.plan).filter(|_| known.own),
        due: due(&packs, store, &known.unit, national, tick)?,
        plan: draft.plan,
    })
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn months(
    store: &Store,
    unit: &UnitCode,
    (shown, national): (YearMonth, bool),
    tick: &Tick,
) -> Result<Vec<RosterMonth>, DoorError> {
    let this = YearMonth::at(tick.now());
    let mut months = vec![this.previous(), this, this.next(), shown];
    months.sort_unstable();
    months.dedup();
    let view = |month: YearMonth| {
        let out = roster::find(store.connection(), subject_of(unit, month))?;
        Ok(RosterMonth {
            month,
            words: format!("{}月", month.first().month()),
            published: out.is_some(),
            entered: out.is_some_and(|out| since(&out, national).is_some()),
        })
    };
    months.into_iter().map(view).collect()
}

/// Since when a month stands in the system of record: all of it typed in, or the publication received.
fn since(out: &Roster, national: bool) -> Option<domain::Moment> {
    if national { out.entered_at() } else { out.published.receipt.as_ref().map(|receipt| receipt.received_at) }
}

fn days(calendar: &Calendar, known: &Month, tick: &Tick) -> Vec<RosterDay> {
    let today = beijing::date(tick.now());
    let changed = |day: u32| known.out.as_ref().is_some_and(|out| out.head(day) != Some(out.published.entry));
    let day = |date: NaiveDate| RosterDay {
        day: date.day(),
        weekday: weekday(date).to_owned(),
        kind: DayKind::of(calendar, date),
        mark: mark(calendar, date),
        today: date == today,
        changed: changed(date.day()),
    };
    known.month.days().map(day).collect()
}

pub(super) fn weekday(date: NaiveDate) -> &'static str {
    use chrono::Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    match date.weekday() {
        Mon => "周一",
        Tue => "周二",
        Wed => "周三",
        Thu => "周四",
        Fri => "周五",
        Sat => "周六",
        Sun => "周日",
    }
}

fn mark(calendar: &Calendar, date: NaiveDate) -> String {
    let holiday = calendar.holiday(date).map(|holiday| holiday.name.clone());
    holiday.unwrap_or_else(|| if calendar.is_worked_weekend(date) { "班" } else { "" }.to_owned())
}

fn people(officers: &[Officer]) -> Vec<Rostered> {
    let working = officers.iter().filter(|officer| !officer.left);
    let person = |officer: &Officer| Rostered {
        officer: Some(officer.id),
        name: officer.name.clone(),
        title: officer.post.clone(),
        phone: officer.phone.clone(),
        on_site: false,
    };
    working.map(person).collect()
}

fn patterns(packs: &Packs) -> Result<Vec<PatternView>, DoorError> {
    let view = |pattern: &domain::roster::RosterPattern| PatternView {
        id: pattern.id.clone(),
        name: pattern.name.clone(),
        cite: pattern.cite.clone(),
        verified: pattern.verified,
    };
    Ok(terms(packs)?.patterns.iter().map(view).collect())
}

/// The month first, then each change: old and new, as it is typed.
fn to_enter(out: &Roster) -> Vec<RosterToEnter> {
    let month = RosterToEnter {
        entry: out.published.entry,
        words: format!("{}值班表", out.plan.month.words()),
        step: out.published.clone(),
    };
    let change = |change: &RosterChange| RosterToEnter {
        entry: change.step.entry,
        words: change.cells.iter().map(|cell| cell_words(out, cell)).collect::<Vec<_>>().join("；"),
        step: change.step.clone(),
    };
    // What changed nothing settled a proposal, and is typed nowhere.
    let changes = out.changes.iter().filter(|change| !change.cells.is_empty()).map(change);
    std::iter::once(month).chain(changes).collect()
}

/// 12日值班员：丙某、丁某→庚某、丁某
fn cell_words(out: &Roster, cell: &CellChange) -> String {
    let names = |who: &[Rostered]| {
        let names: Vec<&str> = who.iter().map(|one| one.name.as_str()).collect();
        if names.is_empty() { "空缺".to_owned() } else { names.join("、") }
    };
    let line = usize::try_from(cell.place.line).ok().and_then(|line| out.plan.lines.get(line));
    let line = line.map(domain::roster::Line::name).unwrap_or_default();
    format!("{}日{line}：{}→{}", cell.place.day, names(&cell.before), names(&cell.after))
}

/// The clock of the next month's roster.
pub(super) fn due(
    packs: &Packs,
    store: &Store,
    unit: &UnitCode,
    national: bool,
    tick: &Tick,
) -> Result<Option<Deadline>, DoorError> {
    let next = YearMonth::at(tick.now()).next();
    let out = roster::find(store.connection(), subject_of(unit, next))?;
    let rosters = out.and_then(|out| Some((next.first(), since(&out, national)?))).into_iter().collect();
    let facts = RoomFacts { rosters, ..RoomFacts::default() };
    Ok(room_deadlines(packs, &facts, tick.now()).into_iter().next())
}
