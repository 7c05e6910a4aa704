//! 提醒: which step of which clock rings now. A pure function of deadlines, what rang before, and now, so that no step
//! rings twice, whoever looks and however often.

use chrono::TimeDelta;

use crate::Moment;
use crate::beijing;
use crate::deadline::{Deadline, DeadlineState};
use crate::incident::Rung;
use crate::pack::{AlarmStep, Packs, StepTime, Tone};
use crate::rule::{Basis, Origin};

/// A step that rings this much after its time, in seconds, is late: the desk was off or asleep.
const LATE_AFTER_SECONDS: i64 = 60;

/// Step of a limit that had passed before anybody knew of its cause.
pub const BORN_PAST: &str = "born_past";

/// A step that rings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ringing {
    /// The rule whose clock it is.
    pub rule: String,
    /// The step.
    pub step: String,
    /// Which sound.
    pub tone: Tone,
    /// When the step was due, UTC.
    pub due_at: Moment,
    /// 迟到提醒
    pub late: bool,
    /// What it says.
    pub words: String,
}

/// A step of one deadline, placed in time.
struct Placed<'a> {
    deadline: &'a Deadline,
    id: &'a str,
    tone: Tone,
    at: Moment,
}

/// The steps that ring now: of each clock at most one, the newest that has come and has not rung. `name` is what the
/// room calls the incident.
#[must_use]
pub fn ringing(packs: &Packs, name: &str, deadlines: &[Deadline], rung: &[Rung], now: Moment) -> Vec<Ringing> {
    let of_clock = |deadline: &Deadline| {
        let steps = steps(packs, deadlines, deadline);
        let place = steps.iter().rposition(|step| step.at <= now)?;
        let step = &steps[place];
        let rang = |step: &Placed<'_>| rung.iter().any(|rung| rung.rule == deadline.rule && rung.step == step.id);
        if steps[place..].iter().any(rang) { None } else { Some(ring(name, step, now)) }
    };
    let mut rings: Vec<Ringing> = deadlines.iter().filter(|one| !born_past(one)).filter_map(of_clock).collect();
    rings.extend(one_for_all_born_past(name, deadlines, rung, now));
    rings
}

const fn born_past(deadline: &Deadline) -> bool {
    matches!(deadline.state, DeadlineState::BornPast)
}

/// However many limits one late call or one rise of the grade brings past their time, one alarm says so, and then all
/// of them are quiet (practice 3.3).
fn one_for_all_born_past(name: &str, deadlines: &[Deadline], rung: &[Rung], now: Moment) -> Option<Ringing> {
    let open = deadlines.iter().filter(|one| born_past(one) && one.done_at.is_none());
    let unsaid = open.filter(|one| {
        let said = |rung: &&Rung| rung.step == BORN_PAST && Some(rung.rang_at) >= one.known_at;
        !rung.iter().any(|rung| said(&rung))
    });
    let unsaid: Vec<&Deadline> = unsaid.collect();
    let (first, others) = unsaid.split_first()?;
    let at = first.known_at.or(first.due_at)?;
    let mut ringing = ring(name, &Placed { deadline: first, id: BORN_PAST, tone: Tone::Near, at }, now);
    if !others.is_empty() {
        ringing.words.push_str(&format!("；另有{}项时限同样", others.len()));
    }
    Some(ringing)
}

/// When the next step comes that has not rung; none while nothing runs.
#[must_use]
pub fn next_ring(packs: &Packs, deadlines: &[Deadline], now: Moment) -> Option<Moment> {
    let coming = deadlines.iter().flat_map(|deadline| steps(packs, deadlines, deadline)).map(|step| step.at);
    coming.filter(|at| *at > now).min()
}

/// What just changed was typed here: 及时补报 is reminded of once, and not at all where a limit born past says so anyway.
fn one_reminder_of_a_change<'a>(packs: &'a Packs, deadlines: &[Deadline], deadline: &'a Deadline) -> Vec<Placed<'a>> {
    if deadlines.iter().any(|one| born_past(one) && one.done_at.is_none()) {
        return Vec::new();
    }
    let promptly = packs.alarms().iter().filter(|step| matches!(step.at, StepTime::PromptlyAfterMinutes(_)));
    promptly.filter_map(|step| placed(deadline, step)).min_by_key(|step| step.at).into_iter().collect()
}

