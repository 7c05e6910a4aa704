//! 当班: everything the first room and the top bar show.

use std::sync::Arc;

use domain::Moment;
use domain::call::{Call, CallOutcome};
use domain::deadline::{Deadline, DeadlineState, leading, near_at};
use domain::incident::{Incident, Rung};
use domain::pack::Packs;
use domain::report::{Stage, SystemOfRecord};
use domain::rule::{Basis, StoppedBy};
use domain::unit::{Level, Unit};
use store::Store;
use store::table::{officer, queue, view};
use uuid::Uuid;

use super::author::name_of;
use super::coming::{self, Asked, Directives, signed_above};
use super::compose::{Judged, casualties, short_name};
use super::incident::{draft_seen, facts_now, grades_now, report_state, sign_by};
use super::process::{process_of, sub_incidents};
use super::recipient::recipients;
use super::todo;
use super::{asked, peer_notice};
use crate::alarm::TOLERANCE_MS;
use crate::door::{
    AlarmView, ClockRow, ClockView, DeskView, DoorError, IncidentRow, LinkView, NextStep, Phone, Pressing,
    RecipientRow, ReportState, SessionView,
};
use crate::enrolment::{first_start, system_of_record};
use crate::session::{DESK_AUTHOR, draft_author, is_locked, session};
use crate::tick::Tick;
use crate::workstation::Workstation;

/// How many incidents the list of all incidents shows.
const LISTED: u32 = 200;

/// 伤亡变化 is followed for thirty days after most accidents; some rooms count the first one too, some not.
const FOLLOWED_DAYS: i64 = 32;

/// Everything the first room shows.
pub(crate) fn show(desk: &Workstation, tick: &Tick) -> Result<DeskView, DoorError> {
    let store = desk.store();
    let enrolment = desk.enrolment();
    let unit = enrolment.as_ref().and_then(|enrolment| enrolment.unit().cloned());
    let channel = system_of_record(&store)?;
    let since = tick.now() - chrono::Duration::hours(24);
    let mut link = link_view(desk, &store)?;
    if enrolment.as_ref().is_some_and(|enrolment| enrolment.is_on_trial()) {
        link.trouble = Some("样例县试用：不连上级节点，所记内容只在本机。".to_owned());
    }
    let (mut sights, mut followed) = (Vec::new(), Vec::new());
    if let Some(unit) = &unit {
        for incident in view::running_incidents(store.connection(), since)? {
            sights.push(Sight::of(desk, &store, unit, incident, tick)?);
        }
        let window = tick.now() - chrono::Duration::days(FOLLOWED_DAYS);
        for incident in view::followed_incidents(store.connection(), window, since)? {
            followed.push(Sight::of(desk, &store, unit, incident, tick)?);
        }
    }
    let session = session_view(&store, tick)?;
    let signed_in = session.author != DESK_AUTHOR;
    let mut todos = todo::of_the_chain(desk, &store, tick.now())?;
    todos.extend(todo::written_later(&store)?);
    todos.extend(todo::todos(
        (&sights, &followed),
        &view::kept_calls(store.connection())?,
        &link,
        signed_in,
        tick.now(),
    ));
    let (mut coming, mut directives) = (Vec::new(), Directives { to_us: Vec::new(), ours: Vec::new() });
    if unit.is_some() {
        coming = coming::list(desk, &store, since, tick)?;
        directives = Directives::open(desk, &store, tick)?;
        let own: Vec<&Incident> = sights.iter().map(|sight| &sight.incident).collect();
        todos.extend(coming::todos(desk, &store, (&coming, &directives), &own, tick)?);
        todos.extend(peer_notice::todos(desk, &store, tick)?);
        todos.extend(asked::todos(&store, &own, &open_calls(&store)?)?);
        todos.sort_by_key(|todo| !todo.urgent);
    }
    todos.extend(todo::backup_trouble(&store)?);
    let packs = desk.packs();
    for todo in &mut todos {
        let near_at = near_at(&packs, todo.due_at);
        // What could not be sent says so itself, and has no limit.
        if todo.due_at.is_some() {
            todo.tone = Pressing::of(todo.basis, (near_at, todo.due_at), tick.now());
        }
    }
    Ok(DeskView {
        session,
        clock: clock_view(tick),
        clocks: clocks(&sights, &directives, tick.now()),
        coming,
        open_calls: open_calls(&store)?,
        ended_calls: ended_calls(&store, since)?,
        todos,
        incidents: sights.iter().map(|sight| sight.row.clone()).collect(),
        phones: on_the_wall(&packs, unit.as_ref()),
        callers: callers(&desk.packs()),
        alarms: alarms(&sights, &directives, tick.now()),
        sound_trouble: desk.sound_trouble(),
        first_start: first_start(&store)?,
        system_of_record: channel,
        link,
        unit,
    })
}

