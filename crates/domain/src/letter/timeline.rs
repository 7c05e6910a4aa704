//! Times in the order in which a letter names them: the day is said once, the year only where it is another.

use chrono::{Datelike, NaiveDate};

use crate::Moment;
use crate::beijing;
use crate::facts::{Occurred, Precision};

/// The day that was named last.
pub(super) struct Timeline {
    year: i32,
    named: Option<NaiveDate>,
}

impl Timeline {
    /// A letter of the year in which the call came.
    pub(super) fn new(first_received: Moment) -> Self {
        Self { year: beijing::date(first_received).year(), named: None }
    }

    /// 18时14分, or 4月7日18时14分 where the day changes.
    pub(super) fn minute(&mut self, moment: Moment) -> String {
        self.day(moment) + &beijing::minute(moment)
    }

    /// 4月7日18时05分左右
    pub(super) fn occurred(&mut self, occurred: Occurred) -> String {
        match occurred.precision {
            Precision::Day => {
                let day = self.day(occurred.at);
                // A day without an hour is no day that a bare hour could lean on.
                self.named = None;
                day
            }
            _ => self.day(occurred.at) + &beijing::minute_phrase(occurred),
        }
    }

    /// 6月26日18时至6月27日1时, 23时00分至23时40分: a span says itself that it is no instant.
    pub(super) fn span(&mut self, from: Occurred, until: Option<Moment>) -> String {
        let start = self.occurred(from);
        let Some(until) = until else { return start };
        let until = self.occurred(Occurred { at: until, ..from });
        if from.precision == Precision::Hour {
            let bare = |end: &str| end.strip_suffix('许').unwrap_or(end).to_owned();
            return format!("{}至{}", bare(&start), bare(&until));
        }
        format!("{start}至{until}")
    }

    fn day(&mut self, moment: Moment) -> String {
        let date = beijing::date(moment);
        if self.named.replace(date) == Some(date) {
            return String::new();
        }
        let year = if date.year() == self.year { String::new() } else { format!("{}年", date.year()) };
        year + &beijing::day(moment)
    }
}
