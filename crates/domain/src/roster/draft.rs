//! 排班草稿: a month as it is being planned on one desk, with every step back.

use serde::{Deserialize, Serialize};

use super::edit::{CellChange, EditRefused, Heeding, RosterEdit};
use super::fold::Roster;
use super::lint::Explained;
use super::plan::{Plan, index};
use crate::entry::EntryId;

/// So many steps can be taken back.
pub const MOST_STEPS: usize = 200;

/// A month as it is being planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RosterDraft {
    /// Who stands where.
    pub plan: Plan,
    /// By which entry each day stood when this was begun; empty: nothing was published.
    pub heads: Vec<EntryId>,
    /// As it stood then.
    pub begun: Plan,
    /// Steps that can be taken back, the last one last.
    pub done: Vec<Vec<CellChange>>,
    /// Steps that were taken back, the last one last.
    pub undone: Vec<Vec<CellChange>>,
    /// Why gaps and overlaps stand.
    pub explained: Vec<Explained>,
}

impl RosterDraft {
    /// A month that nobody has begun.
    #[must_use]
    pub fn blank(plan: Plan) -> Self {
        Self {
            begun: plan.clone(),
            plan,
            heads: Vec::new(),
            done: Vec::new(),
            undone: Vec::new(),
            explained: Vec::new(),
        }
    }

    /// A change of a month that is out.
    #[must_use]
    pub fn of(roster: &Roster) -> Self {
        Self { heads: roster.heads.clone(), explained: roster.explained.clone(), ..Self::blank(roster.plan.clone()) }
    }

    /// One step more; nothing that stands so already is a step.
    ///
    /// # Errors
    /// [`EditRefused`]: nothing is changed.
    pub fn edit(&mut self, edit: &RosterEdit, heeding: &Heeding<'_>) -> Result<(), EditRefused> {
        let changes = edit.changes(&self.plan, heeding)?;
        if changes.is_empty() {
            return Ok(());
        }
        self.plan.apply(&changes);
        self.undone.clear();
        self.done.push(changes);
        if self.done.len() > MOST_STEPS {
            self.done.remove(0);
        }
        Ok(())
    }

    /// Takes the last step back; nothing where there is none.
    pub fn undo(&mut self) {
        if let Some(changes) = self.done.pop() {
            self.plan.undo(&changes);
            self.undone.push(changes);
        }
    }

    /// Takes it again.
    pub fn redo(&mut self) {
        if let Some(changes) = self.undone.pop() {
            self.plan.apply(&changes);
            self.done.push(changes);
        }
    }

    /// What it changes of the month as it stood when this was begun.
    #[must_use]
    pub fn changes(&self) -> Vec<CellChange> {
        let places = self.plan.places().map(|(place, ..)| place);
        places
            .map(|place| CellChange {
                place,
                before: self.begun.cell(place).to_vec(),
                after: self.plan.cell(place).to_vec(),
            })
            .filter(|change| change.before != change.after)
            .collect()
    }

    /// Days that it changes and that somebody else has changed since.
    #[must_use]
    pub fn overtaken(&self, roster: &Roster) -> Vec<u32> {
        let mut days: Vec<u32> = self.changes().iter().map(|change| change.place.day).collect();
        days.dedup();
        let head = |day: u32| self.heads.get(index(day.wrapping_sub(1))).copied();
        days.retain(|day| head(*day) != roster.head(*day));
        days
    }
}
