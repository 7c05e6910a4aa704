//! 时限: a rule applied to facts. A pure function of facts, packs and now.

use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;
use crate::pack::{AlarmStep, Packs, StepTime, Tone};
use crate::rule::{Basis, Origin};

mod clock_facts;
mod daily;
mod directive;
mod incident;
mod level_skipped;
mod reckoning;
mod room;

pub use clock_facts::{ClockFacts, OnRecord};
pub use directive::{DirectiveFacts, SET_BY_SUPERIOR, directive_deadlines};
pub use incident::deadlines;
pub use room::{InboundFacts, RoomFacts, inbound_deadlines, room_deadlines, runs_here};

/// Where a deadline stands. Only 规定 and 上级要求 can be [`DeadlineState::Overdue`]; 内控 is 已过内控.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineState {
    /// Its origin has not happened: 规定时限尚未起算——请先电话报告.
    NotStarted,
    /// Running, not yet due.
    Running,
    /// 及时: counts up, no number.
    Promptly,
    /// 已过内控: a bureau's own limit has passed.
    PastInternal,
    /// 超时: a prescribed limit has passed.
    Overdue,
    /// 跟踪期: nothing to be done unless something changes.
    Tracking,
    /// Done in time.
    Met,
    /// Done after the 内控, which is never recorded as late.
    MetPastInternal,
    /// Done after a prescribed limit.
    MetLate,
    /// Already past when its cause became known (接报晚, 升级产生): shown, never in late figures.
    BornPast,
    /// 已终止: the grade fell, the incident ended, the duty fell away; with its reason, never in late figures.
    Ended,
}

/// One deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Deadline {
    /// Id of the rule; a copy of its clock adds a reason or a day: `N2/change`, `H5@2026-05-12T17:00`.
    pub rule: String,
    /// What is to be done: 系统报送首报, 电话报告市应急管理局.
    pub what: String,
    /// 规定, 上级要求 or 内控.
    pub basis: Basis,
    /// What it runs from.
    pub origin: Origin,
    /// When that was; none while it has not happened.
    pub origin_at: Option<Moment>,
    /// When its cause became known, where that was later than its origin.
    pub known_at: Option<Moment>,
    /// When it is due; none for 及时 and while not started.
    pub due_at: Option<Moment>,
    /// From when on it is near: the first step before it in which an alarm rings, for 及时 the first step that says it
    /// should be done by now; none where no pack has one.
    pub near_at: Option<Moment>,
    /// When it is worth asking before a window closes.
    pub remind_at: Option<Moment>,
    /// When it was done.
    pub done_at: Option<Moment>,
    /// Where it stands.
    pub state: DeadlineState,
    /// Why it is due then, in words: 18:14电话报市局起30分钟.
    pub why: String,
    /// The clause.
    pub cite: String,
    /// Whether that source was read.
    pub verified: bool,
    /// Whether the officer can tick it as done: it has no richer record here, or was done in the system by hand.
    pub by_tick: bool,
    /// A 内控 that stands beside a limit which had passed before its cause was known: quiet, on screen only.
    pub beside_one_born_past: bool,
}

impl DeadlineState {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::NotStarted,
        Self::Running,
        Self::Promptly,
        Self::PastInternal,
        Self::Overdue,
        Self::Tracking,
        Self::Met,
        Self::MetPastInternal,
        Self::MetLate,
        Self::BornPast,
        Self::Ended,
    ];

    /// Whether somebody still has to do something about what stands so.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Running | Self::Promptly | Self::PastInternal | Self::Overdue)
    }
}

impl Deadline {
    /// Whether somebody still has to do something about it.
    #[must_use]
    pub const fn open(&self) -> bool {
        self.state.is_open()
    }

    /// Whether its time is near, has come or has passed: it then speaks before 及时, which has no time.
    #[must_use]
    pub fn presses(&self, now: Moment) -> bool {
        self.due_at.is_some_and(|due| self.near_at.unwrap_or(due) <= now) && self.open()
    }

    /// Its place among clocks: what presses, then 及时, then by time due, then what has not begun, then 接报晚 and 升级产生,
    /// then windows, then what is done or ended (DESIGN §5; practice 3).
    #[must_use]
    pub fn place(&self, now: Moment) -> u8 {
        match self.state {
            _ if self.presses(now) => 0,
            DeadlineState::Promptly => 1,
            DeadlineState::Running | DeadlineState::PastInternal | DeadlineState::Overdue => 2,
            DeadlineState::NotStarted => 3,
            DeadlineState::BornPast => 4,
            DeadlineState::Tracking => 5,
            DeadlineState::Met | DeadlineState::MetPastInternal | DeadlineState::MetLate => 6,
            DeadlineState::Ended => 7,
        }
    }

    /// 超时: the only states that enter late figures.
    #[must_use]
    pub const fn late(&self) -> bool {
        matches!(self.state, DeadlineState::Overdue | DeadlineState::MetLate)
    }
}

/// From when on a limit is near: the first of the packs' steps before it, whichever clock it is.
#[must_use]
pub fn near_at(packs: &Packs, due_at: Option<Moment>) -> Option<Moment> {
    let before = |step: &AlarmStep| match (step.tone, step.at) {
        (Tone::Near, StepTime::BeforeMinutes(minutes)) => Some(minutes),
        _ => None,
    };
    let minutes = packs.alarms().iter().filter_map(before).max()?;
    due_at?.checked_sub_signed(TimeDelta::minutes(i64::from(minutes)))
}

/// From when on 及时 should have been done: the first of the packs' steps after it that rings as what is due does.
fn owed_at(packs: &Packs, deadline: &Deadline) -> Option<Moment> {
    let after = |step: &AlarmStep| match (step.tone, step.at) {
        (Tone::Due, StepTime::PromptlyAfterMinutes(minutes)) => Some(minutes),
        _ => None,
    };
    let minutes = packs.alarms().iter().filter_map(after).min()?;
    deadline.origin_at?.checked_add_signed(TimeDelta::minutes(i64::from(minutes)))
}

/// What leads among clocks as [`arrange`] left them, and beside it the nearest of the other kind: what has a time and
/// what is 及时 never hide each other.
#[must_use]
pub fn leading(arranged: &[Deadline]) -> Option<(&Deadline, Option<&Deadline>)> {
    let mut open = arranged.iter().filter(|deadline| deadline.open());
    let first = open.next()?;
    Some((first, open.find(|other| other.due_at.is_some() != first.due_at.is_some())))
}

/// As they are shown: each with when it is near, and nearest first.
fn arrange(packs: &Packs, all: &mut [Deadline], now: Moment) {
    for deadline in all.iter_mut() {
        deadline.near_at = match deadline.state {
            DeadlineState::Promptly => owed_at(packs, deadline),
            _ => near_at(packs, deadline.due_at),
        };
    }
    all.sort_by_key(|deadline| (deadline.place(now), deadline.done_at, deadline.due_at));
}