/// Who is at the desk.
fn session_view(store: &Store, tick: &Tick) -> Result<SessionView, DoorError> {
    let held = session(store)?;
    let officer = held.map(|session| session.officer);
    let key = officer.map_or_else(|| DESK_AUTHOR.to_owned(), |officer| officer.to_string());
    Ok(SessionView {
        author: draft_author(store)?,
        officer,
        name: name_of(store, &key)?,
        since: held.map(|session| session.since),
        locked: held.is_some_and(|session| session.locked),
        curtain: is_locked(store, tick.now())?,
        listed: officer::all(store.connection())?.iter().any(|officer| !officer.left),
    })
}

/// The newest incidents, newest first.
pub(crate) fn incidents(desk: &Workstation, tick: &Tick) -> Result<Vec<IncidentRow>, DoorError> {
    let store = desk.store();
    let Ok(unit) = desk.own_unit() else { return Ok(Vec::new()) };
    let listed = view::recent_incidents(store.connection(), LISTED)?;
    let row = |incident| Ok(Sight::of(desk, &store, &unit, incident, tick)?.row);
    listed.into_iter().map(row).collect()
}

/// An incident whose clocks may ring.
pub(crate) struct RunningClock {
    pub(crate) incident: Uuid,
    /// What the room calls it; sample data says so everywhere.
    pub(crate) name: String,
    /// What judges it, and so when it rings.
    pub(crate) packs: Arc<Packs>,
    pub(crate) deadlines: Vec<Deadline>,
    pub(crate) rung: Vec<Rung>,
}

/// The incidents of this unit whose clocks may ring; none before enrolment.
pub(crate) fn running_clocks(desk: &Workstation, tick: &Tick) -> Result<Vec<RunningClock>, DoorError> {
    let store = desk.store();
    let Ok(unit) = desk.own_unit() else { return Ok(Vec::new()) };
    let since = tick.now() - chrono::Duration::hours(24);
    let sample = if unit.sample { "【样例】" } else { "" };
    let clock = |incident: Incident| {
        let sight = Sight::of(desk, &store, &unit, incident, tick)?;
        let name = format!("{sample}{}", sight.name());
        let Sight { incident, packs, deadlines, .. } = sight;
        Ok(RunningClock { incident: incident.id, name, packs, deadlines, rung: incident.alarms })
    };
    let own = view::running_incidents(store.connection(), since)?.into_iter().map(clock);
    let mut clocks: Vec<RunningClock> = own.collect::<Result<_, DoorError>>()?;
    clocks.extend(Directives::open(desk, &store, tick)?.to_us.into_iter().map(|asked| RunningClock {
        incident: asked.matter,
        name: format!("{sample}{}", asked.name),
        packs: desk.packs(),
        deadlines: asked.deadlines,
        rung: asked.rung,
    }));
    Ok(clocks)
}

/// An incident with what the desk computes of it.
pub(super) struct Sight {
    pub(super) incident: Incident,
    pub(super) packs: Arc<Packs>,
    pub(super) row: IncidentRow,
    pub(super) deadlines: Vec<Deadline>,
    pub(super) gaps: u32,
    pub(super) recipients: Vec<RecipientRow>,
    pub(super) sign_by: Option<Moment>,
}

