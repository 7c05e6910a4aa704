//! `purges`: which body was cleared by which entry; `persons`: matters in which somebody is still named. Both are folded from
//! the entries; the trigger on `entries` asks the first.

use domain::Moment;
use domain::entry::{EntryId, Subject};
use domain::placed::Placed;
use domain::purge::Remainder;
use rusqlite::{Connection, OptionalExtension as _};

use crate::error::StoreError;
use crate::table::entry::{instant, parse_id};
use crate::table::setting;

/// Migration 7. From here on a body may be taken away where a purge of the same matter and unit is recorded, and nothing
/// else of an entry may change.
pub(crate) const CREATE: &str = "
CREATE TABLE purges (
    entry TEXT PRIMARY KEY REFERENCES entries (id),
    by    TEXT NOT NULL REFERENCES entries (id)
) STRICT, WITHOUT ROWID;
CREATE TABLE persons (
    subject TEXT PRIMARY KEY,
    since   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX persons_by_time ON persons (since);
DROP TRIGGER entries_are_never_changed;
CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries
WHEN NEW.body IS NOT NULL
  OR NEW.id IS NOT OLD.id OR NEW.device IS NOT OLD.device OR NEW.epoch IS NOT OLD.epoch OR NEW.seq IS NOT OLD.seq
  OR NEW.subject IS NOT OLD.subject OR NEW.entered_at IS NOT OLD.entered_at OR NEW.header IS NOT OLD.header
  OR NEW.signature IS NOT OLD.signature
  OR NOT EXISTS (SELECT 1 FROM purges JOIN entries AS purged ON purged.id = purges.by
                 WHERE purges.entry = OLD.id AND purged.subject = OLD.subject
                   AND purged.header ->> '$.kind' = 'purged' AND purged.header ->> '$.unit' = OLD.header ->> '$.unit')
BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
";

/// The setting that says: something is gone, and its bytes are still in the file.
pub const WRITE_ANEW: &str = "write_anew";

/// What was cleared at this desk so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleared {
    /// Bodies that are gone.
    pub bodies: u32,
    /// When the newest purge was entered.
    pub last_at: Moment,
}

/// Takes the bodies away of these entries, each under the purge that says so. Once is as good as twice.
pub(crate) fn apply(connection: &Connection, cleared: &[(EntryId, EntryId)]) -> Result<(), StoreError> {
    for (entry, by) in cleared {
        connection
            .prepare_cached(
                "INSERT INTO purges (entry, by) VALUES (?1, ?2) ON CONFLICT (entry) DO UPDATE SET by = excluded.by",
            )?
            .execute([entry.to_string(), by.to_string()])?;
        let gone = connection
            .prepare_cached("UPDATE entries SET body = NULL WHERE id = ?1 AND body IS NOT NULL")?
            .execute([entry.to_string()])?;
        if gone > 0 {
            setting::put(connection, WRITE_ANEW, &true)?;
        }
    }
    Ok(())
}

/// Since when somebody is named in a matter; none where nobody is.
pub(crate) fn named_since(placed: &[Placed]) -> Option<Moment> {
    let naming = placed.iter().filter(|one| Remainder::of(&one.content).is_some());
    naming.map(|one| one.header.entered_at).min()
}

/// The same as it is kept.
pub(crate) fn kept_since(connection: &Connection, subject: Subject) -> Result<Option<Moment>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT since FROM persons WHERE subject = ?1")?;
    let since: Option<String> = statement.query_row([subject.to_string()], |row| row.get(0)).optional()?;
    let unreadable = |_| StoreError::Damaged("提到个人的起始时间无法读取".to_owned());
    since.map(|since| since.parse().map_err(unreadable)).transpose()
}

/// Keeps since when somebody is named in a matter.
pub(crate) fn put_persons(connection: &Connection, subject: Subject, since: Option<Moment>) -> Result<(), StoreError> {
    match since {
        Some(since) => connection
            .prepare_cached(
                "INSERT INTO persons (subject, since) VALUES (?1, ?2)
                 ON CONFLICT (subject) DO UPDATE SET since = excluded.since WHERE since <> excluded.since",
            )?
            .execute([subject.to_string(), instant(since)])?,
        None => connection.prepare_cached("DELETE FROM persons WHERE subject = ?1")?.execute([subject.to_string()])?,
    };
    Ok(())
}

/// The matters in which somebody has been named since before that instant, oldest first.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn naming_somebody(connection: &Connection, before: Moment) -> Result<Vec<Subject>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT subject FROM persons WHERE since <= ?1 ORDER BY since, subject")?;
    let rows = statement.query_map([instant(before)], |row| row.get::<_, String>(0))?;
    rows.map(|subject| parse_id(&subject?)).collect()
}

/// What was cleared so far; none where nothing was.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn cleared(connection: &Connection) -> Result<Option<Cleared>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT count(*), max(entries.entered_at) FROM purges JOIN entries ON entries.id = purges.by",
    )?;
    let (bodies, last): (u32, Option<String>) = statement.query_one([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let last_at = last.and_then(|text| text.parse().ok());
    Ok(last_at.map(|last_at| Cleared { bodies, last_at }))
}

/// The purge itself was issued again under another id.
pub(crate) fn name_anew(connection: &Connection, old: EntryId, new: EntryId) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE purges SET by = ?2 WHERE by = ?1")?
        .execute([old.to_string(), new.to_string()])?;
    Ok(())
}

/// The entry that recorded the purge of this one's body.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn purged_by(connection: &Connection, entry: EntryId) -> Result<Option<EntryId>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT by FROM purges WHERE entry = ?1")?;
    let by: Option<String> = statement.query_row([entry.to_string()], |row| row.get(0)).optional()?;
    by.map(|by| parse_id(&by)).transpose()
}
