//! Entries as they came: exact header, body and signature, each at its position. Never changed, never deleted.

use domain::entry::{DeviceId, EntryId, Sealed};
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::column;
use crate::chain::{Held, Neighbours};
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

const HELD: &str = "SELECT id, position, header_hash, prev, signature, seq FROM entries";

fn held(row: &Row<'_>) -> rusqlite::Result<Held> {
    Ok(Held {
        id: column::uuid(row, 0)?,
        position: column::count(row, 1)?,
        header_hash: column::digest(row, 2)?,
        prev: column::digest(row, 3)?,
        signature: column::signature(row, 4)?,
    })
}

/// What is held around the arriving entry.
pub(super) fn neighbours(connection: &Connection, arriving: &Prepared) -> rusqlite::Result<Neighbours> {
    let header = arriving.header();
    let mut found = Neighbours { same_id: with_id(connection, header.id)?, ..Neighbours::default() };
    let mut around = connection
        .prepare_cached(&format!("{HELD} WHERE device = ?1 AND epoch = ?2 AND seq BETWEEN ?3 - 1 AND ?3 + 1"))?;
    let seq = column::stored(header.seq);
    let mut rows = around.query((header.device.to_string(), header.epoch, seq))?;
    while let Some(row) = rows.next()? {
        let place = match row.get::<_, i64>(5)?.cmp(&seq) {
            std::cmp::Ordering::Less => &mut found.before,
            std::cmp::Ordering::Equal => &mut found.same_place,
            std::cmp::Ordering::Greater => &mut found.after,
        };
        *place = Some(held(row)?);
    }
    Ok(found)
}

fn with_id(connection: &Connection, id: EntryId) -> rusqlite::Result<Option<Held>> {
    connection.prepare_cached(&format!("{HELD} WHERE id = ?1"))?.query_row([id.to_string()], held).optional()
}

/// Digest of the header at a place, where one is held.
pub(super) fn header_hash_at(
    connection: &Connection,
    device: DeviceId,
    epoch: u32,
    seq: u64,
) -> rusqlite::Result<Option<domain::digest::Digest>> {
    connection
        .prepare_cached("SELECT header_hash FROM entries WHERE device = ?1 AND epoch = ?2 AND seq = ?3")?
        .query_row((device.to_string(), epoch, column::stored(seq)), |row| column::digest(row, 0))
        .optional()
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
