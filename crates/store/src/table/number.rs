//! `numbers`: every 期号 that an entry gave, and why one is missing. Folded from entries, never given back.

use domain::entry::{EntryId, Subject};
use domain::register::NumberExplained;
use domain::report::NumberGiven;
use rusqlite::{Connection, params};

use crate::error::StoreError;
use crate::table::entry::parse_id;

/// Migration 4: numbers are given at sign-off, drills have a series of their own, and the register says to what.
pub(crate) const CREATE: &str = "
DROP TABLE report_numbers;
CREATE TABLE numbers (
    entry   TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    unit    TEXT NOT NULL,
    year    INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    drill   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX numbers_by_year ON numbers (unit, year, drill, number);
CREATE TABLE explained_numbers (
    entry  TEXT PRIMARY KEY,
    year   INTEGER NOT NULL,
    number INTEGER NOT NULL,
    drill  INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

pub(crate) fn put(
    connection: &Connection,
    (entry, subject): (EntryId, Subject),
    unit: &str,
    given: NumberGiven,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO numbers (entry, subject, unit, year, number, drill)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![entry.to_string(), subject.to_string(), unit, given.year, given.number, given.drill])?;
    Ok(())
}

pub(crate) fn explain(connection: &Connection, entry: EntryId, said: &NumberExplained) -> Result<(), StoreError> {
    let NumberGiven { year, number, drill } = said.number;
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO explained_numbers (entry, year, number, drill, reason) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![entry.to_string(), year, number, drill, said.reason])?;
    Ok(())
}

/// Another entry stands for this one and gives the same number.
pub(crate) fn forget(connection: &Connection, entry: EntryId) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM numbers WHERE entry = ?1")?.execute([entry.to_string()])?;
    connection.prepare_cached("DELETE FROM explained_numbers WHERE entry = ?1")?.execute([entry.to_string()])?;
    Ok(())
}

/// The number after the highest that the unit gave in that year and series.
pub(crate) fn next(connection: &Connection, unit: &str, year: u32, drill: bool) -> Result<NumberGiven, StoreError> {
    let highest: Option<u32> = connection.query_row(
        "SELECT max(number) FROM numbers WHERE unit = ?1 AND year = ?2 AND drill = ?3",
        params![unit, year, drill],
        |row| row.get(0),
    )?;
    Ok(NumberGiven { year, number: highest.unwrap_or(0).saturating_add(1), drill })
}

/// Every number that a unit gave in a year, with its incident; one given twice to one incident stands once.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn of_year(connection: &Connection, unit: &str, year: u32) -> Result<Vec<(NumberGiven, Subject)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT number, drill, subject FROM numbers WHERE unit = ?1 AND year = ?2 ORDER BY drill, number",
    )?;
    let rows = statement.query_map(params![unit, year], |row| {
        Ok((row.get::<_, u32>(0)?, row.get::<_, bool>(1)?, row.get::<_, String>(2)?))
    })?;
    rows.map(|row| {
        let (number, drill, subject) = row?;
        Ok((NumberGiven { year, number, drill }, parse_id(&subject)?))
    })
    .collect()
}

/// The years in which a unit gave numbers, newest first.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn years(connection: &Connection, unit: &str) -> Result<Vec<u32>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT DISTINCT year FROM numbers WHERE unit = ?1 ORDER BY year DESC")?;
    let rows = statement.query_map([unit], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Why numbers of a year are missing, in the order in which it was said.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn explained(connection: &Connection, year: u32) -> Result<Vec<NumberExplained>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT number, drill, reason FROM explained_numbers WHERE year = ?1 ORDER BY entry")?;
    let rows = statement.query_map([year], |row| {
        let number = NumberGiven { year, number: row.get(0)?, drill: row.get(1)? };
        Ok(NumberExplained { number, reason: row.get(2)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
