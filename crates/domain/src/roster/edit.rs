//! 编排: what a hand does to a month, as the cells that it changes, so that undo puts back exactly what was there.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::plan::{MOST_IN_A_CELL, Place, Plan, Rostered};
use super::rotation::{Rotation, rotate};
use crate::pack::Calendar;

/// What is done to the month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum RosterEdit {
    /// These stand in this cell, and nobody else.
    Put {
        /// The cell.
        place: Place,
        /// Who stands there.
        who: Vec<Rostered>,
    },
    /// 收入表格: these cells as a sheet has them; the others stay.
    Take {
        /// Each cell with who stands there.
        cells: Vec<(Place, Vec<Rostered>)>,
    },
    /// 向下填充: the cell of the first day, down to another day.
    FillDown {
        /// The cell that is repeated.
        place: Place,
        /// Down to this day of the month.
        until: u32,
    },
    /// 复制上月: four weeks before, so that whoever had a Monday has a Monday.
    CopyPrevious,
    /// 轮换
    Rotate(Rotation),
    /// 换班: one person's turn for another's.
    Swap {
        /// Who, and where they stand.
        one: (Place, Rostered),
        /// For whom.
        other: (Place, Rostered),
    },
    /// 调班: whoever stands in two cells changes places, and with them all that was agreed of their turns.
    Exchange {
        /// A cell.
        one: Place,
        /// Another.
        other: Place,
    },
}

/// What an edit looks at beside the month itself.
#[derive(Debug, Clone, Copy)]
pub struct Heeding<'a> {
    /// Last month, as it holds.
    pub previous: Option<&'a Plan>,
    /// 工作日 and holidays.
    pub calendar: &'a Calendar,
    /// Hours of rest between two turns of one person.
    pub rest_hours: u32,
}

/// One cell as it was and as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CellChange {
    /// The cell.
    pub place: Place,
    /// Who stood there.
    pub before: Vec<Rostered>,
    /// Who stands there.
    pub after: Vec<Rostered>,
}

/// Why an edit is not made. Each says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EditRefused {
    /// A day or line that the month does not have.
    #[error("本月没有这一格，请刷新后再排")]
    NoSuchPlace,
    /// More people than a cell takes.
    #[error("一格最多{MOST_IN_A_CELL}人，请减少")]
    TooMany,
    /// The person does not stand there any more.
    #[error("这一格里已不是这个人，请按现在的值班表再换")]
    NotThere,
    /// Copying without last month.
    #[error("上月没有值班表可复制，请改用轮换或导入")]
    NothingBefore,
    /// Last month's lines are others.
    #[error("上月的岗位班次与本月不同，不能照抄，请改用轮换或导入")]
    OtherLines,
    /// Nobody to choose from.
    #[error("请先选参加轮换的人")]
    Nobody,
    /// The last day lies before the first.
    #[error("止日早于起日，请核对")]
    Backwards,
}

impl RosterEdit {
    /// The cells that it changes; empty where all stands so already.
    ///
    /// # Errors
    /// [`EditRefused`]: nothing is changed.
    pub fn changes(&self, plan: &Plan, heeding: &Heeding<'_>) -> Result<Vec<CellChange>, EditRefused> {
        let wanted: Vec<(Place, Vec<Rostered>)> = match self {
            Self::Put { place, who } => vec![(*place, who.clone())],
            Self::Take { cells } => cells.clone(),
            Self::FillDown { place, until } => fill_down(plan, *place, *until)?,
            Self::CopyPrevious => copied(plan, heeding.previous.ok_or(EditRefused::NothingBefore)?)?,
            Self::Rotate(rotation) => rotate(plan, heeding, rotation)?,
            Self::Swap { one, other } => swapped(plan, one, other)?,
            Self::Exchange { one, other } => {
                vec![(*one, plan.cell(*other).to_vec()), (*other, plan.cell(*one).to_vec())]
            }
        };
        let mut changes = Vec::with_capacity(wanted.len());
        for (place, after) in wanted {
            if !plan.has(place) {
                return Err(EditRefused::NoSuchPlace);
            }
            if after.len() > MOST_IN_A_CELL {
                return Err(EditRefused::TooMany);
            }
            let before = plan.cell(place).to_vec();
            if before != after {
                changes.push(CellChange { place, before, after });
            }
        }
        Ok(changes)
    }
}

impl Plan {
    /// Whether the month has that day and that line.
    #[must_use]
    pub fn has(&self, place: Place) -> bool {
        let lines = u32::try_from(self.lines.len()).unwrap_or(u32::MAX);
        (1..=self.month.length()).contains(&place.day) && place.line < lines
    }

    /// Puts changed cells as they are now.
    pub fn apply(&mut self, changes: &[CellChange]) {
        for CellChange { place, after, .. } in changes {
            if let Some(cell) = self.cell_mut(*place) {
                cell.clone_from(after);
            }
        }
    }

    /// Puts changed cells as they were.
    pub fn undo(&mut self, changes: &[CellChange]) {
        for CellChange { place, before, .. } in changes.iter().rev() {
            if let Some(cell) = self.cell_mut(*place) {
                cell.clone_from(before);
            }
        }
    }
}

fn fill_down(plan: &Plan, place: Place, until: u32) -> Result<Vec<(Place, Vec<Rostered>)>, EditRefused> {
    if until < place.day {
        return Err(EditRefused::Backwards);
    }
    if until > plan.month.length() {
        return Err(EditRefused::NoSuchPlace);
    }
    let who = plan.cell(place).to_vec();
    Ok((place.day + 1..=until).map(|day| (Place { day, ..place }, who.clone())).collect())
}

fn copied(plan: &Plan, previous: &Plan) -> Result<Vec<(Place, Vec<Rostered>)>, EditRefused> {
    if plan.lines != previous.lines {
        return Err(EditRefused::OtherLines);
    }
    let length = previous.month.length();
    let four_weeks_before = |mut day: u32| {
        // The 29th to the 31st go back to a day of this month, which itself came from the month before.
        while day > 28 {
            day -= 28;
        }
        length + day - 28
    };
    let copied = plan.places().map(|(place, ..)| {
        let from = Place { day: four_weeks_before(place.day), ..place };
        (place, previous.cell(from).to_vec())
    });
    Ok(copied.collect())
}

fn swapped(
    plan: &Plan,
    (here, one): &(Place, Rostered),
    (there, other): &(Place, Rostered),
) -> Result<Vec<(Place, Vec<Rostered>)>, EditRefused> {
    let at = |place: Place, who: &Rostered| {
        plan.cell(place).iter().position(|standing| standing.is(who)).ok_or(EditRefused::NotThere)
    };
    let (place_of_one, place_of_other) = (at(*here, one)?, at(*there, other)?);
    let mut first = plan.cell(*here).to_vec();
    if here == there {
        first.swap(place_of_one, place_of_other);
        return Ok(vec![(*here, first)]);
    }
    let mut second = plan.cell(*there).to_vec();
    if let (Some(a), Some(b)) = (first.get_mut(place_of_one), second.get_mut(place_of_other)) {
        // 在岗带班 belongs to the turn, and stays with it.
        std::mem::swap(a, b);
        std::mem::swap(&mut a.on_site, &mut b.on_site);
    }
    Ok(vec![(*here, first), (*there, second)])
}
