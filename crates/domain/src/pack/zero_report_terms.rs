//! 零报告的时段和时刻: at which hour the day of a duty room turns, and by when its 零报告 is asked for, by season.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::rule::Clock;

/// A day of every year, written 06-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(into = "String")]
pub struct MonthDay {
    month: u32,
    day: u32,
}

impl MonthDay {
    fn read(text: &str) -> Option<Self> {
        // A leap year has every day that any year has.
        let day = NaiveDate::parse_from_str(&format!("2024-{text}"), "%Y-%m-%d").ok()?;
        (text.len() == 5).then_some(Self { month: day.month(), day: day.day() })
    }

    fn of(day: NaiveDate) -> Self {
        Self { month: day.month(), day: day.day() }
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

impl From<MonthDay> for String {
    fn from(day: MonthDay) -> Self {
        day.to_string()
    }
}

impl<'de> Deserialize<'de> for MonthDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| D::Error::custom(format!("日子“{text}”应写作06-01")))
    }
}

/// A part of the year with its own times; the last of the list that holds is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Season {
    /// 平时, 汛期, 节假日, 敏感期
    pub name: String,
    /// Its first day of every year; none: the whole year, or only `days`.
    #[serde(default)]
    pub from: Option<MonthDay>,
    /// Its last day.
    #[serde(default)]
    pub until: Option<MonthDay>,
    /// Its days where they differ from year to year: first and last of each.
    #[serde(default)]
    pub days: Vec<(NaiveDate, NaiveDate)>,
    /// By which times of the day a 零报告 is asked for.
    pub send_by: Vec<Clock>,
    /// On what that rests.
    pub cite: String,
    /// Key of a `[[source]]`; empty where there is none.
    #[serde(default)]
    pub source: String,
    /// Whether the source itself was read.
    pub verified: bool,
}

impl Season {
    fn holds(&self, day: NaiveDate) -> bool {
        let of_year = match (self.from, self.until) {
            (Some(from), Some(until)) if from <= until => (from..=until).contains(&MonthDay::of(day)),
            (Some(from), Some(until)) => MonthDay::of(day) >= from || MonthDay::of(day) <= until,
            _ => self.days.is_empty(),
        };
        of_year || self.days.iter().any(|(from, until)| (*from..=*until).contains(&day))
    }
}

/// Terms of the 零报告.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZeroReportTerms {
    /// 8时至8时: when one day of duty ends and the next begins.
    pub turns_at: Clock,
    /// On what that rests.
    pub cite: String,
    /// Key of a `[[source]]`; empty where there is none.
    #[serde(default)]
    pub source: String,
    /// Whether the source itself was read.
    pub verified: bool,
    /// Parts of the year.
    #[serde(rename = "season")]
    pub seasons: Vec<Season>,
}

impl ZeroReportTerms {
    /// The season of a day of Beijing time.
    #[must_use]
    pub fn season_on(&self, day: NaiveDate) -> Option<&Season> {
        self.seasons.iter().rfind(|season| season.holds(day))
    }
}
