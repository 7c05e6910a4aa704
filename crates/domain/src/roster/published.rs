//! 发布与变更: a published month and what was changed in it afterwards, as entries. Each row names the entry that it replaces,
//! so that of two desks that changed one day without a network one stands and the other is a proposal for all to see.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Builder;

use super::edit::CellChange;
use super::line::Line;
use super::lint::Explained;
use super::month::YearMonth;
use super::plan::{Day, Plan, Rostered};
use crate::Moment;
use crate::digest::Digest;
use crate::entry::{EntryId, Subject};
use crate::unit::UnitCode;

/// The subject under which every desk of a unit speaks of one month.
#[must_use]
pub fn subject_of(unit: &UnitCode, month: YearMonth) -> Subject {
    let digest = Digest::of(format!("roster\n{unit}\n{month}").as_bytes());
    let mut bytes = [0; 16];
    for (byte, from) in bytes.iter_mut().zip(digest.bytes()) {
        *byte = from;
    }
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// One day as it stands from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DayRow {
    /// Day of the month, from 1.
    pub day: u32,
    /// The entry whose row of this day it replaces; none: the day was nobody's.
    pub replaces: Option<EntryId>,
    /// Who holds each line, by their place among the people of the entry.
    pub cells: Vec<Vec<u16>>,
}

/// 发布值班表
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RosterPublished {
    /// The month.
    pub month: YearMonth,
    /// The lines of every day.
    pub lines: Vec<Line>,
    /// Everybody who stands in it, each once.
    pub people: Vec<Rostered>,
    /// Every day.
    pub rows: Vec<DayRow>,
    /// Why gaps and overlaps stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub explained: Vec<Explained>,
}

/// 本人同意: of somebody whose turn changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Who.
    pub name: String,
    /// How it was given: 当面, 电话, 短信, or why it could not be asked.
    pub how: String,
}

/// 值班变更
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RosterChanged {
    /// The month.
    pub month: YearMonth,
    /// Everybody who stands in the rows, each once.
    pub people: Vec<Rostered>,
    /// The days that change, all of them or none.
    pub rows: Vec<DayRow>,
    /// Why.
    pub reason: String,
    /// 本人同意
    pub consents: Vec<Consent>,
    /// 带班领导 who agreed, and how.
    pub agreed: Consent,
    /// When it was agreed, UTC.
    pub at: Moment,
    /// Why gaps and overlaps stand that it makes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub explained: Vec<Explained>,
    /// A proposal that is settled by this: taken over in these rows, or put aside where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settles: Option<EntryId>,
}

/// Days as rows with their people apart.
struct Packed {
    people: Vec<Rostered>,
    rows: Vec<DayRow>,
}

fn packed<'p>(days: impl Iterator<Item = (u32, Option<EntryId>, &'p Day)>) -> Packed {
    let mut people: Vec<Rostered> = Vec::new();
    let mut place_of = |who: &Rostered| {
        let at = people.iter().position(|known| known == who).unwrap_or_else(|| {
            people.push(who.clone());
            people.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    };
    let rows = days
        .map(|(day, replaces, cells)| {
            let cells = cells.iter().map(|cell| cell.iter().map(&mut place_of).collect()).collect();
            DayRow { day, replaces, cells }
        })
        .collect();
    Packed { people, rows }
}

/// A day of an entry with its people; none where it names somebody whom the entry does not list.
#[must_use]
pub fn unpacked(people: &[Rostered], row: &DayRow) -> Option<Day> {
    let who = |at: &u16| people.get(usize::from(*at)).cloned();
    row.cells.iter().map(|cell| cell.iter().map(who).collect()).collect()
}

impl RosterPublished {
    /// A month as it is published first.
    #[must_use]
    pub fn of(plan: &Plan, explained: Vec<Explained>) -> Self {
        let Packed { people, rows } = packed((1..).zip(&plan.days).map(|(day, cells)| (day, None, cells)));
        Self { month: plan.month, lines: plan.lines.clone(), people, rows, explained }
    }
}

/// The rows of a change: the days that it touches as they are afterwards, each naming what it replaces.
#[must_use]
pub fn rows_of(
    plan: &Plan,
    changes: &[CellChange],
    head_of: impl Fn(u32) -> Option<EntryId>,
) -> (Vec<Rostered>, Vec<DayRow>) {
    let mut days: Vec<u32> = changes.iter().map(|change| change.place.day).collect();
    days.sort_unstable();
    days.dedup();
    let touched = days.into_iter().filter_map(|day| {
        let cells = plan.days.get(super::plan::index(day.checked_sub(1)?))?;
        Some((day, head_of(day), cells))
    });
    let Packed { people, rows } = packed(touched);
    (people, rows)
}

/// Whose turns a change touches, each once: all of them must have agreed.
#[must_use]
pub fn concerned(changes: &[CellChange]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for CellChange { before, after, .. } in changes {
        let gone = before.iter().filter(|who| !after.iter().any(|other| other.is(who)));
        let come = after.iter().filter(|who| !before.iter().any(|other| other.is(who)));
        for who in gone.chain(come) {
            if !names.contains(&who.name) {
                names.push(who.name.clone());
            }
        }
    }
    names
}
