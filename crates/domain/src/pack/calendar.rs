//! 工作日: public holidays, other days off and working weekends, as a table that is replaced every year. Without one a week
//! has five workdays.

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// 法定节假日放假
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// 元旦, 春节
    pub name: String,
    /// Its first day off.
    pub from: NaiveDate,
    /// Its last.
    pub until: NaiveDate,
}

impl Holiday {
    fn holds(&self, day: NaiveDate) -> bool {
        (self.from..=self.until).contains(&day)
    }
}

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
    /// Days off that have a name.
    #[serde(default, rename = "holiday", skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<Holiday>,
}

impl Calendar {
    /// Whether a day is a workday.
    #[must_use]
    pub fn works(&self, day: NaiveDate) -> bool {
        self.on.contains(&day) || (!is_weekend(day) && !self.is_off(day))
    }

    /// Whether the table says that a day is off, weekend or not.
    #[must_use]
    pub fn is_off(&self, day: NaiveDate) -> bool {
        self.off.contains(&day) || self.holiday(day).is_some()
    }

    /// 调休上班: a weekend day that is worked.
    #[must_use]
    pub fn is_worked_weekend(&self, day: NaiveDate) -> bool {
        is_weekend(day) && self.on.contains(&day)
    }

    /// The holiday of a day.
    #[must_use]
    pub fn holiday(&self, day: NaiveDate) -> Option<&Holiday> {
        self.holidays.iter().find(|holiday| holiday.holds(day))
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
        self.off.iter().any(|day| day.year() == year) || self.holidays.iter().any(|one| one.until.year() == year)
    }

    /// This table, and beneath it another for the years that it does not cover: next year's replaces nothing of this year's.
    #[must_use]
    pub fn over(&self, beneath: &Self) -> Self {
        let kept = |day: &NaiveDate| !self.covers(day.year());
        let mut all = self.clone();
        all.off.extend(beneath.off.iter().copied().filter(kept));
        all.on.extend(beneath.on.iter().copied().filter(kept));
        all.holidays.extend(beneath.holidays.iter().filter(|one| kept(&one.until)).cloned());
        all
    }
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}
