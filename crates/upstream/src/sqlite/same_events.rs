//! 同一事件: what was said of two matters, a row from either side. Which words count is for the plan to decide.

use std::collections::BTreeSet;

use domain::entry::Subject;
use rusqlite::Connection;

use super::column;
use crate::batch::Word;

/// No entry of before the table was made says so.
pub(super) const CREATE: &str = "
CREATE TABLE same_events (
    subject  TEXT    NOT NULL,
    other    TEXT    NOT NULL,
    position INTEGER NOT NULL REFERENCES entries (position),
    unit     TEXT    NOT NULL REFERENCES units (code),
    same     INTEGER NOT NULL CHECK (same IN (0, 1)),
    PRIMARY KEY (subject, other, position)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER same_events_are_never_changed BEFORE UPDATE ON same_events
BEGIN SELECT RAISE(ABORT, '同一事件的记录只增不改'); END;
CREATE TRIGGER same_events_are_never_deleted BEFORE DELETE ON same_events
BEGIN SELECT RAISE(ABORT, '同一事件的记录只增不删'); END;
";

pub(super) fn insert(connection: &Connection, word: &Word) -> rusqlite::Result<()> {
    let Word { subject, other, position, unit, same } = word;
    connection
        .prepare_cached("INSERT INTO same_events (subject, other, position, unit, same) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute((subject.to_string(), other.to_string(), column::stored(*position), &unit.0, same))
        .map(|_| ())
}

/// All that was said of these matters and of those that were ever said to be one event with them; and all of these matters.
pub(super) fn around(
    connection: &Connection,
    matters: &BTreeSet<Subject>,
) -> rusqlite::Result<(Vec<Word>, BTreeSet<Subject>)> {
    let mut statement =
        connection.prepare_cached("SELECT other, position, unit, same FROM same_events WHERE subject = ?1")?;
    let (mut words, mut known) = (Vec::new(), matters.clone());
    let mut open: Vec<Subject> = matters.iter().copied().collect();
    while let Some(subject) = open.pop() {
        let rows = statement.query_map([subject.to_string()], |row| {
            let (other, position, unit) = (column::uuid(row, 0)?, column::count(row, 1)?, column::unit(row, 2)?);
            Ok(Word { subject, other, position, unit, same: row.get(3)? })
        })?;
        for word in rows {
            let word = word?;
            if known.insert(word.other) {
                open.push(word.other);
            }
            words.push(word);
        }
    }
    Ok((words, known))
}
