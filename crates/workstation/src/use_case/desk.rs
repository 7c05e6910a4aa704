//! 当班: everything the first room and the top bar show.

use domain::call::Call;
use domain::contact::Purpose;
use domain::deadline::Deadline;
use domain::incident::{Incident, Rung};
use domain::report::SystemOfRecord;
use domain::rule::Basis;
use domain::unit::Unit;
use store::Store;
use store::table::{queue, view};
use uuid::Uuid;

use super::compose::{casualties, clock_facts, facts_of, short_name};
use super::incident::{draft_of, recipients, report_state, sign_by};
use crate::alarm::TOLERANCE_MS;
use crate::door::{
    AlarmView, ClockRow, ClockView, DeskView, DoorError, IncidentRow, LinkView, NextStep, Phone, ReportState, Todo,
};
use crate::enrolment::{Enrolment, enrolled, first_start, system_of_record};
use crate::tick::Tick;
use crate::workstation::Workstation;

/// How many incidents the list of all incidents shows.
const LISTED: u32 = 200;

/// Everything the first room shows.
pub(crate) fn show(desk: &Workstation, tick: &Tick) -> Result<DeskView, DoorError> {
    let store = desk.store();
    let enrolment = enrolled(&store)?;
    let unit = enrolment.as_ref().and_then(|enrolment| enrolment.unit().cloned());
    let channel = system_of_record(&store)?;
    let since = tick.now() - chrono::Duration::hours(24);
    let mut link = link_view(desk, &store)?;
    if enrolment.as_ref().is_some_and(Enrolment::is_on_trial) {
        link.trouble = Some("样例县试用：不连上级节点，所记内容只在本机。".to_owned());
    }
    let mut sights = Vec::new();
    if let Some(unit) = &unit {
        for incident in view::running_incidents(store.connection(), since)? {
            sights.push(Sight::of(desk, &store, unit, incident, tick)?);
        }
    }
    Ok(DeskView {
        clock: clock_view(tick),
        clocks: clocks(&sights),
        open_calls: open_calls(&store)?,
        todos: todos(desk, &sights, &link),
        incidents: sights.iter().map(|sight| sight.row.clone()).collect(),
        phones: phones(desk),
        alarms: alarms(&sights),
        sound_trouble: desk.sound_trouble(),
        first_start: first_start(&store)?,
        system_of_record: channel,
        link,
        unit,
    })
}

/// The newest incidents, newest first.
pub(crate) fn incidents(desk: &Workstation, tick: &Tick) -> Result<Vec<IncidentRow>, DoorError> {
    let store = desk.store();
    let Some(unit) = enrolled(&store)?.and_then(|enrolment| enrolment.unit().cloned()) else { return Ok(Vec::new()) };
    let listed = view::recent_incidents(store.connection(), LISTED)?;
    let row = |incident| Ok(Sight::of(desk, &store, &unit, incident, tick)?.row);
    listed.into_iter().map(row).collect()
}

/// An incident whose clocks may ring.
pub(crate) struct RunningClock {
    pub(crate) incident: Uuid,
    /// What the room calls it; sample data says so everywhere.
    pub(crate) name: String,
    pub(crate) deadlines: Vec<Deadline>,
    pub(crate) rung: Vec<Rung>,
}

/// The incidents of this unit whose clocks may ring; none before enrolment.
pub(crate) fn running_clocks(desk: &Workstation, tick: &Tick) -> Result<Vec<RunningClock>, DoorError> {
    let store = desk.store();
    let Some(unit) = enrolled(&store)?.and_then(|enrolment| enrolment.unit().cloned()) else { return Ok(Vec::new()) };
    let since = tick.now() - chrono::Duration::hours(24);
    let clock = |incident: Incident| {
        let sight = Sight::of(desk, &store, &unit, incident, tick)?;
        let name = if unit.sample { format!("【样例】{}", sight.row.name) } else { sight.row.name };
        let (incident, deadlines) = (sight.incident, sight.deadlines);
        Ok(RunningClock { incident: incident.id, name, deadlines, rung: incident.alarms })
    };
    view::running_incidents(store.connection(), since)?.into_iter().map(clock).collect()
}

