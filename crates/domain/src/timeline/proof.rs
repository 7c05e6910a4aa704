//! 一行: when it was told by phone, when the system of record had it, and the limit between, in one printable line.

use super::segment::in_minutes;
use super::{Record, minutes};
use crate::Moment;
use crate::beijing;
use crate::deadline::{Deadline, deadlines};
use crate::incident::{Incident, Reported};
use crate::report::{Stage, SystemOfRecord};
use crate::rule::{Basis, Origin, Schedule, StoppedBy};

const DRILL: &str = "【演练】";
const TOLD: &str = "电话报告";
const REPORTED: &str = "系统报送";

/// A prescribed clock that the written report stops, with its limit.
struct Limit {
    minutes: u32,
    origin_at: Option<Moment>,
    due_at: Option<Moment>,
    cite: String,
}

/// 18:14电话报告，18:37系统报送，用时23分（规定30分） and the clause; what has not happened is said as it stands, and no more.
pub(super) fn first_report(record: &Record<'_>, now: Moment) -> (String, String) {
    let (phoned, written) = (record.clocks.first_reported, record.clocks.entered_at());
    let limit = limit(record, now);
    let say = Said::of(&[phoned, written, limit.as_ref().and_then(|limit| limit.due_at)]);
    let told = phoned.map_or_else(|| unphoned(written), |at| say.at(at) + TOLD);
    let went = match written {
        Some(at) => say.at(at) + REPORTED,
        None => unwritten(record.incident, &say),
    };
    let took = phoned.zip(written).map(|(from, to)| minutes(from, to));
    let mut parts = if took.is_some_and(i64::is_negative) { vec![went, told] } else { vec![told, went] };
    parts.extend(took.and_then(|took| u32::try_from(took).ok()).map(|took| format!("用时{}", in_minutes(took))));
    let ended = record.incident.ended.is_some() && written.is_none();
    let bounds = limit.filter(|limit| limit.origin_at.is_some() && !ended);
    let words = bounds.as_ref().map(|limit| bracket(limit, written.is_some(), &say)).unwrap_or_default();
    let drill = if record.clocks.facts.drill { DRILL } else { "" };
    (format!("{drill}{}{words}", parts.join("，")), bounds.map(|limit| limit.cite).unwrap_or_default())
}

/// 续报一：19:40系统报送, each report after the first.
pub(super) fn later_reports(incident: &Incident) -> Vec<String> {
    let later = incident.reports.iter().filter(|report| report.stage != Stage::First);
    later.map(|report| format!("{}：{}", report.words, standing(incident, report))).collect()
}

fn standing(incident: &Incident, report: &Reported) -> String {
    let begun = incident.first_report().map(|first| first.submitted_at);
    let at = |moment| Said::of(&[begun, Some(moment)]).at(moment);
    match report.entered_at() {
        Some(entered) => at(entered) + REPORTED,
        None => format!("{}已提交，{}", at(report.submitted_at), awaits(report)),
    }
}

fn unphoned(written: Option<Moment>) -> String {
    if written.is_some() { format!("未登记{TOLD}") } else { format!("尚未{TOLD}") }
}

fn unwritten(incident: &Incident, say: &Said) -> String {
    match (incident.first_report(), &incident.ended) {
        (Some(report), _) => format!("{}已提交，{}", say.at(report.submitted_at), awaits(report)),
        (None, Some(ended)) => format!("未{REPORTED}（{}）", ended.outcome.word()),
        (None, None) => format!("尚未{REPORTED}"),
    }
}

pub(super) const fn awaits(report: &Reported) -> &'static str {
    match report.system_of_record {
        SystemOfRecord::National => "待国家系统录入",
        SystemOfRecord::Upstream => "待上级节点回执",
    }
}

/// （规定30分）, and until when while it runs.
fn bracket(limit: &Limit, written: bool, say: &Said) -> String {
    let until = limit.due_at.filter(|_| !written).map(|due| format!("，至{}", say.at(due))).unwrap_or_default();
    format!("（{}{}{until}）", Basis::Prescribed.word(), in_minutes(limit.minutes))
}

/// The shortest prescribed limit from the phone report to the report in the system of record.
fn limit(record: &Record<'_>, now: Moment) -> Option<Limit> {
    let prescribed = |deadline: &Deadline| {
        let rule = record.packs.rule(&deadline.rule)?;
        let of_it = deadline.basis == Basis::Prescribed
            && deadline.origin == Origin::FirstReported
            && rule.stopped_by == StoppedBy::Entered;
        let Schedule::AfterMinutes(minutes) = rule.schedule else { return None };
        of_it.then(|| Limit {
            minutes,
            origin_at: deadline.origin_at,
            due_at: deadline.due_at,
            cite: deadline.cite.clone(),
        })
    };
    deadlines(record.packs, record.clocks, now).iter().filter_map(prescribed).min_by_key(|limit| limit.minutes)
}

/// How times are said in one line: the clock alone on one day, each with its day over several.
struct Said {
    one_day: bool,
}

impl Said {
    fn of(moments: &[Option<Moment>]) -> Self {
        let mut days = moments.iter().flatten().map(|moment| beijing::date(*moment));
        let first = days.next();
        Self { one_day: days.all(|day| Some(day) == first) }
    }

    fn at(&self, moment: Moment) -> String {
        let clock = beijing::digital(moment);
        if self.one_day { clock } else { beijing::day(moment) + &clock }
    }
}
