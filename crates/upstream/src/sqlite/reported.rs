//! Which entry is a report of which matter, or its relay: whoever reports the same is shown its header.

use std::collections::BTreeSet;

use domain::entry::Subject;
use rusqlite::Connection;

use super::column;
use crate::batch::Reported;

/// Entries of before the table was made are read for what they are.
pub(super) const CREATE: &str = "
CREATE TABLE reported (
    subject  TEXT    NOT NULL,
    position INTEGER NOT NULL REFERENCES entries (position),
    unit     TEXT    NOT NULL REFERENCES units (code),
    report   INTEGER NOT NULL CHECK (report IN (0, 1)),
    PRIMARY KEY (subject, position)
) STRICT, WITHOUT ROWID;
INSERT INTO reported (subject, position, unit, report)
SELECT header ->> '$.subject', position, unit, header ->> '$.kind' = 'report'
FROM entries WHERE header ->> '$.kind' IN ('report', 'relay');
CREATE TRIGGER reported_is_never_changed BEFORE UPDATE ON reported
BEGIN SELECT RAISE(ABORT, '报送记录只增不改'); END;
CREATE TRIGGER reported_is_never_deleted BEFORE DELETE ON reported
BEGIN SELECT RAISE(ABORT, '报送记录只增不删'); END;
";

pub(super) fn insert(connection: &Connection, reported: &Reported) -> rusqlite::Result<()> {
    let Reported { subject, position, unit, report } = reported;
    connection
        .prepare_cached("INSERT INTO reported (subject, position, unit, report) VALUES (?1, ?2, ?3, ?4)")?
        .execute((subject.to_string(), column::stored(*position), &unit.0, report))
        .map(|_| ())
}

/// Reports and relays of these matters.
pub(super) fn of(connection: &Connection, matters: &BTreeSet<Subject>) -> rusqlite::Result<Vec<Reported>> {
    let mut statement = connection.prepare_cached("SELECT position, unit, report FROM reported WHERE subject = ?1")?;
    let mut found = Vec::new();
    for matter in matters {
        let rows = statement.query_map([matter.to_string()], |row| {
            let (position, unit) = (column::count(row, 0)?, column::unit(row, 1)?);
            Ok(Reported { subject: *matter, position, unit, report: row.get(2)? })
        })?;
        for row in rows {
            found.push(row?);
        }
    }
    Ok(found)
}
