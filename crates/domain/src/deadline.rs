//! 时限: a rule applied to the facts of one incident. A pure function of facts, packs and now.

use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;
use crate::beijing;
use crate::facts::{Occurred, Precision};
use crate::grade::{Grade, Grading};
use crate::pack::Packs;
use crate::report::Stage;
use crate::rule::{Basis, Origin, Rule, Schedule, Situation, StoppedBy};
use crate::unit::Level;

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
    /// Done in time.
    Met,
    /// Done after the 内控, which is never recorded as late.
    MetPastInternal,
    /// Done after a prescribed limit.
    MetLate,
    /// Already past when its cause became known (接报晚, 升级产生): shown, never in late figures.
    BornPast,
}

/// One deadline of one incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Deadline {
    /// Id of the rule.
    pub rule: String,
    /// What is to be done: 系统报送首报, 电话报告市应急管理局.
    pub what: String,
    /// 规定, 上级要求 or 内控.
    pub basis: Basis,
    /// What it runs from.
    pub origin: Origin,
    /// When that was; none while it has not happened.
    pub origin_at: Option<Moment>,
    /// When it is due; none for 及时 and while not started.
    pub due_at: Option<Moment>,
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
}

impl Deadline {
    /// Whether somebody still has to do something about it.
    #[must_use]
    pub const fn open(&self) -> bool {
        matches!(
            self.state,
            DeadlineState::Running | DeadlineState::Promptly | DeadlineState::PastInternal | DeadlineState::Overdue
        )
    }
}

/// Lateness is never one sum: who could have been quicker, in three segments of seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
pub struct Segments {
    /// 发生→接报, not ours; none while the time of occurrence is not known.
    pub occurred_to_received: Option<i32>,
    /// 接报→电话报告
    pub received_to_phoned: Option<i32>,
    /// 电话→书面
    pub phoned_to_written: Option<i32>,
}

/// 初判（就高） reached this grade at that time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Raised {
    /// The grade reached.
    pub to: Grade,
    /// When the room knew.
    pub known_at: Moment,
}

/// What clocks are computed from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockFacts {
    /// 发生; none while under check.
    pub occurred: Option<Occurred>,
    /// 知悉: the earliest that the room knew, over all corrections, so that a corrected call time never moves a
    /// running deadline later.
    pub aware_at: Moment,
    /// 首次电话报告.
    pub first_reported: Option<Moment>,
    /// To whom that was.
    pub first_reported_to: Option<String>,
    /// When the system of record had the report.
    pub entered_at: Option<Moment>,
    /// Grade as judged now; clocks run on 初判（就高）.
    pub grading: Grading,
    /// Kind of event.
    pub kind: Option<String>,
    /// Level of our unit.
    pub level: Level,
    /// When 初判 reached a grade later than 知悉 (升级); empty: the grade was known from the start.
    pub raised: Vec<Raised>,
}

impl ClockFacts {
    /// A call just picked up: nothing else is known yet.
    #[must_use]
    pub fn new(aware_at: Moment, level: Level) -> Self {
        Self {
            occurred: None,
            aware_at,
            first_reported: None,
            first_reported_to: None,
            entered_at: None,
            grading: Grading::default(),
            kind: None,
            level,
            raised: Vec::new(),
        }
    }
}

/// All deadlines of the first report, nearest first: the phone report while it is owed, then by time due, then what
/// has not begun, then 接报晚 and 升级产生, then what is done (DESIGN §5; practice 3).
#[must_use]
pub fn deadlines(packs: &Packs, facts: &ClockFacts, now: Moment) -> Vec<Deadline> {
    let situation = situation(packs, facts);
    let desk = Desk { packs, facts, now };
    let applying = packs.rules().iter().filter(|rule| rule.when.holds(&situation));
    let mut all: Vec<Deadline> = applying.flat_map(|rule| desk.apply(rule, &situation)).collect();
    all.sort_by_key(|deadline| (place(deadline), deadline.done_at, deadline.due_at));
    all
}

/// The situation in which rules, recipients and signers are asked.
#[must_use]
pub fn situation<'a>(packs: &'a Packs, facts: &'a ClockFacts) -> Situation<'a> {
    let kind = facts.kind.as_deref();
    Situation {
        kind,
        family: kind.and_then(|kind| packs.event(kind)).map(|event| event.family.as_str()),
        grade: facts.grading.possible.as_ref().map(|reason| reason.grade),
        stage: Stage::First,
        level: facts.level,
    }
}