/// An incident with what the desk computes of it.
struct Sight {
    incident: Incident,
    row: IncidentRow,
    deadlines: Vec<Deadline>,
    gaps: u32,
}

impl Sight {
    fn of(desk: &Workstation, store: &Store, unit: &Unit, incident: Incident, tick: &Tick) -> Result<Self, DoorError> {
        let facts = match incident.first_report() {
            Some(report) => report.facts.clone(),
            None => facts_of(desk, &incident, &draft_of(store, incident.id)?.0, tick),
        };
        let grading = domain::grading::grade(desk.packs(), &facts);
        let clock = clock_facts(&incident, &facts, grading.clone(), unit.level);
        let state = report_state(store, &incident)?;
        let row = IncidentRow {
            id: incident.id,
            name: short_name(desk, &facts),
            first_received: incident.first_received,
            casualties: facts.adopted().map(casualties).unwrap_or_default(),
            grading,
            state,
            entered_at: incident.entered_at(),
            next: next_step(desk, &incident, state),
        };
        let gaps = u32::try_from(domain::form::gaps(desk.packs(), &facts, false).len()).unwrap_or(u32::MAX);
        let deadlines = domain::deadline::deadlines(desk.packs(), &clock, tick.now());
        Ok(Self { incident, row, deadlines, gaps })
    }
}

/// What the officer does next, in the order of the work.
pub(crate) fn next_step(desk: &Workstation, incident: &Incident, state: ReportState) -> NextStep {
    if incident.first_reported.is_none() {
        return NextStep::Phone;
    }
    let Some(report) = incident.first_report() else { return NextStep::Write };
    match (report.system_of_record, state) {
        (_, ReportState::OnRecord) => confirm_or_done(desk, incident),
        (SystemOfRecord::National, _) => NextStep::Relay,
        (SystemOfRecord::Upstream, _) => NextStep::Wait,
    }
}

fn confirm_or_done(desk: &Workstation, incident: &Incident) -> NextStep {
    let rows = recipients(desk, incident);
    let confirmed = rows.iter().any(|row| row.superior && row.confirmed_at.is_some());
    if confirmed { NextStep::Done } else { NextStep::Confirm }
}

fn clocks(sights: &[Sight]) -> Vec<ClockRow> {
    let mut rows: Vec<ClockRow> = sights.iter().filter_map(clock_row).collect();
    // 及时 comes first: it is due at once.
    rows.sort_by_key(|row| row.deadline.due_at.or(row.deadline.origin_at));
    rows.sort_by_key(|row| row.deadline.due_at.is_some());
    rows
}

fn clock_row(sight: &Sight) -> Option<ClockRow> {
    let open = || sight.deadlines.iter().filter(|deadline| deadline.open());
    let nearest = open().next()?.clone();
    let prescribed = sight
        .deadlines
        .iter()
        .find(|other| {
            nearest.basis == Basis::Internal && other.basis == Basis::Prescribed && other.what == nearest.what
        })
        .cloned();
    let shown = 1 + usize::from(prescribed.as_ref().is_some_and(Deadline::open));
    Some(ClockRow {
        incident: sight.incident.id,
        name: sight.row.name.clone(),
        deadline: nearest,
        prescribed,
        others: u32::try_from(open().count().saturating_sub(shown)).unwrap_or(u32::MAX),
        gaps: sight.gaps,
        next: sight.row.next,
    })
}

/// The newest alarm of each clock that still runs, unless it was seen.
fn alarms(sights: &[Sight]) -> Vec<AlarmView> {
    let mut alarms: Vec<AlarmView> = sights.iter().flat_map(alarms_of).collect();
    alarms.sort_by_key(|alarm| std::cmp::Reverse(alarm.rang_at));
    alarms
}

