//! The tree of units.

use domain::unit::{Unit, UnitCode};
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::{Database, column};
use crate::database_error::DatabaseError;
use crate::unit_tree::listed;

pub(super) const CREATE: &str = "
CREATE TABLE units (
    code      TEXT PRIMARY KEY,
    name      TEXT NOT NULL,
    level     TEXT NOT NULL CHECK (level IN ('county', 'city', 'province', 'nation')),
    divisions TEXT NOT NULL,
    parent    TEXT REFERENCES units (code) DEFERRABLE INITIALLY DEFERRED,
    sample    INTEGER NOT NULL CHECK (sample IN (0, 1))
) STRICT;
";

/// For those below a unit, and those beside it.
pub(super) const BY_PARENT: &str = "CREATE INDEX units_by_parent ON units (parent);";

const COLUMNS: &str = "u.code, u.name, u.level, u.divisions, u.parent, u.sample";
const SEPARATOR: &str = "/";

fn unit(row: &Row<'_>) -> rusqlite::Result<Unit> {
    let divisions: String = row.get(3)?;
    Ok(Unit {
        code: column::unit(row, 0)?,
        name: row.get(1)?,
        level: column::level(row, 2)?,
        divisions: divisions.split(SEPARATOR).filter(|name| !name.is_empty()).map(str::to_owned).collect(),
        parent: row.get::<_, Option<String>>(4)?.map(UnitCode),
        sample: row.get(5)?,
    })
}

/// The unit and every unit above it, nearest first.
pub(super) fn upwards(connection: &Connection, from: &UnitCode) -> rusqlite::Result<Vec<Unit>> {
    let sql = format!(
        "WITH RECURSIVE up (code, height) AS (
             SELECT ?1, 0
             UNION
             SELECT p.parent, height + 1 FROM up JOIN units p ON p.code = up.code
             WHERE p.parent IS NOT NULL AND height < 16)
         SELECT {COLUMNS} FROM up JOIN units u ON u.code = up.code ORDER BY height"
    );
    connection.prepare_cached(&sql)?.query_map([&from.0], unit)?.collect()
}

/// Those below a unit, however far, and those of the same superior; itself among them.
fn below_and_beside(connection: &Connection, unit_code: &UnitCode) -> rusqlite::Result<Vec<Unit>> {
    let sql = format!(
        "WITH RECURSIVE below (code, depth) AS (
             SELECT ?1, 0
             UNION
             SELECT u.code, depth + 1 FROM below JOIN units u ON u.parent = below.code WHERE depth < 16)
         SELECT {COLUMNS} FROM units u
         WHERE u.code IN (SELECT code FROM below) OR u.parent = (SELECT parent FROM units WHERE code = ?1)
         ORDER BY u.code"
    );
    connection.prepare_cached(&sql)?.query_map([&unit_code.0], unit)?.collect()
}

impl Database {
    /// The unit, those above it, those below it and those beside it.
    pub(crate) fn units_of(&self, unit: &UnitCode) -> Result<Vec<Unit>, DatabaseError> {
        Ok(listed(upwards(&self.connection, unit)?, below_and_beside(&self.connection, unit)?))
    }
}

pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<Unit>> {
    let sql = format!("SELECT {COLUMNS} FROM units u ORDER BY u.code");
    connection.prepare_cached(&sql)?.query_map([], unit)?.collect()
}

pub(super) fn exists(connection: &Connection, code: &UnitCode) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM units WHERE code = ?1")?
        .query_row([&code.0], |_| Ok(()))
        .optional()
        .map(|found| found.is_some())
}

pub(super) fn upsert(connection: &Connection, unit: &Unit) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO units (code, name, level, divisions, parent, sample) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (code) DO UPDATE SET name = excluded.name, level = excluded.level,
             divisions = excluded.divisions, parent = excluded.parent, sample = excluded.sample",
        )?
        .execute((
            &unit.code.0,
            &unit.name,
            unit.level.name(),
            unit.divisions.join(SEPARATOR),
            unit.parent.as_ref().map(|parent| &parent.0),
            unit.sample,
        ))
        .map(|_| ())
}
