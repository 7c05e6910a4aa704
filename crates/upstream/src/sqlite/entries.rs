//! Entries as they came: exact header, body and signature, each at its position. Never changed, never deleted.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::digest::Digest;
use domain::entry::{EntryId, Sealed};
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::{column, deliveries};
use crate::batch::{Held, Named, Place};
use crate::prepared::Prepared;

/// The first trigger is for `INSERT OR REPLACE`, which deletes rows without firing delete triggers.
pub(super) const CREATE: &str = "
CREATE TABLE entries (
    position    INTEGER PRIMARY KEY CHECK (position >= 1),
    id          TEXT    NOT NULL UNIQUE,
    device      TEXT    NOT NULL REFERENCES devices (id),
    epoch       INTEGER NOT NULL,
    seq         INTEGER NOT NULL CHECK (seq >= 1),
    prev        TEXT    NOT NULL,
    unit        TEXT    NOT NULL REFERENCES units (code),
    header_hash TEXT    NOT NULL,
    header      TEXT    NOT NULL,
    body        TEXT,
    signature   TEXT    NOT NULL,
    UNIQUE (device, epoch, seq)
) STRICT;
CREATE TRIGGER entries_are_never_replaced BEFORE INSERT ON entries
WHEN EXISTS (SELECT 1 FROM entries WHERE position = NEW.position)
  OR EXISTS (SELECT 1 FROM entries WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM entries WHERE device = NEW.device AND epoch = NEW.epoch AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, '条目只增不改'); END;
CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, '条目只增不改'); END;
CREATE TRIGGER entries_are_never_deleted BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, '条目只增不删'); END;
";

const HELD: &str = "SELECT id, device, epoch, seq, position, header_hash, prev, signature FROM entries";

fn held(row: &Row<'_>) -> rusqlite::Result<Held> {
    Ok(Held {
        id: column::uuid(row, 0)?,
        place: (column::uuid(row, 1)?, row.get(2)?, column::count(row, 3)?),
        position: column::count(row, 4)?,
        header_hash: column::digest(row, 5)?,
        prev: column::digest(row, 6)?,
        signature: column::signature(row, 7)?,
    })
}

/// The entries with one of these ids, or at one of these places; each once.
pub(super) fn around(
    connection: &Connection,
    ids: &BTreeSet<EntryId>,
    places: &BTreeSet<Place>,
) -> rusqlite::Result<Vec<Held>> {
    let mut found = BTreeMap::new();
    let mut by_id = connection.prepare_cached(&format!("{HELD} WHERE id = ?1"))?;
    for id in ids {
        found.extend(by_id.query_row([id.to_string()], held).optional()?.map(|held| (held.id, held)));
    }
    let mut by_place = connection.prepare_cached(&format!("{HELD} WHERE device = ?1 AND epoch = ?2 AND seq = ?3"))?;
    for (device, epoch, seq) in places {
        let place = (device.to_string(), epoch, column::stored(*seq));
        found.extend(by_place.query_row(place, held).optional()?.map(|held| (held.id, held)));
    }
    Ok(found.into_values().collect())
}

/// Digests of a chain's headers beyond a seq.
pub(super) fn beyond(connection: &Connection, (device, epoch, seq): Place) -> rusqlite::Result<HashMap<Place, Digest>> {
    let mut statement = connection
        .prepare_cached("SELECT seq, header_hash FROM entries WHERE device = ?1 AND epoch = ?2 AND seq > ?3")?;
    let rows = statement.query_map((device.to_string(), epoch, column::stored(seq)), |row| {
        Ok(((device, epoch, column::count(row, 0)?), column::digest(row, 1)?))
    })?;
    rows.collect()
}

/// The entry of this id with everybody who has it.
pub(super) fn named(connection: &Connection, id: EntryId) -> rusqlite::Result<Option<Named>> {
    let found = connection
        .prepare_cached("SELECT position, header FROM entries WHERE id = ?1")?
        .query_row([id.to_string()], |row| Ok((column::count(row, 0)?, row.get(1)?)))
        .optional()?;
    found
        .map(|(position, header)| Ok(Named { id, position, header, handed: deliveries::handed(connection, position)? }))
        .transpose()
}

/// Whether an entry stands at this position.
pub(super) fn is_taken(connection: &Connection, position: u64) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM entries WHERE position = ?1")?.exists([column::stored(position)])
}

/// Takes a body away, where it is still there.
pub(super) fn clear(connection: &Connection, position: u64) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE entries SET body = NULL WHERE position = ?1 AND body IS NOT NULL")?
        .execute([column::stored(position)])
        .map(|_| ())
}

pub(super) fn insert(connection: &Connection, position: u64, entry: &Prepared) -> rusqlite::Result<()> {
    let header = entry.header();
    let Sealed { header: bytes, body, signature } = entry.sealed();
    connection
        .prepare_cached(
            "INSERT INTO entries
             (position, id, device, epoch, seq, prev, unit, header_hash, header, body, signature)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute((
            column::stored(position),
            header.id.to_string(),
            header.device.to_string(),
            header.epoch,
            column::stored(header.seq),
            header.prev.to_string(),
            &header.unit.0,
            entry.header_hash().to_string(),
            bytes,
            body,
            signature.as_str(),
        ))
        .map(|_| ())
}
