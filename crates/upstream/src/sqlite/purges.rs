//! 清除: which body a unit had taken away, and by which entry. The trigger on `entries` asks it: nothing else may change.

use std::collections::BTreeSet;

use domain::entry::{EntryId, Header};
use domain::purge::{Purged, takes};
use domain::unit::UnitCode;
use rusqlite::{Connection, OptionalExtension as _};

use super::{column, deliveries, shown};

pub(super) const CREATE: &str = "
CREATE TABLE purges (
    position INTEGER PRIMARY KEY REFERENCES entries (position),
    by       INTEGER NOT NULL REFERENCES entries (position)
) STRICT;
CREATE TRIGGER purges_are_never_changed BEFORE UPDATE ON purges
BEGIN SELECT RAISE(ABORT, '清除记录只增不改'); END;
CREATE TRIGGER purges_are_never_deleted BEFORE DELETE ON purges
BEGIN SELECT RAISE(ABORT, '清除记录只增不删'); END;
DROP TRIGGER entries_are_never_changed;
CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries
WHEN NEW.body IS NOT NULL
  OR NEW.position IS NOT OLD.position OR NEW.id IS NOT OLD.id OR NEW.device IS NOT OLD.device
  OR NEW.epoch IS NOT OLD.epoch OR NEW.seq IS NOT OLD.seq OR NEW.prev IS NOT OLD.prev OR NEW.unit IS NOT OLD.unit
  OR NEW.header_hash IS NOT OLD.header_hash OR NEW.header IS NOT OLD.header OR NEW.signature IS NOT OLD.signature
  OR NOT EXISTS (SELECT 1 FROM purges JOIN entries AS purged ON purged.position = purges.by
                 WHERE purges.position = OLD.position AND purged.unit = OLD.unit
                   AND purged.header ->> '$.kind' = 'purged'
                   AND purged.header ->> '$.subject' = OLD.header ->> '$.subject')
BEGIN SELECT RAISE(ABORT, '条目只增不改'); END;
";

/// Takes the bodies away that a purge names and may take, and lets those who were shown all of them hear of it. What it may
/// not take stays, and nobody is told whether it is there.
pub(super) fn apply(connection: &Connection, by: &Header, position: u64, purged: &Purged) -> rusqlite::Result<()> {
    let mut readers: Option<BTreeSet<String>> = None;
    for body in &purged.bodies {
        let held = place_of(connection, body.entry)?.filter(|(_, header)| takes(by, purged, header));
        let Some((cleared, _)) = held else {
            readers = Some(BTreeSet::new());
            continue;
        };
        connection
            .prepare_cached("INSERT INTO purges (position, by) VALUES (?1, ?2) ON CONFLICT (position) DO NOTHING")?
            .execute((column::stored(cleared), column::stored(position)))?;
        connection
            .prepare_cached("UPDATE entries SET body = NULL WHERE position = ?1 AND body IS NOT NULL")?
            .execute([column::stored(cleared)])?;
        let of_this = deliveries::readers(connection, cleared)?;
        readers = Some(readers.map_or_else(|| of_this.clone(), |all| &all & &of_this));
    }
    for unit in readers.unwrap_or_default() {
        shown::show(connection, &UnitCode(unit), position, position)?;
    }
    Ok(())
}

fn place_of(connection: &Connection, id: EntryId) -> rusqlite::Result<Option<(u64, Header)>> {
    let found = connection
        .prepare_cached("SELECT position, header FROM entries WHERE id = ?1")?
        .query_row([id.to_string()], |row| Ok((column::count(row, 0)?, row.get::<_, String>(1)?)))
        .optional()?;
    Ok(found.and_then(|(position, header)| Some((position, serde_json::from_str(&header).ok()?))))
}