/// 发生→接报, 接报→电话报告, 电话→书面 (practice 3.9); none where an end is not known or the order is reversed.
#[must_use]
pub fn segments(facts: &ClockFacts) -> Segments {
    let exact = facts.occurred.filter(|occurred| matches!(occurred.precision, Precision::Minute | Precision::About));
    let between = |from: Option<Moment>, to: Option<Moment>| {
        let seconds = to?.signed_duration_since(from?).num_seconds();
        i32::try_from(seconds).ok().filter(|seconds| *seconds >= 0)
    };
    Segments {
        occurred_to_received: between(exact.map(|occurred| occurred.at), Some(facts.aware_at)),
        received_to_phoned: between(Some(facts.aware_at), facts.first_reported),
        phoned_to_written: between(facts.first_reported, facts.entered_at),
    }
}

const fn place(deadline: &Deadline) -> u8 {
    match deadline.state {
        DeadlineState::Promptly => 0,
        DeadlineState::Running | DeadlineState::PastInternal | DeadlineState::Overdue => 1,
        DeadlineState::NotStarted => 2,
        DeadlineState::BornPast => 3,
        DeadlineState::Met | DeadlineState::MetPastInternal | DeadlineState::MetLate => 4,
    }
}

/// One computation of all clocks.
struct Desk<'a> {
    packs: &'a Packs,
    facts: &'a ClockFacts,
    now: Moment,
}