fn alarms_of(sight: &Sight) -> Vec<AlarmView> {
    let running = sight.deadlines.iter().filter(|deadline| deadline.open());
    let newest = running.filter_map(|deadline| {
        sight
            .incident
            .alarms
            .iter()
            .rfind(|rung| rung.rule == deadline.rule)
            .filter(|rung| rung.acknowledged_at.is_none())
    });
    newest
        .map(|rung| AlarmView {
            incident: sight.incident.id,
            rule: rung.rule.clone(),
            step: rung.step.clone(),
            words: rung.words.clone(),
            rang_at: rung.rang_at,
            late: rung.late,
            silent: rung.played_by.is_none(),
            next: sight.row.next,
        })
        .collect()
}

fn clock_view(tick: &Tick) -> ClockView {
    let offset = tick.time.wall_offset_ms;
    let banner = (offset.abs() > TOLERANCE_MS).then(|| {
        let seconds = offset.abs() / 1000;
        let direction = if offset > 0 { "快" } else { "慢" };
        format!("本机时钟{direction}{}分{}秒，时限不受影响，请校准本机时间。", seconds / 60, seconds % 60)
    });
    ClockView { now: tick.now(), set_by_upstream: tick.time.error_ms.is_some(), error_ms: tick.time.error_ms, banner }
}

fn link_view(desk: &Workstation, store: &Store) -> Result<LinkView, DoorError> {
    let (waiting, waiting_reports, attention) = queue::counts(store.connection())?;
    let link = desk.link();
    Ok(LinkView { online: link.online, waiting, waiting_reports, attention, trouble: link.trouble.clone() })
}

fn open_calls(store: &Store) -> Result<Vec<Call>, DoorError> {
    Ok(view::open_calls(store.connection())?)
}

pub(crate) fn phones(desk: &Workstation) -> Vec<Phone> {
    let phone = |phone: &domain::pack::Phone| Phone { name: phone.name.clone(), number: phone.number.clone() };
    desk.packs().phones().iter().map(phone).collect()
}

/// 待办, unsent first.
fn todos(desk: &Workstation, sights: &[Sight], link: &LinkView) -> Vec<Todo> {
    let mut todos = Vec::new();
    if link.attention > 0 {
        let detail = "上级节点拒收，打开事件查看原因".to_owned();
        todos.push(Todo {
            what: format!("{}条未发出", link.attention),
            detail,
            urgent: true,
            incident: None,
            due_at: None,
        });
    }
    for sight in sights {
        todos.extend(todos_of(desk, sight));
    }
    todos.sort_by_key(|todo| !todo.urgent);
    todos
}

fn todos_of(desk: &Workstation, sight: &Sight) -> Vec<Todo> {
    let todo = |what: &str, detail: String, urgent: bool| Todo {
        what: what.to_owned(),
        detail,
        urgent,
        incident: Some(sight.incident.id),
        due_at: None,
    };
    let mut todos = Vec::new();
    if sight.row.state == ReportState::NeedsAttention {
        todos.push(todo("首报未发出", format!("{}，需处理", sight.row.name), true));
    }
    if let Some(due_at) = sign_by(desk, &sight.incident) {
        let detail = format!("{}，先报后签，签发手续待补", sight.row.name);
        todos.push(Todo { due_at: Some(due_at), ..todo("补签", detail, false) });
    }
    let untold: Vec<String> = recipients(desk, &sight.incident)
        .into_iter()
        .filter(|row| row.phoned_at.is_none())
        .map(|row| row.name)
        .collect();
    if !untold.is_empty() && sight.row.next != NextStep::Done {
        todos.push(todo("电话报告", format!("{}：{}未报", sight.row.name, untold.join("、")), false));
    }
    let verified = sight.incident.calls_out.iter().any(|called| called.call.purpose == Purpose::Verify);
    if !verified && sight.row.next == NextStep::Write {
        todos.push(todo("核实", format!("{}：尚未登记核实电话", sight.row.name), false));
    }
    todos
}
