//! 下级来报 and 指令 on the desk: what came from other levels, what it makes the room do, and the clocks of what was asked.

use domain::Moment;
use domain::beijing::digital;
use domain::deadline::{Deadline, leading};
use domain::directive::Demand;
use domain::facts::Facts;
use domain::grading::grade;
use domain::hygiene;
use domain::incident::{Incident, Reported, Rung};
use domain::levels::{Directed, Levels};
use domain::pack::Packs;
use domain::rule::{Basis, Situation};
use domain::scope::scope;
use domain::unit::Unit;
use store::Store;
use store::table::levels;
use uuid::Uuid;

use super::compose::casualties;
use super::event::Event;
use super::levels::clocks;
use super::todo::todo;
use crate::door::{ClockRow, ComingRow, DoorError, LevelStep, NextStep, Todo};
use crate::tick::Tick;
use crate::workstation::Workstation;

/// 下级来报, newest first: what arrived since then, and what somebody waits for.
pub(crate) fn list(desk: &Workstation, store: &Store, since: Moment, tick: &Tick) -> Result<Vec<ComingRow>, DoorError> {
    let packs = desk.packs();
    let mut rows = Vec::new();
    for levels in levels::since(store.connection(), since)? {
        rows.extend(coming_row(store, &packs, &levels, tick)?);
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.arrived_at));
    Ok(rows)
}

fn coming_row(store: &Store, packs: &Packs, levels: &Levels, tick: &Tick) -> Result<Option<ComingRow>, DoorError> {
    let event = Event::of(store, levels.id)?;
    let reports = event.reports();
    let Some((_, unit, newest)) = reports.iter().rfind(|(matter, ..)| *matter == levels.id) else {
        return Ok(None);
    };
    let facts = &newest.facts;
    let unsigned = event.reports().iter().any(|(_, _, report)| !event.is_signed(report));
    Ok(Some(ComingRow {
        incident: levels.id,
        name: event.name(packs, &event.facts(packs, store, tick)?),
        from: event.tree.name_of(unit),
        words: newest.words.clone(),
        arrived_at: newest.arrived_at(),
        casualties: casualties(packs, facts),
        grading: newest.grading.clone(),
        drill: facts.drill,
        unsigned,
        ours: event.ours().is_some(),
        without_receipt: newest.receipt.is_none(),
        must_go_up: event.unit().and_then(|own| must_go_up(packs, facts, own)),
    }))
}

/// The farthest step above our own level that our packs ask for.
fn must_go_up(packs: &Packs, facts: &Facts, own: &Unit) -> Option<String> {
    let grading = grade(packs, facts);
    let steps = scope(packs, &Situation::new(packs, facts, &grading, own.level));
    steps.into_iter().find(|step| step.to.is_above(own.level)).map(|step| step.word)
}

/// When a superior signed for one of our reports, and who.
pub(crate) fn signed_above(store: &Store, incident: &Incident) -> Result<Option<(Moment, String)>, DoorError> {
    let Some(levels) = levels::find(store.connection(), incident.id)? else { return Ok(None) };
    let own = |of: Uuid| incident.reports.iter().find(|report: &&Reported| report.id == of);
    let signed = levels.signed.iter().find(|signed| own(signed.of).is_some_and(|report| report.unit != signed.unit));
    Ok(signed.map(|signed| (signed.at, hygiene::shown(&signed.by))))
}

/// What a superior asks of us, with the clocks of it.
pub(crate) struct Asked {
    /// The matter.
    pub(crate) matter: Uuid,
    /// What the room calls it: 补报通知 河东镇火灾.
    pub(crate) name: String,
    /// The directive.
    pub(crate) directed: Directed,
    /// Nearest first.
    pub(crate) deadlines: Vec<Deadline>,
    /// Alarms of directives that rang.
    pub(crate) rung: Vec<Rung>,
}

/// Open directives, to us and of ours, newest matter first.
pub(crate) struct Directives {
    pub(crate) to_us: Vec<Asked>,
    pub(crate) ours: Vec<Asked>,
}

