//! `deliveries`: what the upstream handed to this unit, in its order. Append-only; the cursor is the newest row.

use domain::entry::EntryId;
use rusqlite::{Connection, params};

use crate::error::StoreError;

/// Migration 1.
pub(crate) const CREATE: &str = "
CREATE TABLE deliveries (
    n         INTEGER PRIMARY KEY,
    entry     TEXT NOT NULL REFERENCES entries (id),
    with_body INTEGER NOT NULL
) STRICT;
CREATE TRIGGER deliveries_are_never_replaced BEFORE INSERT ON deliveries
WHEN EXISTS (SELECT 1 FROM deliveries WHERE n = NEW.n)
BEGIN SELECT RAISE(ABORT, 'deliveries are never replaced'); END;
CREATE TRIGGER deliveries_are_never_changed BEFORE UPDATE ON deliveries
BEGIN SELECT RAISE(ABORT, 'deliveries are never changed'); END;
CREATE TRIGGER deliveries_are_never_deleted BEFORE DELETE ON deliveries
BEGIN SELECT RAISE(ABORT, 'deliveries are never deleted'); END;
";

/// Adds a delivery. Pages are asked for after the cursor, so a number that is held already is a fault of the upstream.
pub(crate) fn insert(connection: &Connection, n: u64, entry: EntryId, with_body: bool) -> Result<(), StoreError> {
    connection.prepare_cached("INSERT INTO deliveries (n, entry, with_body) VALUES (?1, ?2, ?3)")?.execute(params![
        i64::try_from(n).unwrap_or(i64::MAX),
        entry.to_string(),
        with_body
    ])?;
    Ok(())
}

/// The highest number delivered so far, 0 before the first.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn cursor(connection: &Connection) -> Result<u64, StoreError> {
    let n: Option<i64> = connection.query_row("SELECT max(n) FROM deliveries", [], |row| row.get(0))?;
    Ok(n.unwrap_or(0).unsigned_abs())
}