impl Desk<'_> {
    fn apply(&self, rule: &Rule, situation: &Situation<'_>) -> Vec<Deadline> {
        let done_at = match rule.stopped_by {
            StoppedBy::FirstReported => self.facts.first_reported,
            StoppedBy::Entered => self.facts.entered_at,
        };
        let base = Deadline {
            rule: rule.id.clone(),
            what: self.what(rule, situation),
            basis: rule.basis,
            origin: rule.origin,
            origin_at: None,
            due_at: None,
            done_at,
            state: DeadlineState::NotStarted,
            why: String::new(),
            cite: rule.cite.clone(),
            verified: rule.verified,
        };
        let Some((origin_at, from)) = self.origin(rule.origin) else { return vec![not_started(base)] };
        let minutes = match rule.schedule {
            Schedule::AfterMinutes(minutes) => minutes,
            Schedule::Promptly => return vec![self.promptly(base, origin_at, &from)],
        };
        let due_at = after(origin_at, minutes);
        let note = if rule.note.is_empty() { String::new() } else { format!("（{}）", rule.note) };
        let mut deadline = Deadline {
            origin_at: Some(origin_at),
            due_at: Some(due_at),
            state: self.state(rule.basis, due_at, done_at),
            why: format!("{from}{minutes}分钟{note}"),
            ..base
        };
        let (cause, known_at) = self.cause(rule);
        if due_at >= known_at || done_at.is_some_and(|done| in_time(done, due_at)) {
            return vec![deadline];
        }
        let known = self.clock(known_at);
        let known_as = if rule.when.grade_at_least.is_some() && cause == RAISED { "变化知悉" } else { "知悉" };
        let twin_due = after(known_at, minutes);
        let twin = Deadline {
            rule: format!("{}/{}", rule.id, if cause == RAISED { "change" } else { "aware" }),
            basis: Basis::Internal,
            origin: if cause == RAISED { Origin::ChangeKnown } else { Origin::Aware },
            origin_at: Some(known_at),
            due_at: Some(twin_due),
            state: self.state(Basis::Internal, twin_due, done_at),
            why: format!("{cause}，自{known_as}{known}起{minutes}分钟"),
            ..deadline.clone()
        };
        deadline.state = DeadlineState::BornPast;
        deadline.why = format!("{cause}：{}，{known}{known_as}时已过，不计迟报", deadline.why);
        vec![deadline, twin]
    }

    /// When the origin was, and the words for it.
    fn origin(&self, origin: Origin) -> Option<(Moment, String)> {
        let aware = self.facts.aware_at;
        match origin {
            Origin::Aware => Some((aware, format!("{}首次接报起", self.clock(aware)))),
            Origin::FirstReported => {
                let at = self.facts.first_reported?;
                let whom = self.facts.first_reported_to.as_deref().unwrap_or("上级");
                Some((at, format!("{}电话报{whom}起", self.clock(at))))
            }
            Origin::Occurred => Some(match self.facts.occurred {
                // A window of more than thirty minutes is no origin (practice 3.4).
                None | Some(Occurred { precision: Precision::Hour | Precision::Day, .. }) => {
                    (aware, format!("发生时间待核，按知悉{}起算，", self.clock(aware)))
                }
                Some(occurred) if occurred.at > aware => {
                    (aware, format!("发生时间晚于接报、待核，按知悉{}起算，", self.clock(aware)))
                }
                Some(occurred) => {
                    let about = if occurred.precision == Precision::About { "左右" } else { "" };
                    (occurred.at, format!("{}{about}发生起", self.clock(occurred.at)))
                }
            }),
            Origin::DirectiveReceived | Origin::ChangeKnown | Origin::TimeOfDay | Origin::MonthEnd => None,
        }
    }

    /// Since when the rule could be known to apply: 知悉, or the later change that raised the grade to its own.
    fn cause(&self, rule: &Rule) -> (&'static str, Moment) {
        let aware = self.facts.aware_at;
        let raised = rule.when.grade_at_least.and_then(|least| {
            let reached = self.facts.raised.iter().filter(|raised| raised.to >= least);
            reached.map(|raised| raised.known_at).min()
        });
        match raised {
            Some(at) if at > aware => (RAISED, at),
            _ => (CALLED_LATE, aware),
        }
    }

    fn state(&self, basis: Basis, due_at: Moment, done_at: Option<Moment>) -> DeadlineState {
        match (done_at, basis) {
            (Some(done), _) if in_time(done, due_at) => DeadlineState::Met,
            (Some(_), Basis::Internal) => DeadlineState::MetPastInternal,
            (Some(_), _) => DeadlineState::MetLate,
            (None, _) if self.now <= due_at => DeadlineState::Running,
            (None, Basis::Internal) => DeadlineState::PastInternal,
            (None, _) => DeadlineState::Overdue,
        }
    }

    fn promptly(&self, base: Deadline, origin_at: Moment, from: &str) -> Deadline {
        let (state, why) = match base.done_at {
            Some(done) => {
                let whom = self.facts.first_reported_to.as_deref().unwrap_or("上级");
                (DeadlineState::Met, format!("{}已电话报{whom}", self.clock(done)))
            }
            None => (DeadlineState::Promptly, format!("立即报告，{from}计时")),
        };
        Deadline { origin_at: Some(origin_at), state, why, ..base }
    }

    fn what(&self, rule: &Rule, situation: &Situation<'_>) -> String {
        let recipients = self.packs.recipients_for(situation);
        let superior = recipients.iter().find(|recipient| recipient.superior);
        rule.what.replace("{superior}", superior.map_or("上一级", |recipient| recipient.name.as_str()))
    }

    /// 18:09, with the day where it is not today's.
    fn clock(&self, moment: Moment) -> String {
        let digital = beijing::digital(moment);
        if beijing::date(moment) == beijing::date(self.now) { digital } else { beijing::day(moment) + &digital }
    }
}

const CALLED_LATE: &str = "接报晚";
const RAISED: &str = "升级产生";

fn not_started(base: Deadline) -> Deadline {
    let (state, why) = if base.done_at.is_some() {
        (DeadlineState::Met, "未经电话报告，已直接系统报送".to_owned())
    } else {
        (DeadlineState::NotStarted, format!("{}时限尚未起算——请先电话报告", base.basis.word()))
    };
    Deadline { state, why, ..base }
}

fn after(moment: Moment, minutes: u32) -> Moment {
    moment.checked_add_signed(TimeDelta::minutes(i64::from(minutes))).unwrap_or(moment)
}

/// What is done is judged by the minute, as records show it: 18:44:30 is 18:44.
fn in_time(done: Moment, due: Moment) -> bool {
    let seconds = TimeDelta::seconds(done.timestamp().rem_euclid(60));
    done.checked_sub_signed(seconds).unwrap_or(done) <= due
}
