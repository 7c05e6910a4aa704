//! 调阅: which entry of a unit's own was shown to which unit above it, and by which entry of the same unit.

use domain::disclosure::{Disclosed, MAX_DISCLOSED};
use domain::unit::UnitCode;
use rusqlite::{Connection, OptionalExtension as _};

use super::{column, deliveries};

pub(super) const CREATE: &str = "
CREATE TABLE shown (
    unit     TEXT    NOT NULL REFERENCES units (code),
    position INTEGER NOT NULL REFERENCES entries (position),
    by       INTEGER NOT NULL REFERENCES entries (position),
    PRIMARY KEY (unit, position)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER shown_is_never_changed BEFORE UPDATE ON shown
BEGIN SELECT RAISE(ABORT, '调阅记录只增不改'); END;
CREATE TRIGGER shown_is_never_deleted BEFORE DELETE ON shown
BEGIN SELECT RAISE(ABORT, '调阅记录只增不删'); END;
";

/// Hands exactly the named entries on that are the author's unit's own, to exactly these units. What is not theirs stays
/// where it is, and nobody is told whether it is there.
pub(super) fn disclose(
    connection: &Connection,
    own: &UnitCode,
    to: &[UnitCode],
    by: u64,
    disclosed: &Disclosed,
) -> rusqlite::Result<()> {
    for entry in disclosed.entries.iter().take(MAX_DISCLOSED) {
        let position = connection
            .prepare_cached("SELECT position FROM entries WHERE id = ?1 AND unit = ?2")?
            .query_row((entry.to_string(), &own.0), |row| column::count(row, 0))
            .optional()?;
        if let Some(position) = position {
            to.iter().try_for_each(|unit| show(connection, unit, position, by))?;
        }
    }
    Ok(())
}

/// Hands one entry on to a unit, unless it has it already.
pub(super) fn show(connection: &Connection, unit: &UnitCode, position: u64, by: u64) -> rusqlite::Result<()> {
    if deliveries::has(connection, unit, position)? {
        return Ok(());
    }
    deliveries::hand_on(connection, unit, position, true)?;
    connection
        .prepare_cached("INSERT INTO shown (unit, position, by) VALUES (?1, ?2, ?3)")?
        .execute((&unit.0, column::stored(position), column::stored(by)))
        .map(|_| ())
}
