//! The clocks of one incident.

mod done;

use super::daily;
use super::reckoning::{after, clock, day, end_of, in_time, length, state, times};
use super::{ClockFacts, Deadline, DeadlineState, OnRecord, arrange, level_skipped};
use crate::Moment;
use crate::beijing;
use crate::change::Change;
use crate::facts::{FlameOut, Occurred, Precision};
use crate::pack::Packs;
use crate::report::Stage;
use crate::rule::{Basis, Clock, Origin, Rule, Schedule, Situation, StoppedBy, Subject};
use crate::span::Span;

/// A prompt comes so long before a window closes, at nine in the morning.
const REMIND_AT_MINUTES: i64 = 9 * 60;

/// All deadlines of one incident, nearest first (DESIGN §5; practice 3).
#[must_use]
pub fn deadlines(packs: &Packs, facts: &ClockFacts, now: Moment) -> Vec<Deadline> {
    let situation = Situation::new(packs, &facts.facts, &facts.grading, facts.level);
    let at_worst = situation.graded(situation.grade.max(facts.grades.gravest()));
    let desk = Desk { packs, facts, situation, now };
    let of_incident = packs.rules().iter().filter(|rule| rule.stopped_by.subject() == Subject::Incident);
    let mut all = Vec::new();
    let ours = of_incident.filter(|rule| {
        rule.when.holds(&at_worst) && desk.stage_reached(rule) && level_skipped::is_owed(packs, facts, rule)
    });
    for rule in ours {
        all.extend(desk.apply(rule).into_iter().map(|deadline| desk.settled(rule, deadline)));
    }
    arrange(packs, &mut all, now);
    all
}

/// One computation of all clocks.
struct Desk<'a> {
    packs: &'a Packs,
    facts: &'a ClockFacts,
    situation: Situation<'a>,
    now: Moment,
}

const CALLED_LATE: &str = "接报晚";
const RAISED: &str = "升级产生";
const REOPENED: &str = "重新打开";