/// The steps of one clock in the order of their times.
fn steps<'a>(packs: &'a Packs, deadlines: &'a [Deadline], deadline: &'a Deadline) -> Vec<Placed<'a>> {
    if !deadline.open() || deadline.beside_one_born_past {
        return Vec::new();
    }
    if deadline.origin == Origin::ChangeKnown {
        return one_reminder_of_a_change(packs, deadlines, deadline);
    }
    let earliest = is_earliest_of_its_act(packs, deadlines, deadline);
    // A later limit of the same act has a last call of its own only where missing it would be 超时.
    let last_call = |step: &&AlarmStep| step.last_call && deadline.basis != Basis::Internal;
    let wanted = packs.alarms().iter().filter(|step| earliest || last_call(step));
    let mut steps: Vec<Placed<'a>> = wanted.filter_map(|step| placed(deadline, step)).collect();
    steps.sort_by_key(|step| step.at);
    steps
}

fn placed<'a>(deadline: &'a Deadline, step: &'a AlarmStep) -> Option<Placed<'a>> {
    let minutes = |minutes: u32| TimeDelta::minutes(i64::from(minutes));
    let at = match (step.at, deadline.due_at) {
        (StepTime::BeforeMinutes(before), Some(due)) => due.checked_sub_signed(minutes(before))?,
        (StepTime::PromptlyAfterMinutes(after), None) => deadline.origin_at?.checked_add_signed(minutes(after))?,
        _ => return None,
    };
    // A step before the clock began is none: thirty minutes have no ten-minute warning at minute minus five.
    (deadline.origin_at? < at).then_some(Placed { deadline, id: &step.id, tone: step.tone, at })
}

/// Limits that one act stops, such as the report in the system of record, have one alarm: the earliest's.
fn is_earliest_of_its_act(packs: &Packs, deadlines: &[Deadline], deadline: &Deadline) -> bool {
    let act = |one: &Deadline| packs.rule(&one.rule).map(|rule| &rule.stopped_by);
    let same = deadlines.iter().filter(|other| act(other) == act(deadline) && other.due_at.is_some());
    // Done together or not at all: an earlier 内控 that has passed still is the earlier one.
    let open = same.filter(|other| other.open() && !other.beside_one_born_past);
    open.min_by_key(|other| (other.due_at, &other.rule)).is_none_or(|earliest| earliest.rule == deadline.rule)
}

fn ring(name: &str, step: &Placed<'_>, now: Moment) -> Ringing {
    let Placed { deadline, id, tone, at } = *step;
    let born_past = id == BORN_PAST;
    let late = !born_past && now.signed_duration_since(at).num_seconds() > LATE_AFTER_SECONDS;
    let mut words = format!("{name}：{}", said(deadline, now));
    if late {
        words.push_str(&format!("（应于{}提醒）", beijing::digital(at)));
    }
    Ringing { rule: deadline.rule.clone(), step: id.to_owned(), tone, due_at: at, late, words }
}

/// 系统报送首报还有10分钟，内控18:39
fn said(deadline: &Deadline, now: Moment) -> String {
    let what = &deadline.what;
    if deadline.state == DeadlineState::BornPast {
        return format!("{what}，{}", deadline.why);
    }
    let basis = deadline.basis.word();
    let Some(due) = deadline.due_at else {
        let since = deadline.origin_at.map_or(0, |origin| now.signed_duration_since(origin).num_minutes());
        return format!("{what}，请立即，已过{since}分钟");
    };
    let left = due.signed_duration_since(now).num_seconds();
    let clock = beijing::digital(due);
    match (left > 0, deadline.basis) {
        (true, _) => format!("{what}还有{}分钟，{basis}{clock}", (left + 59) / 60),
        (false, Basis::Internal) => format!("{what}已过内控{clock}"),
        (false, _) => format!("{what}时限已到，{basis}{clock}"),
    }
}
