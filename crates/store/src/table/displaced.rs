//! `displaced`: own entries that never got a receipt, were issued again in a later epoch, and whose place in the chain
//! the upstream gave to another. They leave `entries` for the one that has the place, and are kept here byte for byte.

use domain::entry::{DeviceId, EntryId, Sealed, Subject};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::error::StoreError;
use crate::table::entry::parse_id;

/// Migration 7. From here on an entry may leave `entries` where the same bytes are kept here and no receipt speaks of it.
pub(crate) const CREATE: &str = "
CREATE TABLE displaced (
    id        TEXT PRIMARY KEY,
    header    TEXT NOT NULL,
    body      TEXT,
    signature TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER displaced_are_never_changed BEFORE UPDATE ON displaced
BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER displaced_are_never_deleted BEFORE DELETE ON displaced
BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
DROP TRIGGER entries_are_never_deleted;
CREATE TRIGGER entries_are_never_deleted BEFORE DELETE ON entries
WHEN EXISTS (SELECT 1 FROM receipts WHERE entry = OLD.id)
  OR NOT EXISTS (SELECT 1 FROM displaced WHERE id = OLD.id AND header = OLD.header AND body IS OLD.body
                 AND signature = OLD.signature)
BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
";

/// Whether these very bytes made way once.
pub(crate) fn holds(connection: &Connection, id: EntryId, sealed: &Sealed) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM displaced WHERE id = ?1 AND header = ?2")?;
    Ok(statement.exists(params![id.to_string(), sealed.header])?)
}

/// What of a chain, from a place on, has neither receipt nor a wish to be sent: it was issued again.
const ISSUED_AGAIN: &str = "device = ?1 AND epoch = ?2 AND seq >= ?3
    AND NOT EXISTS (SELECT 1 FROM receipts WHERE entry = entries.id)
    AND NOT EXISTS (SELECT 1 FROM queue WHERE entry = entries.id)";

/// Makes a place free for the entry that has it at the upstream. Behind it, what had no receipt hangs on a chain that
/// nobody else knows, and goes with it. Names the subjects that lost an entry by it.
pub(crate) fn make_way(
    connection: &Connection,
    (device, epoch): (DeviceId, u32),
    seq: u64,
    arriving: EntryId,
) -> Result<Vec<Subject>, StoreError> {
    let seq = i64::try_from(seq).unwrap_or(i64::MAX);
    let place = params![device.to_string(), epoch, seq];
    let held: Option<String> = connection
        .prepare_cached("SELECT id FROM entries WHERE device = ?1 AND epoch = ?2 AND seq = ?3")?
        .query_row(place, |row| row.get(0))
        .optional()?;
    let Some(held) = held.filter(|held| *held != arriving.to_string()) else { return Ok(Vec::new()) };
    connection
        .prepare_cached(&format!(
            "INSERT OR IGNORE INTO displaced SELECT id, header, body, signature FROM entries WHERE {ISSUED_AGAIN}"
        ))?
        .execute(place)?;
    if !connection.prepare_cached("SELECT 1 FROM displaced WHERE id = ?1")?.exists([&held])? {
        return Err(StoreError::Taken(parse_id(&held)?));
    }
    let mut statement =
        connection.prepare_cached(&format!("DELETE FROM entries WHERE {ISSUED_AGAIN} RETURNING subject"))?;
    let subjects = statement.query_map(place, |row| row.get::<_, String>(0))?;
    subjects.map(|subject| parse_id(&subject?)).collect()
}
