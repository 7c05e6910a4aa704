//! 三级: one event at all levels as the page shows it, the list of 下级来报, and the table of three levels.

use domain::Moment;
use domain::deadline::{DirectiveFacts, directive_deadlines};
use domain::directive::Demand;
use domain::entry::Subject;
use domain::facts::Facts;
use domain::incident::Incident;
use domain::levels::{Directed, Known, SignedFor, clock_of};
use domain::pack::Packs;
use domain::returns::ReturnReason;
use domain::similar::likeness;
use domain::unit::{Level, UnitCode};
use store::Store;
use store::table::{levels, view};

use super::author::name_of;
use super::event::Event;
use crate::door::{
    AnswerRow, DirectiveRow, DoorError, IncidentRef, LevelAction, LevelReport, LevelTotal, LevelsView, ReasonRow,
    ReturnedRow, SameRow, SignedRow, ThreeLevelRow, ThreeLevels, UnitRow,
};
use crate::session::{DESK_AUTHOR, draft_author};
use crate::tick::Tick;
use crate::workstation::Workstation;

/// How far back the table of three levels looks.
const DAYS: u32 = 90;

/// Events of one evening are compared within so many days.
const LIKELY_WITHIN: i64 = 2;

/// Everything the page of three levels shows of one event.
pub(crate) fn show(desk: &Workstation, tick: &Tick, request: IncidentRef) -> Result<LevelsView, DoorError> {
    let store = desk.store();
    let packs = desk.packs();
    let event = Event::known(&store, request.incident)?;
    let facts = event.facts(&packs, &store, tick)?;
    let author = draft_author(&store)?;
    let officer = if author == DESK_AUTHOR { String::new() } else { name_of(&store, &author)? };
    let mut directives: Vec<DirectiveRow> =
        event.directives().map(|(matter, one)| directive(&event, &packs, &facts, matter, one, tick)).collect();
    directives.sort_by_key(|row| std::cmp::Reverse(row.issued_at));
    Ok(LevelsView {
        incident: request.incident,
        name: event.name(&packs, &facts),
        ours: event.ours().map(|incident| incident.id),
        take_up: to_take_up(&event),
        cells: event.cells(&facts),
        reports: reports(&event, &facts),
        directives,
        peers: event.levels.iter().flat_map(|levels| levels.peers.clone()).collect(),
        same: same(desk, &store, &event, &facts, tick)?,
        below: event.below(&facts).into_iter().map(UnitRow::from).collect(),
        reasons: ReturnReason::ALL.into_iter().map(reason).collect(),
        officer,
    })
}

fn reason(reason: ReturnReason) -> ReasonRow {
    ReasonRow { reason, number: reason.number(), words: reason.word().to_owned() }
}

/// The newest report of others, or the directive by which the room knows of it; none where it is ours already.
fn to_take_up(event: &Event) -> Option<uuid::Uuid> {
    if event.ours().is_some() {
        return None;
    }
    let reported = event.reports().last().map(|(_, _, report)| report.id);
    let own = event.unit()?;
    let asked = || event.directives().find(|(_, one)| one.demand == Demand::Supplement && one.asks(&own.code));
    reported.or_else(|| asked().map(|(_, one)| one.id))
}