impl Directives {
    /// All that nobody has answered yet.
    pub(crate) fn open(desk: &Workstation, store: &Store, tick: &Tick) -> Result<Self, DoorError> {
        let mut open = Self { to_us: Vec::new(), ours: Vec::new() };
        let packs = desk.packs();
        // What waits is listed whenever it arrived.
        for levels in levels::since(store.connection(), tick.now())? {
            if !levels.directives.iter().any(Directed::is_open) {
                continue;
            }
            let event = Event::of(store, levels.id)?;
            let facts = event.facts(&packs, store, tick)?;
            for directed in levels.directives.iter().filter(|one| one.is_open()) {
                let asked = Asked {
                    matter: levels.id,
                    name: format!("{} {}", directed.demand.word(), event.name(&packs, &facts)),
                    deadlines: clocks(&event, &packs, directed, tick.now()),
                    directed: directed.clone(),
                    rung: levels.alarms.clone(),
                };
                if directed.ours { open.ours.push(asked) } else { open.to_us.push(asked) }
            }
        }
        Ok(open)
    }
}

impl Asked {
    /// Its nearest clock that runs, as the desk lists it.
    pub(crate) fn clock_row(&self) -> Option<ClockRow> {
        let (deadline, also) = leading(&self.deadlines)?;
        let shown = 1 + usize::from(also.is_some());
        let open = self.deadlines.iter().filter(|deadline| deadline.open()).count();
        Some(ClockRow {
            incident: self.matter,
            name: self.name.clone(),
            deadline: deadline.clone(),
            prescribed: None,
            also: also.cloned(),
            others: u32::try_from(open.saturating_sub(shown)).unwrap_or(u32::MAX),
            gaps: 0,
            next: NextStep::Answer,
        })
    }
}

/// 待办 from other levels, what is urgent first.
pub(crate) fn todos(
    desk: &Workstation,
    store: &Store,
    (coming, directives): (&[ComingRow], &Directives),
    own: &[&Incident],
    tick: &Tick,
) -> Result<Vec<Todo>, DoorError> {
    let mut todos: Vec<Todo> = directives.to_us.iter().map(asked_of_us).collect();
    todos.extend(coming.iter().filter(|row| !row.ours && !row.drill).filter_map(goes_up));
    todos.extend(coming.iter().filter(|row| row.unsigned).map(to_sign));
    let packs = desk.packs();
    for incident in own.iter().filter(|incident| incident.first_report().is_some() && incident.ended.is_none()) {
        let event = Event::of(store, incident.id)?;
        let facts = event.facts(&packs, store, tick)?;
        let missing = event.cells(&facts).into_iter().filter(|cell| cell.step == Some(LevelStep::Notify));
        let names: Vec<String> = missing.map(|cell| cell.name).collect();
        if !names.is_empty() && !facts.drill {
            todos.push(Todo {
                urgent: true,
                levels: Some(incident.id),
                ..todo(
                    "通知补报",
                    format!("{}：已上报、下级无件，请通知{}补报", event.name(&packs, &facts), names.join("、")),
                )
            });
        }
    }
    todos.extend(directives.ours.iter().map(|asked| awaited(asked, tick.now())));
    Ok(todos)
}

fn asked_of_us(asked: &Asked) -> Todo {
    let Directed { demand, words, reason, until, issued_by, .. } = &asked.directed;
    let reason = reason.map(|reason| format!("{}，", reason.word())).unwrap_or_default();
    let do_next = match demand {
        Demand::Return => "请补正重报",
        Demand::Supplement => "请补报",
        _ => "请答复",
    };
    Todo {
        urgent: true,
        levels: Some(asked.matter),
        due_at: *until,
        basis: Basis::Superior,
        ..todo(demand.word(), format!("{reason}{words}（{issued_by}），{do_next}"))
    }
}

fn goes_up(row: &ComingRow) -> Option<Todo> {
    let step = row.must_go_up.as_ref()?;
    let detail = format!("{}，{}已报，按规定应{step}，本局尚未承接", row.name, row.from);
    Some(Todo { urgent: true, levels: Some(row.incident), ..todo("承接上报", detail) })
}

fn to_sign(row: &ComingRow) -> Todo {
    let detail = format!("{} {}{}，{}到", row.from, row.name, row.words, digital(row.arrived_at));
    Todo { levels: Some(row.incident), ..todo("签收", detail) }
}

/// What we asked and nobody has answered: late where our own limit has passed.
fn awaited(asked: &Asked, now: Moment) -> Todo {
    let until = asked.directed.until;
    let detail = format!("{}，{}发，等待答复", asked.name, digital(asked.directed.issued_at));
    Todo {
        levels: Some(asked.matter),
        due_at: until,
        urgent: until.is_some_and(|until| until < now),
        basis: Basis::Superior,
        ..todo("等待答复", detail)
    }
}
