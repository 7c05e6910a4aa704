//! `settings`, unread: which entries a later version of this program wrote. They are kept as they came and are folded once
//! this program can read them.

use std::collections::{BTreeMap, BTreeSet};

use domain::entry::{EntryError, EntryId, Subject};
use rusqlite::Connection;

use crate::error::StoreError;
use crate::table::{entry, setting};

const UNREAD: &str = "unread";

/// By their subjects.
type Unread = BTreeMap<Subject, BTreeSet<EntryId>>;

/// What a later version wrote, by its subjects.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn all(connection: &Connection) -> Result<Unread, StoreError> {
    Ok(setting::get(connection, UNREAD)?.unwrap_or_default())
}

/// What of a subject was found unread when it was folded.
pub(crate) fn put(connection: &Connection, subject: Subject, found: BTreeSet<EntryId>) -> Result<(), StoreError> {
    let mut unread = all(connection)?;
    let before = if found.is_empty() { unread.remove(&subject) } else { unread.insert(subject, found.clone()) };
    if before.unwrap_or_default() == found { Ok(()) } else { setting::put(connection, UNREAD, &unread) }
}

/// Subjects of which this program can read something that the one before it could not.
pub(crate) fn readable_now(connection: &Connection) -> Result<Vec<Subject>, StoreError> {
    let mut readable = Vec::new();
    for (subject, entries) in all(connection)? {
        for id in entries {
            if !is_unread(connection, id)? {
                readable.push(subject);
                break;
            }
        }
    }
    Ok(readable)
}

fn is_unread(connection: &Connection, id: EntryId) -> Result<bool, StoreError> {
    let Some(sealed) = entry::find(connection, id)? else { return Ok(false) };
    Ok(sealed.read_content(&sealed.read_header()?) == Err(EntryError::Newer))
}
