//! `settings`: the desk's own choices and bindings, as JSON by name.

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::StoreError;
use crate::json;

/// Migration 1.
pub(crate) const CREATE: &str = "
CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

/// A setting, none where it was never made.
///
/// # Errors
/// [`StoreError`] where the file cannot be read or the value no longer fits.
pub fn get<T: DeserializeOwned>(connection: &Connection, name: &str) -> Result<Option<T>, StoreError> {
    text(connection, name)?.map(|value| json::read(&value)).transpose()
}

/// The same as it lies in the file.
pub(crate) fn text(connection: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT value FROM settings WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

pub(crate) fn put<T: Serialize>(connection: &Connection, name: &str, value: &T) -> Result<(), StoreError> {
    let value = json::written(value)?;
    connection
        .prepare_cached("INSERT OR REPLACE INTO settings (name, value) VALUES (?1, ?2)")?
        .execute(params![name, value])?;
    Ok(())
}

pub(crate) fn remove(connection: &Connection, name: &str) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM settings WHERE name = ?1")?.execute([name])?;
    Ok(())
}
