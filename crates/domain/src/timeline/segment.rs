//! 三段: who could have been quicker is never one sum (practice 3.9).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::minutes;
use super::proof::awaits;
use crate::Moment;
use crate::deadline::ClockFacts;
use crate::facts::Precision;
use crate::incident::Reported;

/// One of the three.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Segment {
    /// 发生→接报
    pub name: String,
    /// 来源环节 or 本局.
    pub whose: String,
    /// Its beginning, UTC; none where it is not known.
    pub from: Option<Moment>,
    /// Its end, UTC; none where it is not known or has not come.
    pub to: Option<Moment>,
    /// Minutes between, as records show them; none where an end is not known or comes first.
    pub minutes: Option<u32>,
    /// 5分, or in words why there is no number.
    pub words: String,
}

const SOURCE: &str = "来源环节";
const BUREAU: &str = "本局";
const TO_BE_VERIFIED: &str = "待核";

/// 发生→接报, 接报→电话报告, 电话→书面, as the minutes that records show. `first` is the report that was first sent.
#[must_use]
pub fn segments(clocks: &ClockFacts, first: Option<&Reported>) -> Vec<Segment> {
    let exact = |precision| matches!(precision, Precision::Minute | Precision::About);
    let occurred = clocks.facts.occurred.filter(|occurred| exact(occurred.precision)).map(|occurred| occurred.at);
    let phoned = clocks.first_reported;
    let written = clocks.entered_at();
    let unphoned = if written.is_some() { "未登记电话报告" } else { "尚未电话报告" };
    let unwritten = first.map_or("尚未系统报送", awaits);
    vec![
        segment("发生→接报", SOURCE, (occurred, Some(clocks.aware_at)), TO_BE_VERIFIED),
        segment("接报→电话报告", BUREAU, (Some(clocks.aware_at), phoned), unphoned),
        segment("电话→书面", BUREAU, (phoned, written), if written.is_none() { unwritten } else { unphoned }),
    ]
}

fn segment(name: &str, whose: &str, (from, to): (Option<Moment>, Option<Moment>), missing: &str) -> Segment {
    let between = from.zip(to).map(|(from, to)| u32::try_from(minutes(from, to)));
    let words = match between {
        Some(Ok(minutes)) => in_minutes(minutes),
        // One of the two times is not right, or the written report went first.
        Some(Err(_)) if name == "电话→书面" => "书面在先".to_owned(),
        Some(Err(_)) => TO_BE_VERIFIED.to_owned(),
        None => missing.to_owned(),
    };
    let minutes = between.and_then(Result::ok);
    Segment { name: name.to_owned(), whose: whose.to_owned(), from, to, minutes, words }
}

/// 23分, 2小时5分, 3天2小时.
pub(super) fn in_minutes(minutes: u32) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    match (hours, rest) {
        (0..=1, _) => format!("{minutes}分"),
        (_, 0) => format!("{hours}小时"),
        _ => format!("{hours}小时{rest}分"),
    }
}
