//! 清除: once a day what a caller left of themselves goes, by the packs' rules, and drafts that nobody needs go too. By
//! itself never while a call is open or a first report is owed; the file is never written anew then.

use chrono::{NaiveDate, TimeDelta};
use domain::Moment;
use domain::beijing;
use domain::entry::{Author, Content, Subject};
use domain::incident::Incident;
use domain::pack::RetentionRule;
use domain::purge::{self, Purged};
use serde::Serialize;
use store::table::purge::WRITE_ANEW;
use store::table::{draft, setting, view};
use store::{Store, StoreError, readable_entries};

use crate::door::DoorError;
use crate::sealing::Happening;
use crate::session::stays_unlocked;
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Days after which a draft goes: after it was submitted, or its matter was closed. Typing times go with it.
pub(crate) const DRAFT_DAYS: i64 = 30;

const CLEARED_ON: &str = "cleared_on";

/// What was cleared, or would be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Clearing {
    /// Matters (calls and incidents) of which something was cleared.
    pub matters: u32,
    /// Bodies that were cleared.
    pub bodies: u32,
    /// Drafts that were removed.
    pub drafts: u32,
}

/// Whether today's clearing has not been done, and now is a time for it.
pub(crate) fn is_owed(desk: &Workstation, tick: &Tick) -> Result<bool, StoreError> {
    let store = desk.store();
    let done_on: Option<NaiveDate> = setting::get(store.connection(), CLEARED_ON)?;
    let owed = done_on != Some(beijing::date(tick.now())) || bytes_remain(&store)?;
    Ok(owed && desk.enrolment().is_some() && !stays_unlocked(&store, tick.now())?)
}

/// Clears what the rules say, matter by matter, so that a ringing phone waits for one of them at most.
///
/// # Errors
/// [`DoorError`] where the file cannot be written; what was cleared until then is cleared and recorded.
pub fn clear(desk: &Workstation, tick: &Tick) -> Result<Clearing, DoorError> {
    desk.store().write(|writing| writing.set(CLEARED_ON, &beijing::date(tick.now())))?;
    let packs = desk.packs();
    let mut done = Clearing::default();
    // The store is let go between matters.
    let matters = may_be_due(&desk.store(), packs.retention(), tick.now())?;
    for subject in matters {
        let bodies = clear_matter(desk, tick, packs.retention(), subject)?;
        if bodies > 0 {
            done.matters += 1;
            done.bodies += bodies;
            desk.changed(Some(subject));
        }
    }
    let drafts = drafts_due(&desk.store(), tick.now())?;
    for (subject, author) in drafts {
        desk.store().write(|writing| {
            writing.remove_draft(subject, &author)?;
            writing.set(WRITE_ANEW, &true)
        })?;
        done.drafts += 1;
    }
    forget_bytes(desk, tick)?;
    desk.shown(None);
    Ok(done)
}

/// What [`clear`] would clear now.
///
/// # Errors
/// [`DoorError`] where the file cannot be read.
pub fn would_clear(desk: &Workstation, tick: &Tick) -> Result<Clearing, DoorError> {
    let packs = desk.packs();
    let store = desk.store();
    let unit = desk.own_unit()?.code;
    let mut found = Clearing::default();
    for subject in may_be_due(&store, packs.retention(), tick.now())? {
        let placed = readable_entries(store.connection(), subject)?;
        let bodies = count(&purge::due(packs.retention(), &unit, subject, &placed, tick.now()));
        found.matters += u32::from(bodies > 0);
        found.bodies += bodies;
    }
    found.drafts = u32::try_from(drafts_due(&store, tick.now())?.len()).unwrap_or(u32::MAX);
    Ok(found)
}

/// Matters in which somebody has been named for as long as the shortest rule says.
fn may_be_due(store: &Store, rules: &[RetentionRule], now: Moment) -> Result<Vec<Subject>, StoreError> {
    let Some(days) = rules.iter().map(|rule| rule.days).min() else { return Ok(Vec::new()) };
    let Some(before) = now.checked_sub_signed(TimeDelta::days(i64::from(days))) else { return Ok(Vec::new()) };
    store::table::purge::naming_somebody(store.connection(), before)
}

/// The record of it and its going are one transaction.
fn clear_matter(desk: &Workstation, tick: &Tick, rules: &[RetentionRule], subject: Subject) -> Result<u32, DoorError> {
    desk.sealing(tick, |sealer, store, _| {
        let placed = readable_entries(store.connection(), subject)?;
        let due = purge::due(rules, &sealer.unit.code, subject, &placed, tick.now());
        let bodies = count(&due);
        if bodies > 0 {
            store.write(|writing| {
                due.into_iter().try_for_each(|purged| {
                    let happening = Happening::now(subject, Content::Purged(purged), tick).by(Author::Desk);
                    sealer.append(writing, happening).map(drop)
                })
            })?;
        }
        Ok(bodies)
    })
}

fn count(due: &[Purged]) -> u32 {
    u32::try_from(due.iter().map(|purged| purged.bodies.len()).sum::<usize>()).unwrap_or(u32::MAX)
}

/// Drafts whose matter was closed, or which were submitted, so long ago.
fn drafts_due(store: &Store, now: Moment) -> Result<Vec<(Subject, String)>, StoreError> {
    let before = now - TimeDelta::days(DRAFT_DAYS);
    let mut due = draft::untouched_since(store.connection(), before)?;
    let mut trouble = None;
    due.retain(|(subject, author)| match done_with_at(store, *subject, author) {
        Ok(at) => at.is_some_and(|at| at <= before),
        Err(error) => {
            trouble = Some(error);
            false
        }
    });
    trouble.map_or(Ok(due), Err)
}

fn done_with_at(store: &Store, subject: Subject, author: &str) -> Result<Option<Moment>, StoreError> {
    let connection = store.connection();
    let Some(incident) = view::incident(connection, subject)? else {
        return Ok(view::call(connection, subject)?.and_then(|call| call.ended_at));
    };
    let saved = draft::find(connection, subject, author)?;
    let submitted = saved.filter(|saved| incident.being_written(&saved.draft).is_none());
    let submitted_at = submitted.and_then(|_| Some(incident.last_report()?.submitted_at));
    Ok(submitted_at.or_else(|| closed_at(&incident)))
}

fn closed_at(incident: &Incident) -> Option<Moment> {
    incident.ended.as_ref().filter(|_| !incident.is_open()).map(|ended| ended.at)
}

fn bytes_remain(store: &Store) -> Result<bool, StoreError> {
    Ok(setting::get(store.connection(), WRITE_ANEW)?.unwrap_or(false))
}

/// Writes the file anew, which everything waits for: not while somebody rings or a first report is owed.
fn forget_bytes(desk: &Workstation, tick: &Tick) -> Result<(), StoreError> {
    let mut store = desk.store();
    if !bytes_remain(&store)? || stays_unlocked(&store, tick.now())? {
        return Ok(());
    }
    // The mark goes last: after a kill it is done again.
    store.write_anew()?;
    store.write(|writing| writing.set(WRITE_ANEW, &false))
}
