//! 值班表 as it holds: one month of one unit, with its history, and what lost against it as proposals.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::edit::CellChange;
use super::lint::Explained;
use super::plan::{Day, Place, Plan, index};
use super::published::{Consent, DayRow, RosterChanged, subject_of, unpacked};
use crate::Moment;
use crate::entry::{Content, EntryId, Subject};
use crate::incident::{ReceiptShown, Relayed};
use crate::placed::Placed;
use crate::unit::UnitCode;

/// What became of a publication or a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RosterStep {
    /// The entry.
    pub entry: Uuid,
    /// When it was made at the desk.
    pub at: Moment,
    /// The machine's receipt.
    pub receipt: Option<ReceiptShown>,
    /// Typed into the national system.
    pub relay: Option<Relayed>,
}

/// A change that holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RosterChange {
    /// What became of it.
    pub step: RosterStep,
    /// Who stood where, and who stands there.
    pub cells: Vec<CellChange>,
    /// Why.
    pub reason: String,
    /// 本人同意
    pub consents: Vec<Consent>,
    /// 带班领导 who agreed.
    pub agreed: Consent,
}

/// A change or a month that named what did not stand any more: nobody's work is lost, and nothing of it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RosterProposal {
    /// The entry.
    pub entry: Uuid,
    /// When it was made at the desk.
    pub at: Moment,
    /// What it would change of the month as it holds.
    pub cells: Vec<CellChange>,
    /// Why; empty where it was a month.
    pub reason: String,
}

/// One month of one unit as folded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Roster {
    /// The subject.
    pub id: Uuid,
    /// The unit.
    pub unit: UnitCode,
    /// Who stands where.
    pub plan: Plan,
    /// The entry that each day stands by.
    pub heads: Vec<Uuid>,
    /// Why gaps and overlaps stand.
    pub explained: Vec<Explained>,
    /// The publication.
    pub published: RosterStep,
    /// What was changed since, in the order in which it holds.
    pub changes: Vec<RosterChange>,
    /// What is to be decided.
    pub proposals: Vec<RosterProposal>,
}

/// What of an entry bears on the month.
struct Said<'e> {
    placed: &'e Placed,
    rows: &'e [DayRow],
    days: Vec<(u32, Day)>,
    changed: Option<&'e RosterChanged>,
}

impl Roster {
    /// Folds the entries of one subject, which come in the fold's order; none where no month was published. What names rows
    /// that do not stand is a proposal; an entry that came before what it names is taken up behind it.
    #[must_use]
    pub fn fold(subject: Subject, entries: &[Placed]) -> Option<Self> {
        let mut waiting: Vec<Said<'_>> = entries.iter().filter_map(|placed| said(subject, placed)).collect();
        let first = waiting.iter().position(|said| said.changed.is_none())?;
        let mut roster = Self::published(subject, &waiting.remove(first))?;
        while let Some(next) = waiting.iter().position(|said| roster.stands_on(said)) {
            let said = waiting.remove(next);
            roster.take(&said);
        }
        roster.proposals = waiting.iter().filter_map(|said| roster.proposal(said)).collect();
        let settled: Vec<EntryId> = entries
            .iter()
            .filter(|one| roster.step(one.header.id).is_some())
            .filter_map(|one| settles(&one.content))
            .collect();
        roster.proposals.retain(|proposal| !settled.contains(&proposal.entry));
        roster.relayed(entries);
        Some(roster)
    }

    fn published(subject: Subject, said: &Said<'_>) -> Option<Self> {
        let Content::RosterPublished(published) = &said.placed.content else { return None };
        let plan = Plan {
            month: published.month,
            lines: published.lines.clone(),
            days: said.days.iter().map(|(_, day)| day.clone()).collect(),
        };
        let entry = said.placed.header.id;
        Some(Self {
            id: subject,
            unit: said.placed.header.unit.clone(),
            heads: vec![entry; plan.days.len()],
            plan,
            explained: published.explained.clone(),
            published: step(said.placed),
            changes: Vec::new(),
            proposals: Vec::new(),
        })
    }

    /// The entry by which a day stands.
    #[must_use]
    pub fn head(&self, day: u32) -> Option<EntryId> {
        self.heads.get(index(day.checked_sub(1)?)).copied()
    }

    /// The publication and every change since, in the order in which they hold.
    pub fn steps(&self) -> impl Iterator<Item = &RosterStep> {
        std::iter::once(&self.published).chain(self.changes.iter().map(|change| &change.step))
    }

