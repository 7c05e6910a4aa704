//! 工作日: days off and working weekends, as a table that is replaced every year. Without one a week has five workdays.

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// Days of Beijing time on which a week is not what it usually is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Key of a `[[source]]`.
    pub source: String,
    /// Days off.
    #[serde(default)]
    pub off: Vec<NaiveDate>,
    /// 调休: weekend days that are worked.
    #[serde(default)]
    pub on: Vec<NaiveDate>,
}

impl Calendar {
    /// Whether a day is a workday.
    #[must_use]
    pub fn works(&self, day: NaiveDate) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        self.on.contains(&day) || (!weekend && !self.off.contains(&day))
    }

    /// The workday so many workdays after a day.
    #[must_use]
    pub fn after(&self, day: NaiveDate, workdays: u32) -> NaiveDate {
        let mut left = workdays;
        let mut at = day;
        while left > 0 {
            let Some(next) = at.succ_opt() else { return at };
            at = next;
            left -= u32::from(self.works(at));
        }
        at
    }

    /// Whether a table covers that year.
    #[must_use]
    pub fn covers(&self, year: i32) -> bool {
        self.off.iter().any(|day| day.year() == year)
    }
}
