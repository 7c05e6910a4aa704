//! 每日值班信息（零报告）: composed from the journal of a day of duty, and only where it is true. What the desk does not know
//! is left out.

use chrono::{Datelike, NaiveDateTime, NaiveTime, TimeDelta, Timelike};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;
use crate::beijing;
use crate::call::{Call, CallOutcome};
use crate::incident::Incident;
use crate::incident_end::IncidentOutcome;
use crate::officer::Officer;
use crate::pack::ZeroReportTerms;
use crate::span::Span;
use crate::unit::{Level, Unit};

/// What a line of the journal is for the 零报告.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A report of it went.
    Reported,
    /// 突发事件, not ended.
    Open,
    /// A call of which nobody has said yet what it was.
    Undecided,
    /// 未达标准·本级掌握
    BelowThreshold,
    /// Nothing that is to be reported: a drill, not true, merged, handed over.
    Nothing,
}

/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalLine {
    /// When the room had it, when it turned out to be one, and when each of its reports went; UTC.
    pub times: Vec<Moment>,
    /// What it is called in the room.
    pub name: String,
    /// What it is.
    pub standing: Standing,
}

impl JournalLine {
    /// An incident. A drill is none, whatever went of it; what was reported is a drill where its report says so.
    #[must_use]
    pub fn of_incident(incident: &Incident, name: String, drafted_as_drill: bool) -> Self {
        let drill = incident.last_report().map_or(drafted_as_drill, |report| report.facts.drill);
        let ended = incident.ended.as_ref().map(|ended| ended.outcome);
        let standing = match ended {
            _ if drill || ended == Some(IncidentOutcome::Drill) => Standing::Nothing,
            _ if !incident.reports.is_empty() => Standing::Reported,
            None => Standing::Open,
            Some(IncidentOutcome::BelowThreshold) => Standing::BelowThreshold,
            Some(_) => Standing::Nothing,
        };
        // What was below the standard first is an incident since it turned out to be one.
        let had = incident.reportable_at.unwrap_or(incident.first_received);
        let reports = incident.reports.iter().map(|report| report.submitted_at);
        Self { times: std::iter::once(had).chain(reports).collect(), name, standing }
    }

    /// A call that is no incident; none where it became one, or part of one.
    #[must_use]
    pub fn of_call(call: &Call) -> Option<Self> {
        let standing = match call.outcome {
            None => Standing::Undecided,
            Some(CallOutcome::BelowThreshold) => Standing::BelowThreshold,
            Some(CallOutcome::Incident | CallOutcome::Merged) => return None,
            Some(CallOutcome::Inbound | CallOutcome::PassedOn | CallOutcome::Other) => Standing::Nothing,
        };
        let name = call.source_words();
        let name = if name.is_empty() { "来电".to_owned() } else { format!("{name}来电") };
        Some(Self { times: vec![call.received_at], name, standing })
    }
}

impl JournalLine {
    /// The first of its times in a period; none where all lie outside.
    fn first_within(&self, period: Span) -> Option<Moment> {
        self.times.iter().copied().filter(|at| period.holds(*at)).min()
    }
}

/// Title and body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ZeroReport {
    /// Title.
    pub title: String,
    /// Body.
    pub body: String,
}

/// The journal has something: each line of it with its time, its name, and what it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{period}有{}起要报送或还没有办结的，不能报“未发生”：{}", found.len(), found.join("；"))]
pub struct NotZero {
    /// 5月11日8时至12日8时
    pub period: String,
    /// 5月12日6时10分河东镇火灾（已报送）
    pub found: Vec<String>,
}

/// The day of duty that ended last; where its 零报告 went already (up to `reported`), what has passed since then. None where
/// nothing has.
#[must_use]
pub fn period(terms: &ZeroReportTerms, now: Moment, reported: Option<Moment>) -> Option<Span> {
    let turn = last_turn(terms, now);
    let minute = beijing::wall(now).with_second(0).and_then(|wall| wall.with_nanosecond(0)).map(beijing::instant);
    match reported.filter(|until| *until >= turn) {
        Some(from) => minute.filter(|until| *until > from).map(|until| Span { from, until: Some(until) }),
        None => Some(Span { from: turn - TimeDelta::days(1), until: Some(turn) }),
    }
}

fn last_turn(terms: &ZeroReportTerms, now: Moment) -> Moment {
    let minutes = u32::from(terms.turns_at.minutes());
    let time = NaiveTime::from_hms_opt(minutes / 60 % 24, minutes % 60, 0).unwrap_or_default();
    let turn = beijing::instant(NaiveDateTime::new(beijing::date(now), time));
    if turn <= now { turn } else { turn - TimeDelta::days(1) }
}

/// The 零报告 of that period.
///
/// # Errors
/// [`NotZero`] where an incident of the period was reported or goes on, or a call has not been ended: it would not be true.
pub fn compose(
    unit: &Unit,
    officers: &[Officer],
    period: Span,
    journal: &[JournalLine],
) -> Result<ZeroReport, NotZero> {
    let of_period = || journal.iter().filter_map(|line| Some((line.first_within(period)?, line)));
    let words = period_words(period);
    let found: Vec<String> = of_period().filter_map(|(at, line)| hindrance(at, line)).collect();
    if !found.is_empty() {
        return Err(NotZero { period: words, found });
    }
    let until = period.until.unwrap_or(period.from);
    let title = format!("{}{}值班信息（零报告）", unit.name, beijing::day(until));
    let mut body = vec![format!("{words}，{}未发生需上报的突发事件。", our_own(unit))];
    let below = of_period().filter(|(_, line)| line.standing == Standing::BelowThreshold).count();
    if below > 0 {
        body.push(format!("接报未达报送标准、由本级掌握的情况{below}起。"));
    }
    body.extend(on_duty(officers));
    Ok(ZeroReport { title, body: body.join("\n") })
}

fn hindrance(at: Moment, line: &JournalLine) -> Option<String> {
    let why = match line.standing {
        Standing::Reported => "已报送",
        Standing::Open => "未办结",
        Standing::Undecided => "来电未办结",
        Standing::BelowThreshold | Standing::Nothing => return None,
    };
    Some(format!("{}{}（{why}）", beijing::day_and_minute(at), line.name))
}

fn our_own(unit: &Unit) -> String {
    if unit.level == Level::Nation { "全国".to_owned() } else { unit.our_own() }
}

/// 5月11日8时至12日8时; the month again where it is another.
#[must_use]
pub fn period_words(period: Span) -> String {
    let (from, until) = (beijing::wall(period.from), beijing::wall(period.until.unwrap_or(period.from)));
    let month = if until.month() == from.month() { String::new() } else { format!("{}月", until.month()) };
    format!("{}月{}日{}至{month}{}日{}", from.month(), from.day(), hour(from), until.day(), hour(until))
}

fn hour(wall: NaiveDateTime) -> String {
    let minute = if wall.minute() == 0 { String::new() } else { format!("{:02}分", wall.minute()) };
    format!("{}时{minute}", wall.hour())
}

/// 带班领导：甲某。 Of a post that several hold the desk does not know who was on duty, and says nothing.
fn on_duty(officers: &[Officer]) -> Option<String> {
    let alone = |post: &str| {
        let mut holding = officers.iter().filter(|officer| officer.post == post && !officer.left);
        holding.next().filter(|_| holding.next().is_none())
    };
    let named: Vec<String> = ["带班领导", "值班员"]
        .into_iter()
        .filter_map(|post| alone(post).map(|officer| format!("{post}：{}", officer.name)))
        .collect();
    (!named.is_empty()).then(|| named.join("；") + "。")
}