    /// What became of one of them.
    #[must_use]
    pub fn step(&self, entry: EntryId) -> Option<&RosterStep> {
        self.steps().find(|step| step.entry == entry)
    }

    fn stands_on(&self, said: &Said<'_>) -> bool {
        said.changed.is_some()
            && said.rows.iter().all(|row| row.replaces.is_some() && row.replaces == self.head(row.day))
    }

    fn take(&mut self, said: &Said<'_>) {
        let Some(changed) = said.changed else { return };
        let cells = self.cells_of(said);
        self.plan.apply(&cells);
        for (day, _) in &said.days {
            if let Some(head) = day.checked_sub(1).and_then(|day| self.heads.get_mut(index(day))) {
                *head = said.placed.header.id;
            }
        }
        self.explained.extend(changed.explained.iter().cloned());
        self.changes.push(RosterChange {
            step: step(said.placed),
            cells,
            reason: changed.reason.clone(),
            consents: changed.consents.clone(),
            agreed: changed.agreed.clone(),
        });
    }

    fn proposal(&self, said: &Said<'_>) -> Option<RosterProposal> {
        let cells = self.cells_of(said);
        let reason = said.changed.map(|changed| changed.reason.clone()).unwrap_or_default();
        // What says only what stands already asks for no decision.
        (!cells.is_empty()).then_some(RosterProposal {
            entry: said.placed.header.id,
            at: said.placed.header.claimed_at,
            cells,
            reason,
        })
    }

    /// What the rows of an entry change of the month as it is now.
    fn cells_of(&self, said: &Said<'_>) -> Vec<CellChange> {
        let of_day = |(day, cells): &(u32, Day)| {
            let day = *day;
            let each = (0..).zip(cells.clone()).map(move |(line, after)| (Place { day, line }, after));
            each.collect::<Vec<_>>()
        };
        let all = said.days.iter().flat_map(of_day);
        all.filter(|(place, _)| self.plan.has(*place))
            .map(|(place, after)| CellChange { place, before: self.plan.cell(place).to_vec(), after })
            .filter(|change| change.before != change.after)
            .collect()
    }

    fn relayed(&mut self, entries: &[Placed]) {
        for placed in entries.iter().filter(|placed| placed.header.unit == self.unit) {
            let Content::RosterEntered(relay) = &placed.content else { continue };
            let changes = self.changes.iter_mut().map(|change| &mut change.step);
            let of = std::iter::once(&mut self.published).chain(changes).find(|step| step.entry == relay.report);
            if let Some(step) = of {
                step.relay = Some(Relayed::of(relay));
            }
        }
    }

    /// Since when the whole of it stands in the national system: the month and every change; none while one is missing.
    #[must_use]
    pub fn entered_at(&self) -> Option<Moment> {
        // What changed nothing settled a proposal, and is typed nowhere.
        let changes = self.changes.iter().filter(|change| !change.cells.is_empty()).map(|change| &change.step);
        let steps = std::iter::once(&self.published).chain(changes);
        let times: Option<Vec<Moment>> = steps.map(|step| step.relay.as_ref().map(|relay| relay.at)).collect();
        times?.into_iter().max()
    }
}

/// An entry of this month by the unit whose month it is, if it is well formed.
fn said(subject: Subject, placed: &Placed) -> Option<Said<'_>> {
    let (month, people, rows, changed) = match &placed.content {
        Content::RosterPublished(published) => (published.month, &published.people, &published.rows, None),
        Content::RosterChanged(changed) => (changed.month, &changed.people, &changed.rows, Some(changed.as_ref())),
        _ => return None,
    };
    if subject_of(&placed.header.unit, month) != subject {
        return None;
    }
    let days: Vec<(u32, Day)> =
        rows.iter().map(|row| Some((row.day, unpacked(people, row)?))).collect::<Option<_>>()?;
    let well_formed = match &placed.content {
        Content::RosterPublished(published) => {
            let lines = published.lines.len();
            days.iter().map(|(day, _)| *day).eq(1..=month.length()) && days.iter().all(|(_, day)| day.len() == lines)
        }
        _ => days.iter().all(|(day, _)| month.day(*day).is_some()),
    };
    well_formed.then_some(Said { placed, rows, days, changed })
}

fn settles(content: &Content) -> Option<EntryId> {
    if let Content::RosterChanged(changed) = content { changed.settles } else { None }
}

fn step(placed: &Placed) -> RosterStep {
    RosterStep {
        entry: placed.header.id,
        at: placed.header.claimed_at,
        receipt: placed.receipt.as_ref().map(ReceiptShown::of),
        relay: None,
    }
}
