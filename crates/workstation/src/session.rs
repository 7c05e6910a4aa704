//! 值班登录: who signed in at this desk, over restarts, and whose name an entry bears. The desk itself (值班岗位) writes where
//! nobody signed in, or where the one who did is locked out.

use chrono::TimeDelta;
use domain::Moment;
use domain::entry::Author;
use serde::{Deserialize, Serialize};
use store::table::{setting, view};
use store::{Store, StoreError, Writing};
use uuid::Uuid;

const SESSION: &str = "session";
const LOCK_AFTER: &str = "lock_after_minutes";
/// Minutes without a key after which the desk is locked, unless a person chose otherwise.
const USUAL_LOCK: u32 = 10;
/// A first report that is not on record by then is no longer what keeps the desk open.
const FIRST_REPORT_WITHIN: TimeDelta = TimeDelta::hours(24);

/// Under whose name drafts are kept while nobody has signed in.
pub(crate) const DESK_AUTHOR: &str = "desk";

/// An officer who signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Session {
    pub(crate) officer: Uuid,
    pub(crate) since: Moment,
    pub(crate) locked: bool,
}

/// Who signed in last and has not left; none where the desk is nobody's.
pub(crate) fn session(store: &Store) -> Result<Option<Session>, StoreError> {
    Ok(store.setting(SESSION)?.flatten())
}

pub(crate) fn remember(writing: &mut Writing<'_>, session: Option<&Session>) -> Result<(), StoreError> {
    writing.set(SESSION, &session)
}

/// Whose name an entry bears that is written now.
pub(crate) fn author(store: &Store) -> Result<Author, StoreError> {
    let unlocked = session(store)?.filter(|session| !session.locked);
    Ok(unlocked.map_or(Author::Desk, |session| Author::Officer(session.officer)))
}

/// Under which name drafts are kept that are written now.
pub(crate) fn draft_author(store: &Store) -> Result<String, StoreError> {
    Ok(author_key(&author(store)?))
}

/// The name under which an author's drafts are kept.
pub(crate) fn author_key(author: &Author) -> String {
    match author {
        Author::Desk => DESK_AUTHOR.to_owned(),
        Author::Officer(officer) => officer.to_string(),
    }
}

/// Minutes without a key after which the desk is locked; 0 for never.
pub(crate) fn lock_after(store: &Store) -> Result<u32, StoreError> {
    Ok(setting::get(store.connection(), LOCK_AFTER)?.unwrap_or(USUAL_LOCK))
}

pub(crate) fn remember_lock_after(writing: &mut Writing<'_>, minutes: u32) -> Result<(), StoreError> {
    writing.set(LOCK_AFTER, &minutes)
}

/// Whether a first report is owed: then nothing stands between the officer and the form.
fn owes_a_first_report(store: &Store, now: Moment) -> Result<bool, StoreError> {
    let since = now - FIRST_REPORT_WITHIN;
    let owed = view::running_incidents(store.connection(), since)?.into_iter().any(|incident| {
        let on_record = incident.first_report().is_some_and(|report| report.entered_at().is_some());
        incident.is_open() && !on_record && incident.first_received >= since
    });
    Ok(owed)
}

/// Whether the desk does not lock itself: somebody is on the phone, or a first report is owed.
pub(crate) fn stays_unlocked(store: &Store, now: Moment) -> Result<bool, StoreError> {
    let since = now - FIRST_REPORT_WITHIN;
    let on_the_phone = view::open_calls(store.connection())?.iter().any(|call| call.received_at >= since);
    Ok(on_the_phone || owes_a_first_report(store, now)?)
}

/// Whether the rooms lie behind the lock. A call is taken before it; a first report that is owed lifts it.
pub(crate) fn is_locked(store: &Store, now: Moment) -> Result<bool, StoreError> {
    let locked = session(store)?.is_some_and(|session| session.locked);
    Ok(locked && !owes_a_first_report(store, now)?)
}
