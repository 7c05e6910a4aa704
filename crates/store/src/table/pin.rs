//! `pins`: the hash of each officer's PIN, and how often it was given wrong. This desk only: nothing of it is ever an entry, and
//! no backup holds it.

use domain::Moment;
use rusqlite::{Connection, OptionalExtension as _, params};
use uuid::Uuid;

use crate::error::StoreError;
use crate::table::entry::instant;

/// Migration 7.
pub(crate) const CREATE: &str = "
CREATE TABLE pins (
    officer    TEXT PRIMARY KEY,
    hash       TEXT NOT NULL,
    failures   INTEGER NOT NULL DEFAULT 0,
    not_before TEXT
) STRICT, WITHOUT ROWID;
";

/// A PIN as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// Argon2id, in the PHC string form.
    pub hash: String,
    /// Wrong ones since the last right one.
    pub failures: u32,
    /// No further try before this instant.
    pub not_before: Option<Moment>,
}

/// The PIN of an officer; none where they never chose one at this desk.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn find(connection: &Connection, officer: Uuid) -> Result<Option<Pin>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT hash, failures, not_before FROM pins WHERE officer = ?1")?;
    let pin = statement.query_row([officer.to_string()], |row| {
        let not_before: Option<String> = row.get(2)?;
        Ok(Pin { hash: row.get(0)?, failures: row.get(1)?, not_before: not_before.and_then(|text| text.parse().ok()) })
    });
    Ok(pin.optional()?)
}

pub(crate) fn put(connection: &Connection, officer: Uuid, pin: &Pin) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO pins (officer, hash, failures, not_before) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![officer.to_string(), pin.hash, pin.failures, pin.not_before.map(instant)])?;
    Ok(())
}

pub(crate) fn remove(connection: &Connection, officer: Uuid) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM pins WHERE officer = ?1")?.execute([officer.to_string()])?;
    Ok(())
}