fn reports(event: &Event, facts: &Facts) -> Vec<LevelReport> {
    let below = event.below(facts);
    let own = event.unit().map(|unit| unit.code.clone());
    let all = event.reports();
    let report = |(matter, unit, report): &(Subject, &domain::unit::UnitCode, &domain::incident::Reported)| {
        let signed: Vec<&SignedFor> = event.levels.iter().flat_map(|levels| &levels.signed).collect();
        let signed = || signed.iter().filter(|signed| signed.of == report.id);
        let signed_here = signed().any(|signed| Some(&signed.unit) == own.as_ref());
        let returned = event
            .directives()
            .filter(|(_, one)| one.demand == Demand::Return && one.about == Some(report.id))
            .max_by_key(|(_, one)| one.issued_at);
        LevelReport {
            report: report.id,
            incident: *matter,
            unit: (*unit).clone(),
            unit_name: event.tree.name_of(unit),
            words: report.words.clone(),
            number: report.number.clone(),
            title: report.title.clone(),
            body: report.body.clone(),
            submitted_at: report.submitted_at,
            received_at: report.receipt.as_ref().map(|receipt| receipt.received_at),
            relayed_at: report.relay.as_ref().map(|relay| relay.at),
            signed: signed().map(|signed| signed_row(event, signed)).collect(),
            signed_here,
            returned: returned.map(|(_, one)| why(one)),
            mended: all.iter().any(|(_, _, later)| later.mends == Some(report.id)),
            actions: with_report(signed_here, below.iter().any(|one| one.code == **unit)),
            waits: !signed_here,
        }
    };
    all.iter().map(report).collect()
}

fn signed_row(event: &Event, signed: &SignedFor) -> SignedRow {
    SignedRow { unit: event.tree.name_of(&signed.unit), by: signed.by.clone(), at: signed.at }
}