impl Desk<'_> {
    fn apply(&self, rule: &Rule) -> Vec<Deadline> {
        let base = self.base(rule);
        match &rule.schedule {
            Schedule::AfterMinutes(minutes) => self.after_minutes(rule, *minutes, base),
            Schedule::Promptly => self.promptly(rule, base).into_iter().collect(),
            Schedule::Daily(clocks) if rule.origin == Origin::TimeOfDay => self.daily(rule, clocks, &base),
            Schedule::Daily(clocks) => self.same_day(rule, clocks, base).into_iter().collect(),
            Schedule::WindowDays(days) => self.window(*days, base).into_iter().collect(),
            Schedule::Workdays(days) => self.workdays(rule, *days, base).into_iter().collect(),
            Schedule::MonthEnd | Schedule::Between(..) => Vec::new(),
        }
    }

    /// A rule for follow-ups begins with the first report, one for what comes after the final report with that.
    fn stage_reached(&self, rule: &Rule) -> bool {
        let has = |stage| self.facts.on_record.iter().any(|report| report.stage == stage);
        match rule.when.stage {
            None | Some(Stage::First) => true,
            Some(Stage::FollowUp) => !self.facts.on_record.is_empty(),
            Some(stage @ (Stage::Final | Stage::Correction)) => has(stage),
        }
    }

    /// When the room owed this duty: while the incident was one, and its grade was the rule's.
    fn owed(&self, rule: &Rule) -> Vec<Span> {
        let owed = self.facts.owed();
        let Some(least) = rule.when.grade_at_least else { return owed };
        let graded = self.facts.grades.spans(least);
        owed.into_iter().flat_map(|span| graded.iter().filter_map(move |grade| span.within(*grade))).collect()
    }

    /// A grade that rests on what was not read can make nobody 超时: its limits are 内控.
    fn basis(&self, rule: &Rule) -> Basis {
        let reason = self.facts.grading.possible.as_ref();
        let on_unread_grade = rule.when.grade_at_least.is_some() && reason.is_some_and(|reason| !reason.verified);
        if on_unread_grade { Basis::Internal } else { rule.basis }
    }

    fn base(&self, rule: &Rule) -> Deadline {
        Deadline {
            rule: rule.id.clone(),
            what: self.what(rule),
            basis: self.basis(rule),
            origin: rule.origin,
            origin_at: None,
            known_at: None,
            due_at: None,
            near_at: None,
            remind_at: None,
            done_at: None,
            state: DeadlineState::NotStarted,
            why: String::new(),
            cite: rule.cite.clone(),
            verified: rule.verified && (self.basis(rule) == rule.basis),
            by_tick: matches!(rule.stopped_by, StoppedBy::Ticked | StoppedBy::FollowedUp),
            beside_one_born_past: false,
        }
    }

    fn after_minutes(&self, rule: &Rule, minutes: u32, base: Deadline) -> Vec<Deadline> {
        let Some((origin_at, from)) = self.origin(rule) else {
            return self.not_started(rule, base).into_iter().collect();
        };
        let done_at = self.done_at(rule, origin_at);
        let due_at = after(origin_at, minutes);
        let note = if rule.note.is_empty() { String::new() } else { format!("（{}）", rule.note) };
        let deadline = Deadline {
            origin_at: Some(origin_at),
            due_at: Some(due_at),
            done_at,
            state: state(base.basis, due_at, done_at, self.now),
            why: format!("{from}{}{note}", length(minutes)),
            ..base
        };
        if rule.ended_by.is_some() {
            return vec![self.unless_taken_away(deadline, due_at)];
        }
        let owed = self.owed(rule);
        let known_at = owed.iter().map(|span| span.from).find(|from| *from > due_at);
        let in_its_time =
            done_at.is_some_and(|done| in_time(done, due_at)) || owed.iter().any(|span| span.holds(due_at));
        match known_at {
            Some(known_at) if !in_its_time => self.born_past(deadline, known_at, minutes),
            _ => vec![deadline],
        }
    }

    /// A limit that had passed when its cause became known is kept, and never late; beside it runs a 内控 of the same
    /// length from then on.
    fn born_past(&self, deadline: Deadline, known_at: Moment, minutes: u32) -> Vec<Deadline> {
        let aware = self.facts.aware_at;
        let reopened = self.facts.gaps.iter().any(|gap| gap.until == Some(known_at));
        let cause = match deadline.due_at {
            Some(due) if due < aware => CALLED_LATE,
            _ if reopened => REOPENED,
            _ => RAISED,
        };
        let by_change = known_at > aware;
        let known_as = if by_change { "变化知悉" } else { "知悉" };
        let known = self.clock(known_at);
        let twin_due = after(known_at, minutes);
        let twin = Deadline {
            rule: format!("{}/{}", deadline.rule, if by_change { "change" } else { "aware" }),
            basis: Basis::Internal,
            origin: if by_change { Origin::ChangeKnown } else { Origin::Aware },
            origin_at: Some(known_at),
            due_at: Some(twin_due),
            state: state(Basis::Internal, twin_due, deadline.done_at, self.now),
            beside_one_born_past: true,
            why: format!("{cause}，自{known_as}{known}起{}", length(minutes)),
            ..deadline.clone()
        };
        let why = format!("{cause}：{}，{known}{known_as}时已过，不计迟报", deadline.why);
        vec![Deadline { state: DeadlineState::BornPast, known_at: Some(known_at), why, ..deadline }, twin]
    }

    fn promptly(&self, rule: &Rule, base: Deadline) -> Option<Deadline> {
        let Some((origin_at, from)) = self.origin(rule) else { return self.not_started(rule, base) };
        let since = self.owed(rule).last().map_or(origin_at, |span| origin_at.max(span.from));
        let from = if since > origin_at { format!("{}变化知悉起", self.clock(since)) } else { from };
        let done_at = self.done_at(rule, origin_at);
        let (state, why) = match done_at {
            Some(done) => (DeadlineState::Met, self.done_words(rule, done)),
            None => (DeadlineState::Promptly, format!("立即报告，{from}计时")),
        };
        Some(Deadline { origin_at: Some(since), done_at, state, why, ..base })
    }

    /// Turns of a follow-up by times of day, from the first report on.
    fn daily(&self, rule: &Rule, clocks: &[Clock], base: &Deadline) -> Vec<Deadline> {
        let Some(first) = self.facts.entered_at() else { return Vec::new() };
        let later: Vec<Moment> = self.follow_ups().into_iter().map(|report| report.at).collect();
        let owed = self.owed(rule);
        let turns = daily::turns(clocks, first, &later, self.facts.followed_until(), self.now);
        let turns = turns.into_iter().filter(|turn| owed.iter().any(|span| span.holds(turn.due_at)));
        let deadline = |turn: daily::Turn| Deadline {
            rule: format!("{}@{}", base.rule, beijing::wall(turn.due_at).format("%Y-%m-%dT%H:%M")),
            origin_at: Some(first),
            due_at: Some(turn.due_at),
            done_at: turn.done_at,
            state: state(base.basis, turn.due_at, turn.done_at, self.now),
            why: format!("每日{}前，首报{}起", times(clocks), self.clock(first)),
            ..base.clone()
        };
        turns.map(deadline).collect()
    }

    /// By the first of these times after a change: 当日.
    fn same_day(&self, rule: &Rule, clocks: &[Clock], base: Deadline) -> Option<Deadline> {
        let (origin_at, from) = self.origin(rule)?;
        let due_at = daily::next(clocks, origin_at)?;
        let done_at = self.done_at(rule, origin_at);
        Some(Deadline {
            origin_at: Some(origin_at),
            due_at: Some(due_at),
            done_at,
            state: state(base.basis, due_at, done_at, self.now),
            why: format!("{from}，{}前", times(clocks)),
            ..base
        })
    }

    /// Day one counted or not is read both ways: asked on the earlier, judged on the later (practice 3.11).
    fn window(&self, days: u32, base: Deadline) -> Option<Deadline> {
        let occurred = self.facts.facts.occurred.map_or(self.facts.aware_at, |occurred| occurred.at);
        let first = beijing::date(occurred);
        let later = first.checked_add_days(chrono::Days::new(u64::from(days)))?;
        let earlier = later.pred_opt()?;
        let ends = end_of(later);
        let over = self.now >= ends;
        let (earlier_words, later_words) = (day(earlier), day(later));
        Some(Deadline {
            origin_at: Some(occurred),
            due_at: Some(ends),
            remind_at: earlier.pred_opt().map(|day| super::reckoning::at_clock(day, REMIND_AT_MINUTES)),
            done_at: over.then_some(ends),
            state: if over { DeadlineState::Met } else { DeadlineState::Tracking },
            why: format!(
                "{}发生之日起{days}日：含当日至{earlier_words}（提示按此），不含当日至{later_words}（判定按此）",
                day(first)
            ),
            ..base
        })
    }

    fn workdays(&self, rule: &Rule, days: u32, base: Deadline) -> Option<Deadline> {
        let (origin_at, from) = self.origin(rule)?;
        let calendar = self.packs.calendar();
        let due_day = calendar.after(beijing::date(origin_at), days);
        let due_at = end_of(due_day);
        let done_at = self.done_at(rule, origin_at);
        let covered = calendar.covers(chrono::Datelike::year(&due_day));
        let note = if covered { "" } else { "（未载入当年节假日表，按周一至周五计）" };
        Some(Deadline {
            origin_at: Some(origin_at),
            due_at: Some(due_at),
            done_at,
            state: state(base.basis, due_at, done_at, self.now),
            why: format!("{from}{days}个工作日，至{}24时{note}", day(due_day)),
            ..base
        })
    }

    /// When the origin was, and the words for it.
    fn origin(&self, rule: &Rule) -> Option<(Moment, String)> {
        let aware = self.facts.aware_at;
        match rule.origin {
            Origin::Aware => Some((aware, format!("{}首次接报起", self.clock(aware)))),
            Origin::FirstReported => {
                let at = self.facts.first_reported?;
                let whom = self.facts.first_reported_to.as_deref().unwrap_or("上级");
                Some((at, format!("{}电话报{whom}起", self.clock(at))))
            }
            Origin::Occurred => Some(self.occurred()),
            Origin::ChangeKnown => {
                let at = self.change(rule)?.at;
                Some((at, format!("{}知悉变化起", self.clock(at))))
            }
            Origin::DirectiveReceived | Origin::TimeOfDay | Origin::MonthEnd => None,
        }
    }

    fn occurred(&self) -> (Moment, String) {
        let aware = self.facts.aware_at;
        match self.facts.facts.occurred {
            // A window of more than thirty minutes is no origin (practice 3.4).
            None | Some(Occurred { precision: Precision::Hour | Precision::Part | Precision::Day, .. }) => {
                (aware, format!("发生时间待核，按知悉{}起算，", self.clock(aware)))
            }
            Some(occurred) if occurred.at > aware => {
                (aware, format!("发生时间晚于接报、待核，按知悉{}起算，", self.clock(aware)))
            }
            Some(occurred) => {
                let about = if occurred.precision == Precision::About { "左右" } else { "" };
                (occurred.at, format!("{}{about}发生起", self.clock(occurred.at)))
            }
        }
    }

    /// The change that a clock from 变化知悉 runs from: the earliest that no follow-up has yet; where all are reported, or
    /// something else than a follow-up stops it, the newest reported or the first.
    fn change(&self, rule: &Rule) -> Option<Change> {
        let changes = self.facts.changes_of(rule.when.change);
        if rule.stopped_by != StoppedBy::FollowedUp {
            return changes.first().copied();
        }
        let unreported = changes.iter().find(|change| self.reported_with(change).is_none());
        unreported.or_else(|| changes.last()).copied()
    }

    /// When a report that has this change stood in the system of record.
    fn reported_with(&self, change: &Change) -> Option<Moment> {
        let first = self.facts.on_record.iter().copied();
        let all = first.chain(self.follow_ups());
        all.filter(|report| report.written_at >= change.reportable_from()).map(|report| report.at).min()
    }

    /// Follow-ups and final reports on record, and those that were typed into the system by hand and ticked.
    fn follow_ups(&self) -> Vec<OnRecord> {
        let written = self.facts.on_record.iter().filter(|report| report.stage != Stage::First).copied();
        let of_follow_up =
            |rule: &str| self.packs.rule(rule).is_some_and(|rule| rule.stopped_by == StoppedBy::FollowedUp);
        let by_hand = self.facts.done.iter().filter(|done| of_follow_up(&done.rule));
        written.chain(by_hand.map(|done| OnRecord::at(done.at, Stage::FollowUp))).collect()
    }

    /// The origin has not happened. A change that has not come yet is no clock at all.
    fn not_started(&self, rule: &Rule, base: Deadline) -> Option<Deadline> {
        if rule.origin != Origin::FirstReported {
            return None;
        }
        let done_at = self.done_at(rule, self.facts.aware_at);
        let (state, why) = if done_at.is_some() {
            (DeadlineState::Met, "未经电话报告，已直接系统报送".to_owned())
        } else {
            (DeadlineState::NotStarted, format!("{}时限尚未起算——请先电话报告", base.basis.word()))
        };
        Some(Deadline { done_at, state, why, ..base })
    }

    /// What extends or ends a clock that would otherwise run.
    fn settled(&self, rule: &Rule, deadline: Deadline) -> Deadline {
        let deadline = self.extended(deadline);
        match self.fell_away(rule, &deadline) {
            Some((at, why)) if deadline.done_at.is_none_or(|done| done > at) => ended(deadline, &why),
            _ => deadline,
        }
    }

    /// When and why the duty ceased to be owed; none while it is.
    fn fell_away(&self, rule: &Rule, deadline: &Deadline) -> Option<(Moment, String)> {
        if let Some((outcome, at)) = self.facts.ended {
            // What was true and reported is followed: a later death is reported as a follow-up.
            let change = self.change(rule).filter(|_| rule.origin == Origin::ChangeKnown);
            let followed = outcome.is_followed()
                && (rule.stopped_by == StoppedBy::Elapsed
                    || change.is_some_and(|change| change.reportable_from() >= at));
            if !followed {
                return Some((at, format!("已终止（{}{}）", outcome.word(), self.clock(at))));
            }
        }
        if rule.when.holds(&self.situation) {
            return None;
        }
        let grades = rule.when.grade_at_least.map(|least| self.facts.grades.spans(least)).unwrap_or_default();
        let at = grades.last().and_then(|span| span.until).or(deadline.origin_at)?;
        let grade = self.situation.grade.map_or("不够等级", crate::grade::Grade::word);
        Some((at, format!("初判已降为{grade}（{}），此项终止", self.clock(at))))
    }

    /// Only what a superior asked for can be put off by a superior, and before it is due; a prescribed limit is annotated.
    fn extended(&self, deadline: Deadline) -> Deadline {
        let granted = self.facts.extensions.iter().filter(|one| one.rule == deadline.rule);
        let Some(extension) = granted.max_by_key(|one| (one.until, one.at, &one.by)) else { return deadline };
        let (by, until) = (&extension.by, self.clock(extension.until));
        match deadline.due_at {
            Some(due) if extension.counts(deadline.basis, due) => Deadline {
                due_at: Some(extension.until),
                state: state(deadline.basis, extension.until, deadline.done_at, self.now),
                why: format!("{}，{by}同意延至{until}", deadline.why),
                ..deadline
            },
            _ => {
                let why = format!("{}（{by}同意延至{until}；{}时限不变）", deadline.why, deadline.basis.word());
                Deadline { why, ..deadline }
            }
        }
    }

    /// 明火扑灭 before the limit takes the duty away; at the limit the duty is there at once, counts up, and has no number
    /// that anybody could miss.
    fn unless_taken_away(&self, deadline: Deadline, due: Moment) -> Deadline {
        match (self.facts.facts.flame_out, deadline.done_at) {
            (Some(FlameOut::Out(at)), None) if at <= due => {
                ended(deadline, &format!("明火已于{}扑灭，此项终止", self.clock(at)))
            }
            (_, Some(done)) => Deadline {
                state: DeadlineState::Met,
                why: format!("{}，{}已办", deadline.why, self.clock(done)),
                ..deadline
            },
            (_, None) if self.now > due => Deadline {
                state: DeadlineState::Promptly,
                origin_at: Some(due),
                due_at: None,
                why: format!("{}已满，明火未扑灭，立即报告", deadline.why),
                ..deadline
            },
            _ => deadline,
        }
    }

    fn what(&self, rule: &Rule) -> String {
        if !rule.what.contains('{') {
            return rule.what.clone();
        }
        let superior = self.packs.superior_for(&self.situation);
        rule.what.replace("{superior}", superior.map_or("上一级", |recipient| recipient.name.as_str()))
    }

    fn clock(&self, moment: Moment) -> String {
        clock(moment, self.now)
    }
}

fn ended(deadline: Deadline, why: &str) -> Deadline {
    Deadline { state: DeadlineState::Ended, why: why.to_owned(), ..deadline }
}
