//! `officers`: the room's people, a view folded from entries.

use domain::entry::Subject;
use domain::officer::Officer;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::error::StoreError;
use crate::json;

/// Migration 2.
pub(crate) const CREATE: &str = "
CREATE TABLE officers (
    subject TEXT PRIMARY KEY,
    view    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

/// The view of a subject as a person; none where it is none any more.
pub(crate) fn put(connection: &Connection, subject: Subject, officer: Option<&Officer>) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM officers WHERE subject = ?1")?.execute([subject.to_string()])?;
    let Some(officer) = officer else { return Ok(()) };
    let view = json::written(officer)?;
    connection
        .prepare_cached("INSERT INTO officers (subject, view) VALUES (?1, ?2)")?
        .execute(params![subject.to_string(), view])?;
    Ok(())
}

/// One person, none where the subject lists nobody.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn find(connection: &Connection, subject: Subject) -> Result<Option<Officer>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT view FROM officers WHERE subject = ?1")?;
    let view: Option<String> = statement.query_row([subject.to_string()], |row| row.get(0)).optional()?;
    view.map(|view| json::read(&view)).transpose()
}

/// Everybody ever listed, in the order of listing.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn all(connection: &Connection) -> Result<Vec<Officer>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT view FROM officers ORDER BY subject")?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    rows.map(|view| json::read(&view?)).collect()
}
