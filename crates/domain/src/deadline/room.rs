//! Clocks that are not an incident's: what came in, and what the room itself owes.

use chrono::{Datelike, NaiveDate};

use super::reckoning::{after, clock, end_of, on, state};
use super::{Deadline, DeadlineState, arrange};
use crate::Moment;
use crate::beijing;
use crate::extension::Extension;
use crate::pack::Packs;
use crate::rule::{Clock, Rule, Schedule, StoppedBy, Subject};

/// What the clocks of one 来件 are computed from. Times are UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboundFacts {
    /// When it was received.
    pub received_at: Moment,
    /// When the shift leader was told.
    pub leader_told_at: Option<Moment>,
    /// When it was passed on.
    pub forwarded_at: Option<Moment>,
    /// When it was answered.
    pub answered_at: Option<Moment>,
    /// More time that superiors granted.
    pub extensions: Vec<Extension>,
}

/// What the clocks of the room itself are computed from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoomFacts {
    /// Months whose roster stands in the system of record: its first day, and since when.
    pub rosters: Vec<(NaiveDate, Moment)>,
    /// 签到
    pub signed_in: Vec<Moment>,
}

/// Whether a desk runs the clock of this rule: of what comes in it answers directives, and no roster or 签到 is kept here.
#[must_use]
pub fn runs_here(rule: &Rule) -> bool {
    rule.stopped_by.subject() == Subject::Incident || rule.stopped_by == StoppedBy::Answered
}

/// The clocks of one 来件, nearest first.
#[must_use]
pub fn inbound_deadlines(packs: &Packs, facts: &InboundFacts, now: Moment) -> Vec<Deadline> {
    let of_inbound =
        packs.rules().iter().filter(|rule| rule.stopped_by.subject() == Subject::Inbound && rule.when.demand.is_none());
    let mut all: Vec<Deadline> = of_inbound.filter_map(|rule| inbound(rule, facts, now)).collect();
    arrange(packs, &mut all, now);
    all
}

pub(super) fn inbound(rule: &Rule, facts: &InboundFacts, now: Moment) -> Option<Deadline> {
    let done_at = match rule.stopped_by {
        StoppedBy::LeaderTold => facts.leader_told_at,
        StoppedBy::Forwarded => facts.forwarded_at,
        StoppedBy::Answered => facts.answered_at,
        StoppedBy::FirstReported
        | StoppedBy::Entered
        | StoppedBy::FollowedUp
        | StoppedBy::Told(_)
        | StoppedBy::DirectSuperiorKnows
        | StoppedBy::Ticked
        | StoppedBy::Elapsed
        | StoppedBy::RosterEntered
        | StoppedBy::SignedIn => None,
    };
    let received = clock(facts.received_at, now);
    let base = blank(rule, Some(facts.received_at), done_at);
    match rule.schedule {
        Schedule::AfterMinutes(minutes) => {
            let due = after(facts.received_at, minutes);
            let granted = facts.extensions.iter().filter(|one| one.rule == rule.id && one.counts(rule.basis, due));
            let extension = granted.max_by_key(|one| (one.until, one.at, &one.by));
            let note =
                extension.map(|one| format!("，{}同意延至{}", one.by, clock(one.until, now))).unwrap_or_default();
            let due = extension.map_or(due, |one| one.until);
            let why = format!("{received}收到起{minutes}分钟{note}");
            Some(Deadline { due_at: Some(due), state: state(rule.basis, due, done_at, now), why, ..base })
        }
        Schedule::Promptly => {
            let (state, why) = match done_at {
                Some(done) => (DeadlineState::Met, format!("{}已办", clock(done, now))),
                None => (DeadlineState::Promptly, format!("及时办理，{received}收到起计时")),
            };
            Some(Deadline { state, why, ..base })
        }
        Schedule::Daily(_)
        | Schedule::WindowDays(_)
        | Schedule::Workdays(_)
        | Schedule::MonthEnd
        | Schedule::Between(..) => None,
    }
}

/// The clocks of the room itself, nearest first.
#[must_use]
pub fn room_deadlines(packs: &Packs, facts: &RoomFacts, now: Moment) -> Vec<Deadline> {
    let of_room = packs.rules().iter().filter(|rule| rule.stopped_by.subject() == Subject::Room);
    let mut all: Vec<Deadline> = of_room.filter_map(|rule| room(rule, facts, now)).collect();
    arrange(packs, &mut all, now);
    all
}

fn room(rule: &Rule, facts: &RoomFacts, now: Moment) -> Option<Deadline> {
    match &rule.schedule {
        Schedule::MonthEnd => month_end(rule, facts, now),
        Schedule::Between(from, until) => between(rule, (*from, *until), facts, now),
        Schedule::AfterMinutes(_)
        | Schedule::Promptly
        | Schedule::Daily(_)
        | Schedule::WindowDays(_)
        | Schedule::Workdays(_) => None,
    }
}

/// Next month's roster, by the end of this month.
fn month_end(rule: &Rule, facts: &RoomFacts, now: Moment) -> Option<Deadline> {
    let first = beijing::date(now).with_day(1)?;
    let next = first.checked_add_months(chrono::Months::new(1))?;
    let due = end_of(next.pred_opt()?);
    let done_at = facts.rosters.iter().filter(|(month, _)| *month == next).map(|(_, at)| *at).min();
    Some(Deadline {
        rule: format!("{}@{}", rule.id, next.format("%Y-%m")),
        due_at: Some(due),
        state: state(rule.basis, due, done_at, now),
        why: format!("{}月底前录入{}月", first.month(), next.month()),
        ..blank(rule, Some(end_of(first.pred_opt()?)), done_at)
    })
}

/// Today's turn between two times of day; before it opens there is nothing to do.
fn between(rule: &Rule, (from, until): (Clock, Clock), facts: &RoomFacts, now: Moment) -> Option<Deadline> {
    let today = beijing::date(now);
    let (opens, due) = (on(today, from), on(today, until));
    let done_at = facts.signed_in.iter().copied().filter(|at| (opens..=due).contains(at)).min();
    let state = if now < opens { DeadlineState::NotStarted } else { state(rule.basis, due, done_at, now) };
    Some(Deadline {
        rule: format!("{}@{today}", rule.id),
        due_at: Some(due),
        state,
        why: format!("每日{from}至{until}"),
        ..blank(rule, Some(opens), done_at)
    })
}

pub(super) fn blank(rule: &Rule, origin_at: Option<Moment>, done_at: Option<Moment>) -> Deadline {
    Deadline {
        rule: rule.id.clone(),
        what: rule.what.replace("{superior}", "上一级"),
        basis: rule.basis,
        origin: rule.origin,
        origin_at,
        known_at: None,
        due_at: None,
        near_at: None,
        remind_at: None,
        done_at,
        state: DeadlineState::NotStarted,
        why: String::new(),
        cite: rule.cite.clone(),
        verified: rule.verified,
        by_tick: false,
        beside_one_born_past: false,
    }
}