/// 4 地点不具体/未冠省市县，写明村组
fn why(directed: &Directed) -> String {
    let reason = directed.reason.map(|reason| format!("{} {}", reason.number(), reason.word()));
    let parts = [reason.unwrap_or_default(), directed.words.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("，")
}

/// One directive as it is shown.
pub(crate) fn directive(
    event: &Event,
    packs: &Packs,
    facts: &Facts,
    matter: Subject,
    one: &Directed,
    tick: &Tick,
) -> DirectiveRow {
    let own = event.unit().map(|unit| unit.code.clone()).unwrap_or_else(|| domain::unit::UnitCode(String::new()));
    let read = event.reports().into_iter().map(|(_, _, report)| report);
    let of_ours = event.own.iter().flat_map(|incident| &incident.reports);
    let about = read.chain(of_ours).find(|report| one.about == Some(report.id));
    let names: Vec<String> = one.to.iter().map(|unit| event.tree.name_of(unit)).collect();
    let signed_here = one.signed.iter().any(|signed| signed.unit == own);
    let actions = with_directive(event, facts, one, &own, signed_here);
    DirectiveRow {
        id: one.id,
        incident: matter,
        name: event.name(packs, facts),
        ours: one.ours,
        demand: one.demand,
        word: one.demand.word().to_owned(),
        from: format!("{} {}", event.tree.name_of(&one.from), one.issued_by).trim().to_owned(),
        to: names.join("、"),
        to_units: one.to.clone(),
        reason: one.reason.map(|reason| format!("{} {}", reason.number(), reason.word())),
        words: one.words.clone(),
        about: about.map(|report| format!("{} {}", report.words, report.number)).unwrap_or_default(),
        report: one.about,
        issued_at: one.issued_at,
        received_at: one.receipt.as_ref().map(|receipt| receipt.received_at),
        until: one.until,
        granted_by: one.granted_by.clone(),
        open: one.is_open(),
        signed: one.signed.iter().map(|signed| signed_row(event, signed)).collect(),
        signed_here,
        answers: one
            .answers
            .iter()
            .map(|answer| AnswerRow {
                unit: event.tree.name_of(&answer.unit),
                done: answer.done,
                words: answer.words.clone(),
                at: answer.at,
            })
            .collect(),
        clocks: clocks(event, packs, one, tick.now()),
        // What was answered was received: nobody has to confirm it as well.
        waits: !one.ours && !actions.is_empty() && (one.is_open() || one.demand == Demand::Extension),
        actions,
    }
}

/// 退回补正: the reports of this incident that were sent back and wait to be written anew.
pub(crate) fn returned(store: &Store, incident: &Incident) -> Result<Vec<ReturnedRow>, DoorError> {
    if incident.reports.is_empty() {
        return Ok(Vec::new());
    }
    let event = Event::of(store, incident.id)?;
    let row = |(_, one): (Subject, &Directed)| {
        let report = one.to_mend(incident)?;
        let from = format!("{} {}", event.tree.name_of(&one.from), one.issued_by);
        Some(ReturnedRow {
            directive: one.id,
            report: report.id,
            about: format!("{} {}", report.words, report.number),
            words: format!("{}（{}）", why(one), from.trim()),
        })
    };
    Ok(event.directives().filter_map(row).collect())
}

/// What can be done with another unit's report.
fn with_report(signed_here: bool, is_below: bool) -> Vec<LevelAction> {
    let sign = (!signed_here).then_some(LevelAction::Sign);
    let ask = [LevelAction::Return, LevelAction::Verify, LevelAction::FollowUp];
    sign.into_iter().chain(ask.into_iter().filter(|_| is_below)).collect()
}

/// What can be done with a directive, by whoever issued it or whoever was asked.
fn with_directive(event: &Event, facts: &Facts, one: &Directed, own: &UnitCode, signed_here: bool) -> Vec<LevelAction> {
    let open = one.is_open();
    if one.ours {
        let known = || event.below(facts).iter().any(|unit| one.asks(&unit.code));
        return (open && known()).then_some(LevelAction::Extension).into_iter().collect();
    }
    let takes_up = one.demand == Demand::Supplement && one.asks(own) && event.ours().is_none();
    let mends = event.own.iter().any(|incident| one.to_mend(incident).is_some());
    let all = [
        (LevelAction::Sign, !signed_here),
        (LevelAction::TakeUp, takes_up),
        (LevelAction::Mend, mends),
        (LevelAction::Answer, open),
        (LevelAction::Extended, open),
    ];
    all.into_iter().filter(|(_, can)| *can).map(|(action, _)| action).collect()
}

/// The clocks of a directive; at the desk that issued it, those of whoever has not answered yet.
pub(crate) fn clocks(event: &Event, packs: &Packs, one: &Directed, now: Moment) -> Vec<domain::deadline::Deadline> {
    let own = event.unit().map(|unit| &unit.code);
    let answered_at = match own.filter(|_| !one.ours) {
        Some(own) => one.answered_at(own),
        None => one.answers.iter().map(|answer| answer.at).max().filter(|_| !one.is_open()),
    };
    let facts = DirectiveFacts {
        demand: one.demand,
        received_at: one.since(),
        issued_by: format!("{}{}", event.tree.name_of(&one.from), one.issued_by),
        until: one.until,
        granted_by: one.granted_by.clone(),
        answered_at,
    };
    let named = |deadline: domain::deadline::Deadline| domain::deadline::Deadline {
        rule: clock_of(one.id, &deadline.rule),
        ..deadline
    };
    directive_deadlines(packs, &facts, now).into_iter().map(named).collect()
}

/// What stands as the same event, and what may be: by place, time and kind.
fn same(
    desk: &Workstation,
    store: &Store,
    event: &Event,
    facts: &Facts,
    tick: &Tick,
) -> Result<Vec<SameRow>, DoorError> {
    let packs = desk.packs();
    let joined = levels::one_event(store.connection(), event.subject)?;
    let mut rows = Vec::new();
    for matter in joined.iter().filter(|matter| **matter != event.subject) {
        rows.extend(same_row(desk, store, *matter, None, tick)?);
    }
    let Some(since) = event.since() else { return Ok(rows) };
    // Another unit's clock may have said anything.
    let days = chrono::Duration::days(LIKELY_WITHIN);
    let (Some(from), Some(until)) = (since.checked_sub_signed(days), since.checked_add_signed(days)) else {
        return Ok(rows);
    };
    let arrived = levels::since(store.connection(), from)?.into_iter().map(|levels| levels.id);
    let own = view::incidents_between(store.connection(), from, until)?;
    let mut candidates: Vec<Subject> = arrived.chain(own.into_iter().map(|incident| incident.id)).collect();
    candidates.sort_unstable();
    candidates.dedup();
    for other in candidates.into_iter().filter(|other| !joined.contains(other)) {
        let theirs = Event::of(store, other)?;
        let Some(their_since) = theirs.since() else { continue };
        let their_facts = theirs.facts(&packs, store, tick)?;
        // Two reports of one unit under two matters are two events, unless somebody says otherwise.
        if theirs.others().any(|(_, one)| event.others().any(|(_, ours)| ours.unit == one.unit)) {
            continue;
        }
        if let Some(why) = likeness(&packs, (facts, since), (&their_facts, their_since)) {
            rows.extend(same_row(desk, store, other, Some(why), tick)?);
        }
    }
    Ok(rows)
}

/// `why`: none where it stands as the same.
fn same_row(
    desk: &Workstation,
    store: &Store,
    matter: Subject,
    why: Option<String>,
    tick: &Tick,
) -> Result<Option<SameRow>, DoorError> {
    let packs = desk.packs();
    let event = Event::of(store, matter)?;
    let alone = Event {
        own: event.own.iter().filter(|incident| incident.id == matter).cloned().collect(),
        levels: event.levels.iter().filter(|levels| levels.id == matter).cloned().collect(),
        ..event
    };
    let Some(since) = alone.since() else { return Ok(None) };
    let facts = alone.facts(&packs, store, tick)?;
    let mut units: Vec<String> = alone.others().map(|(_, other)| alone.tree.name_of(&other.unit)).collect();
    if !alone.own.is_empty() {
        units.insert(0, "本局".to_owned());
    }
    Ok(Some(SameRow {
        incident: matter,
        name: alone.name(&packs, &facts),
        units: units.join("、"),
        since,
        joined: why.is_none(),
        why: why.unwrap_or_default(),
    }))
}

/// The table of three levels: every event of these days that is no drill.
pub(crate) fn three(desk: &Workstation, tick: &Tick) -> Result<ThreeLevels, DoorError> {
    let store = desk.store();
    let packs = desk.packs();
    let from = tick.now() - chrono::Duration::days(i64::from(DAYS));
    let arrived = levels::since(store.connection(), from)?.into_iter().map(|levels| levels.id);
    let own = view::incidents_between(store.connection(), from, tick.now() + chrono::Duration::days(1))?;
    let mut matters: Vec<Subject> = own.into_iter().map(|incident| incident.id).chain(arrived).collect();
    matters.sort_unstable();
    matters.dedup();
    let mut rows: Vec<ThreeLevelRow> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for matter in matters {
        if seen.contains(&matter) {
            continue;
        }
        seen.extend(levels::one_event(store.connection(), matter)?);
        let event = Event::of(&store, matter)?;
        let facts = event.facts(&packs, &store, tick)?;
        let (Some(since), false) = (event.since(), facts.drill) else { continue };
        let cells = event.cells(&facts);
        rows.push(ThreeLevelRow {
            next: cells.iter().filter_map(|cell| cell.step).min(),
            incident: event.ours().map_or(matter, |incident| incident.id),
            name: event.name(&packs, &facts),
            ours: event.ours().is_some(),
            since,
            cells,
        });
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.since));
    let totals = [Level::Nation, Level::Province, Level::City, Level::County]
        .into_iter()
        .filter_map(|level| total(&rows, level));
    Ok(ThreeLevels { days: DAYS, totals: totals.collect(), rows })
}

/// None where no event has a cell of that level.
fn total(rows: &[ThreeLevelRow], level: Level) -> Option<LevelTotal> {
    let of_level = |row: &&ThreeLevelRow| row.cells.iter().any(|cell| cell.level == level);
    rows.iter().find(of_level)?;
    let count = |holds: &dyn Fn(&Known) -> bool| {
        let in_row = |row: &&ThreeLevelRow| row.cells.iter().any(|cell| cell.level == level && holds(&cell.known));
        u32::try_from(rows.iter().filter(in_row).count()).unwrap_or(u32::MAX)
    };
    Some(LevelTotal {
        level,
        reported: count(&Known::is_in_the_system),
        unknown: count(&|known| *known == Known::Unknown),
    })
}
