//! `purges`: which body was cleared by which entry. Folded from the entries; the trigger on `entries` asks it.

use domain::entry::EntryId;
use domain::purge::Purged;
use rusqlite::Connection;

use crate::error::StoreError;

/// Migration 7. From here on a body may be taken away where a purge is recorded, and nothing else of an entry may change.
pub(crate) const CREATE: &str = "
CREATE TABLE purges (
    entry TEXT PRIMARY KEY REFERENCES entries (id),
    by    TEXT NOT NULL REFERENCES entries (id)
) STRICT, WITHOUT ROWID;
DROP TRIGGER entries_are_never_changed;
CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries
WHEN NEW.body IS NOT NULL
  OR NEW.id IS NOT OLD.id OR NEW.device IS NOT OLD.device OR NEW.epoch IS NOT OLD.epoch OR NEW.seq IS NOT OLD.seq
  OR NEW.subject IS NOT OLD.subject OR NEW.entered_at IS NOT OLD.entered_at OR NEW.header IS NOT OLD.header
  OR NEW.signature IS NOT OLD.signature
  OR NOT EXISTS (SELECT 1 FROM purges WHERE entry = OLD.id)
BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
";

/// Records a purge and takes the bodies away that are held here. Once is as good as twice.
pub(crate) fn apply(connection: &Connection, by: EntryId, purged: &Purged) -> Result<(), StoreError> {
    for body in &purged.bodies {
        let held = connection
            .prepare_cached(
                "INSERT INTO purges (entry, by) SELECT id, ?2 FROM entries WHERE id = ?1
                 ON CONFLICT (entry) DO UPDATE SET by = by",
            )?
            .execute([body.entry.to_string(), by.to_string()])?;
        if held > 0 {
            connection
                .prepare_cached("UPDATE entries SET body = NULL WHERE id = ?1 AND body IS NOT NULL")?
                .execute([body.entry.to_string()])?;
        }
    }
    Ok(())
}

/// The entry that recorded the purge of this one's body.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn purged_by(connection: &Connection, entry: EntryId) -> Result<Option<EntryId>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT by FROM purges WHERE entry = ?1")?;
    let mut rows = statement.query([entry.to_string()])?;
    rows.next()?.map(|row| super::entry::parse_id(&row.get::<_, String>(0)?)).transpose()
}