impl Sight {
    fn of(desk: &Workstation, store: &Store, unit: &Unit, incident: Incident, tick: &Tick) -> Result<Self, DoorError> {
        let packs = desk.packs_of(store, &incident)?;
        let saved = draft_seen(store, incident.id)?;
        let facts = facts_now(&packs, &incident, &saved, tick);
        let stage = incident.being_written(&saved.draft).unwrap_or(Stage::FollowUp);
        let grades = grades_now(&packs, &incident, saved);
        let Judged { grading, deadlines, .. } = Judged::of(&packs, &incident, &facts, grades, unit.level, tick.now());
        let state = report_state(store, &incident)?;
        let recipients = recipients(&packs, &incident, &facts, unit.level);
        let row = IncidentRow {
            id: incident.id,
            name: short_name(&packs, &facts),
            first_received: incident.first_received,
            casualties: casualties(&packs, &facts),
            grading,
            state,
            drill: facts.drill,
            process: process_of(&packs, store, &incident, tick)?.map(|process| process.name),
            sub_incidents: count(sub_incidents(&packs, store, &incident, tick)?.len()),
            ended: incident.ended.as_ref().map(|ended| ended.outcome),
            entered_at: incident.entered_at(),
            next: next_step(&incident, state, &recipients, signed_above(store, &incident)?.is_some()),
        };
        let gaps = count(domain::form::gaps(&packs, &facts, stage, false).len());
        let sign_by = sign_by(&packs, &incident);
        Ok(Self { incident, packs, row, deadlines, gaps, recipients, sign_by })
    }

