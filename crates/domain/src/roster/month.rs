//! 月份: a month of Beijing time, written 2026-12.

use std::fmt;

use chrono::{Datelike as _, Months, NaiveDate};
use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use ts_rs::TS;

use crate::Moment;
use crate::beijing;

/// A month of Beijing time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, TS, JsonSchema)]
#[serde(into = "String")]
#[ts(type = "string")]
#[schemars(with = "String")]
pub struct YearMonth(NaiveDate);

impl YearMonth {
    /// The month of a day.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        Self(day.with_day(1).unwrap_or(day))
    }

    /// The month of an instant.
    #[must_use]
    pub fn at(moment: Moment) -> Self {
        Self::of(beijing::date(moment))
    }

    /// Reads 2026-12.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let well_formed = text.len() == 7 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        well_formed.then(|| NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok().map(Self)).flatten()
    }

    /// Its first day.
    #[must_use]
    pub const fn first(self) -> NaiveDate {
        self.0
    }

    /// How many days it has.
    #[must_use]
    pub fn length(self) -> u32 {
        self.next().0.pred_opt().map_or(31, |last| last.day())
    }

    /// A day of it by its number; none beyond its end.
    #[must_use]
    pub fn day(self, number: u32) -> Option<NaiveDate> {
        self.0.with_day(number)
    }

    /// Its days in their order.
    pub fn days(self) -> impl DoubleEndedIterator<Item = NaiveDate> {
        (1..=self.length()).filter_map(move |number| self.day(number))
    }

    /// The month after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.checked_add_months(Months::new(1)).unwrap_or(self.0))
    }

    /// The month before it.
    #[must_use]
    pub fn previous(self) -> Self {
        Self(self.0.checked_sub_months(Months::new(1)).unwrap_or(self.0))
    }

    /// 2026年12月
    #[must_use]
    pub fn words(self) -> String {
        format!("{}年{}月", self.0.year(), self.0.month())
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m"))
    }
}

impl From<YearMonth> for String {
    fn from(month: YearMonth) -> Self {
        month.to_string()
    }
}

impl<'de> Deserialize<'de> for YearMonth {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| D::Error::custom(format!("月份“{text}”应写作2026-12")))
    }
}
