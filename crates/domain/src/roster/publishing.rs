//! 发布和变更的条件: what must be there before a month goes out, and before it is changed once it is out.

use super::edit::CellChange;
use super::fold::Roster;
use super::lint::{Against, Explained, Fault, lint};
use super::plan::Plan;
use super::published::{Consent, RosterChanged, RosterPublished, concerned, rows_of};
use crate::Moment;
use crate::entry::EntryId;

/// Why a month or a change does not go out yet. Each says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotYet {
    /// Gaps and overlaps that nobody has explained.
    #[error("有{}处缺岗或重叠没有说明，请补排或写说明：{}", .0.len(), first_of(.0))]
    Unexplained(Vec<Fault>),
    /// Nothing would change.
    #[error("没有改动，不需要变更")]
    NothingChanged,
    /// No reason.
    #[error("请写变更原因")]
    NoReason,
    /// People whose turns change and who have not agreed.
    #[error("请登记{}本人是否同意、怎样同意的", .0.join("、"))]
    NotAsked(Vec<String>),
    /// No leader.
    #[error("请登记同意变更的带班领导和方式")]
    NoLeader,
}

fn first_of(faults: &[Fault]) -> String {
    faults.first().map(|fault| format!("{}日{}", fault.place.day, fault.words)).unwrap_or_default()
}

/// What an officer says of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grounds {
    /// Why.
    pub reason: String,
    /// 本人同意
    pub consents: Vec<Consent>,
    /// 带班领导 who agreed, and how.
    pub agreed: Consent,
    /// Why gaps and overlaps stand that it makes.
    pub explained: Vec<Explained>,
    /// A proposal that is settled by it.
    pub settles: Option<EntryId>,
}

/// The month as it goes out.
///
/// # Errors
/// [`NotYet::Unexplained`] where somewhere nobody would be there, or one person in two places, and nobody says why.
pub fn publish(plan: &Plan, against: &Against<'_>, explained: &[Explained]) -> Result<RosterPublished, NotYet> {
    let faults = lint(plan, against);
    Ok(RosterPublished::of(plan, kept(&faults, explained)?))
}

/// A change as it goes out.
///
/// # Errors
/// [`NotYet`]: what is missing.
pub fn change(
    roster: &Roster,
    cells: &[CellChange],
    against: &Against<'_>,
    grounds: Grounds,
    at: Moment,
) -> Result<RosterChanged, NotYet> {
    let Grounds { reason, consents, agreed, explained, settles } = grounds;
    if cells.is_empty() && settles.is_none() {
        return Err(NotYet::NothingChanged);
    }
    if reason.trim().is_empty() {
        return Err(NotYet::NoReason);
    }
    let has_agreed =
        |name: &String| consents.iter().any(|consent| consent.name == *name && !consent.how.trim().is_empty());
    let not_asked: Vec<String> = concerned(cells).into_iter().filter(|name| !has_agreed(name)).collect();
    if !not_asked.is_empty() {
        return Err(NotYet::NotAsked(not_asked));
    }
    if agreed.name.trim().is_empty() || agreed.how.trim().is_empty() {
        return Err(NotYet::NoLeader);
    }
    let mut plan = roster.plan.clone();
    plan.apply(cells);
    // What was wrong before does not hinder what has to be changed now.
    let before = lint(&roster.plan, against);
    let made: Vec<Fault> = lint(&plan, against).into_iter().filter(|fault| !before.contains(fault)).collect();
    let explained = kept(&made, &explained)?;
    let (people, rows) = rows_of(&plan, cells, |day| roster.head(day));
    Ok(RosterChanged { month: plan.month, people, rows, reason, consents, agreed, at, explained, settles })
}

/// Of what was explained, what explains something.
fn kept(faults: &[Fault], explained: &[Explained]) -> Result<Vec<Explained>, NotYet> {
    let hindering: Vec<Fault> = faults.iter().filter(|fault| fault.hinders(explained)).cloned().collect();
    if !hindering.is_empty() {
        return Err(NotYet::Unexplained(hindering));
    }
    let must = faults.iter().filter(|fault| fault.of.must_be_explained());
    let said = must.filter_map(|fault| {
        let reason = fault.explained(explained)?.to_owned();
        Some(Explained { of: fault.of, place: fault.place, who: fault.who.clone(), reason })
    });
    Ok(said.collect())
}