    /// What its clocks are called: a drill says so wherever it rings (practice 2.12).
    fn name(&self) -> String {
        let drill = if self.row.drill { "【演练】" } else { "" };
        format!("{drill}{}", self.row.name)
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// What the officer does next, in the order of the work.
pub(crate) fn next_step(
    incident: &Incident,
    state: ReportState,
    recipients: &[RecipientRow],
    signed_above: bool,
) -> NextStep {
    if incident.ended.is_some() {
        return NextStep::Done;
    }
    if incident.first_reported.is_none() {
        return NextStep::Phone;
    }
    let Some(report) = incident.awaited() else { return NextStep::Write };
    match (report.system_of_record, state) {
        (_, ReportState::OnRecord) if signed_above => NextStep::Done,
        (_, ReportState::OnRecord) => confirm_or_done(recipients),
        (SystemOfRecord::National, _) => NextStep::Relay,
        (SystemOfRecord::Upstream, _) => NextStep::Wait,
    }
}

fn confirm_or_done(recipients: &[RecipientRow]) -> NextStep {
    let confirmed = recipients.iter().any(|row| row.superior && row.confirmed_at.is_some());
    if confirmed { NextStep::Done } else { NextStep::Confirm }
}

fn clocks(sights: &[Sight], directives: &Directives, now: Moment) -> Vec<ClockRow> {
    let mut rows: Vec<ClockRow> = sights.iter().filter_map(clock_row).collect();
    rows.extend(directives.to_us.iter().filter_map(Asked::clock_row));
    rows.sort_by_key(|row| (row.deadline.place(now), row.deadline.due_at.or(row.deadline.origin_at)));
    rows
}

fn clock_row(sight: &Sight) -> Option<ClockRow> {
    let (nearest, also) = leading(&sight.deadlines)?;
    let prescribed = sight
        .deadlines
        .iter()
        .find(|other| {
            nearest.basis == Basis::Internal && other.basis == Basis::Prescribed && other.what == nearest.what
        })
        .cloned();
    let open = sight.deadlines.iter().filter(|deadline| deadline.open()).count();
    let shown = 1 + usize::from(prescribed.as_ref().is_some_and(Deadline::open)) + usize::from(also.is_some());
    Some(ClockRow {
        incident: sight.incident.id,
        name: sight.name(),
        deadline: nearest.clone(),
        prescribed,
        also: also.cloned(),
        others: count(open.saturating_sub(shown)),
        gaps: sight.gaps,
        next: next_for(sight),
    })
}

/// Where the button beside a clock leads: to what stops this clock.
fn next_for(sight: &Sight) -> NextStep {
    let nearest = leading(&sight.deadlines);
    let stopped_by = nearest.and_then(|(deadline, _)| sight.packs.rule(&deadline.rule)).map(|rule| &rule.stopped_by);
    match (stopped_by, sight.row.next) {
        (Some(StoppedBy::Told(_) | StoppedBy::FirstReported | StoppedBy::DirectSuperiorKnows), _) => NextStep::Phone,
        (Some(StoppedBy::Entered) | None, next) => next,
        (Some(_), _) => NextStep::Done,
    }
}

/// The newest alarm of each clock that still runs, unless it was seen.
fn alarms(sights: &[Sight], directives: &Directives, now: Moment) -> Vec<AlarmView> {
    let mut alarms: Vec<AlarmView> = sights.iter().flat_map(|sight| alarms_of(sight, now)).collect();
    alarms.extend(directives.to_us.iter().flat_map(|asked| {
        newest_unseen(asked.deadlines.iter().filter(|deadline| deadline.open()), &asked.rung)
            .map(|rang| alarm_view(asked.matter, rang, NextStep::Answer, now))
            .collect::<Vec<_>>()
    }));
    alarms.sort_by_key(|alarm| std::cmp::Reverse(alarm.rang_at));
    alarms
}

fn alarms_of(sight: &Sight, now: Moment) -> Vec<AlarmView> {
    // A limit born past is nobody's to meet, but its one word must be seen.
    let born_past = |deadline: &Deadline| deadline.state == DeadlineState::BornPast && deadline.done_at.is_none();
    let running = sight.deadlines.iter().filter(|deadline| deadline.open() || born_past(deadline));
    newest_unseen(running, &sight.incident.alarms)
        .map(|rang| alarm_view(sight.incident.id, rang, sight.row.next, now))
        .collect()
}

fn newest_unseen<'a>(
    running: impl Iterator<Item = &'a Deadline>,
    rung: &'a [Rung],
) -> impl Iterator<Item = (&'a Deadline, &'a Rung)> {
    running.filter_map(|deadline| {
        let newest = rung.iter().rfind(|rung| rung.rule == deadline.rule)?;
        newest.acknowledged_at.is_none().then_some((deadline, newest))
    })
}

fn alarm_view(incident: Uuid, (deadline, rung): (&Deadline, &Rung), next: NextStep, now: Moment) -> AlarmView {
    AlarmView {
        incident,
        rule: rung.rule.clone(),
        step: rung.step.clone(),
        words: rung.words.clone(),
        rang_at: rung.rang_at,
        late: rung.late,
        tone: tone_of(deadline, now),
        silent: rung.played_by.is_none(),
        next,
    }
}

/// An alarm that rang is near at least; what is born past is nobody's lateness.
fn tone_of(deadline: &Deadline, now: Moment) -> Pressing {
    let late = deadline.state != DeadlineState::BornPast
        && Pressing::of(deadline.basis, (deadline.near_at, deadline.due_at), now) == Pressing::Late;
    if late { Pressing::Late } else { Pressing::Near }
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
    let carrying = link.carrying.as_ref().and_then(|progress| progress.words());
    Ok(LinkView { online: link.online, waiting, waiting_reports, attention, trouble: link.trouble.clone(), carrying })
}

fn open_calls(store: &Store) -> Result<Vec<Call>, DoorError> {
    Ok(view::open_calls(store.connection())?)
}

fn callers(packs: &Packs) -> Vec<String> {
    let phrases = packs.form().phrases.iter();
    phrases.filter(|phrase| phrase.field == "caller").map(|phrase| phrase.text.clone()).collect()
}

/// A wrong digit is found again here.
fn ended_calls(store: &Store, since: Moment) -> Result<Vec<Call>, DoorError> {
    let calls = view::calls_since(store.connection(), since)?.into_iter().rev();
    Ok(calls.filter(|call| call.outcome.is_some_and(CallOutcome::is_only_logged)).collect())
}

/// 常用电话 on 当班: whom this level reports to stands first.
fn on_the_wall(packs: &Packs, unit: Option<&Unit>) -> Vec<Phone> {
    let of_this_level = |of: Option<Level>| of.is_none() || of == unit.map(|unit| unit.level);
    let told = packs.recipients().iter().filter(|recipient| of_this_level(recipient.when.level));
    let told = told.filter_map(|one| Some(Phone { name: one.name.clone(), number: one.phone.clone()? }));
    let mut listed: Vec<Phone> = told.collect();
    let others = phones(packs).into_iter().filter(|phone| !listed.iter().any(|told| told.number == phone.number));
    let others: Vec<Phone> = others.collect();
    listed.extend(others);
    listed
}

pub(crate) fn phones(packs: &Packs) -> Vec<Phone> {
    let phone = |phone: &domain::pack::Phone| Phone { name: phone.name.clone(), number: phone.number.clone() };
    packs.phones().iter().map(phone).collect()
}
