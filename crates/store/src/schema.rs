//! What a file of ours is made of. A file may come from anywhere, and a trigger in it would run with every save: its tables,
//! indexes and triggers must be those that this program makes itself, to the letter.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::error::StoreError;
use crate::migration::{KNOWN_VERSION, as_made};
use crate::open::Store;

/// Each by its kind and name: the table it belongs to, and the words that made it.
type Parts = BTreeMap<(String, String), (String, String)>;

/// Nothing that stands in the file itself is trusted to run, to reach the schema, or to have sound pages.
pub(crate) fn be_wary(connection: &Connection) -> Result<(), StoreError> {
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    Ok(())
}

/// Refuses a file of this version that is made of anything else than such a file is, and what `beside` makes.
pub(crate) fn refuse_foreign_parts(connection: &Connection, version: u32, beside: &str) -> Result<(), StoreError> {
    match foreign_parts(connection, version, beside)? {
        None => Ok(()),
        Some(difference) => Err(StoreError::Damaged(format!("表、索引或触发器被改动：{difference}"))),
    }
}

fn foreign_parts(connection: &Connection, version: u32, beside: &str) -> Result<Option<String>, StoreError> {
    let made = as_made(version)?;
    made.execute_batch(beside)?;
    Ok(difference(&parts(&made)?, &parts(connection)?))
}

/// Names what should be there; what somebody put in is counted, and never shown in their words.
fn difference(ours: &Parts, found: &Parts) -> Option<String> {
    let wrong: Vec<&str> = ours
        .iter()
        .filter(|(part, made)| found.get(*part) != Some(*made))
        .map(|((_, name), _)| name.as_str())
        .collect();
    let more = found.keys().filter(|part| !ours.contains_key(*part)).count();
    let wrong = (!wrong.is_empty()).then(|| format!("{}不在或不同", wrong.join("、")));
    let more = (more > 0).then(|| format!("多出{more}项"));
    let said: Vec<String> = wrong.into_iter().chain(more).collect();
    (!said.is_empty()).then(|| said.join("，"))
}

fn parts(connection: &Connection) -> Result<Parts, StoreError> {
    // Cast: by hand anything can be written there.
    let mut statement = connection.prepare(
        "SELECT coalesce(CAST(type AS TEXT), ''), coalesce(CAST(name AS TEXT), ''), coalesce(CAST(tbl_name AS TEXT), ''),
                coalesce(CAST(sql AS TEXT), '') FROM sqlite_schema",
    )?;
    let rows = statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

impl Store {
    /// What of the file's tables, indexes and triggers is not as this program made it, in words; none where all of it is.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read.
    pub fn foreign_parts(&self) -> Result<Option<String>, StoreError> {
        foreign_parts(&self.connection, KNOWN_VERSION, "")
    }
}
