//! 调阅: which entry of a unit's own was shown to which unit above it, and by which entry of the same unit.

use rusqlite::Connection;

use super::column;
use crate::batch::Shown;

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

pub(super) fn insert(connection: &Connection, shown: &Shown) -> rusqlite::Result<()> {
    let Shown { unit, position, by } = shown;
    connection
        .prepare_cached("INSERT INTO shown (unit, position, by) VALUES (?1, ?2, ?3)")?
        .execute((&unit.0, column::stored(*position), column::stored(*by)))
        .map(|_| ())
}
