//! 值班表: who holds which line on which day of one month.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::line::Line;
use super::month::YearMonth;
use crate::Moment;

/// Most people in one cell; more is a slip of the hand.
pub const MOST_IN_A_CELL: usize = 12;

/// A person on the roster, as whoever reads it must be able to ring.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rostered {
    /// 值班人员, where the person is on that list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub officer: Option<Uuid>,
    /// Name.
    pub name: String,
    /// 职务
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Number; empty where not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// 在岗带班: leads from the room on that day.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_site: bool,
}

impl Rostered {
    /// Whether it is the same person: by the list where both are on it, else by name.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        match (self.officer, other.officer) {
            (Some(one), Some(another)) => one == another,
            _ => self.name == other.name,
        }
    }
}

/// One day: who holds each line, in the order of the lines.
pub type Day = Vec<Vec<Rostered>>;

/// Where somebody stands: a day of the month and a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Day of the month, from 1.
    pub day: u32,
    /// Place of the line among the lines, from 0.
    pub line: u32,
}

/// A month as it is planned or as it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The month.
    pub month: YearMonth,
    /// The lines of every day.
    pub lines: Vec<Line>,
    /// As many days as the month has, each with as many cells as there are lines.
    pub days: Vec<Day>,
}

impl Plan {
    /// A month in which nobody stands yet.
    #[must_use]
    pub fn empty(month: YearMonth, lines: Vec<Line>) -> Self {
        let days = month.days().map(|_| vec![Vec::new(); lines.len()]).collect();
        Self { month, lines, days }
    }

    /// Whether it has the shape of its month: what comes from a file or the wire may not.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let lines = self.lines.len();
        u32::try_from(self.days.len()).is_ok_and(|days| days == self.month.length())
            && self.days.iter().all(|day| day.len() == lines)
    }

    /// Who stands there; nobody where there is no such place.
    #[must_use]
    pub fn cell(&self, place: Place) -> &[Rostered] {
        let day = self.days.get(index(place.day.wrapping_sub(1)));
        day.and_then(|day| day.get(index(place.line))).map_or(&[], Vec::as_slice)
    }

    /// The cell itself; none where there is no such place.
    pub fn cell_mut(&mut self, place: Place) -> Option<&mut Vec<Rostered>> {
        self.days.get_mut(index(place.day.wrapping_sub(1)))?.get_mut(index(place.line))
    }

    /// Every place with its day and line, day by day.
    pub fn places(&self) -> impl Iterator<Item = (Place, NaiveDate, &Line)> {
        let day_of = |day: u32| self.month.day(day);
        (1..=self.month.length())
            .filter_map(move |day| Some((day, day_of(day)?)))
            .flat_map(move |(day, date)| (0..).zip(&self.lines).map(move |(line, of)| (Place { day, line }, date, of)))
    }

    /// Every turn of duty: who, on which line, from when to when.
    pub fn turns(&self) -> impl Iterator<Item = Turn<'_>> {
        self.places().flat_map(|(place, date, line)| {
            let (from, until) = line.hours(date);
            self.cell(place).iter().map(move |who| Turn { who, line, place, date, from, until })
        })
    }

    /// The same people on other lines: whoever stands on a line that stays, stays there.
    #[must_use]
    pub fn divided(&self, lines: Vec<Line>) -> Self {
        let from = |line: &Line| self.lines.iter().position(|known| known.id == line.id);
        let kept: Vec<Option<usize>> = lines.iter().map(from).collect();
        let of_day = |day: &Day| -> Day {
            kept.iter().map(|at| at.and_then(|at| day.get(at)).cloned().unwrap_or_default()).collect()
        };
        Self { month: self.month, days: self.days.iter().map(of_day).collect(), lines }
    }

    /// Whether anybody stands anywhere.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.days.iter().flatten().all(Vec::is_empty)
    }

    /// Who is on duty at an instant, line by line; the turn of the day before may still go on.
    #[must_use]
    pub fn on_duty(&self, at: Moment) -> Vec<Turn<'_>> {
        self.turns().filter(|turn| (turn.from..turn.until).contains(&at)).collect()
    }
}

/// One person's turn on one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn<'p> {
    /// Who.
    pub who: &'p Rostered,
    /// On which line.
    pub line: &'p Line,
    /// Where it stands.
    pub place: Place,
    /// The day by which it is called.
    pub date: NaiveDate,
    /// Its beginning, UTC.
    pub from: Moment,
    /// Its end, UTC.
    pub until: Moment,
}

pub(super) fn index(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}
