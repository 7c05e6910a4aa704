//! `levels`: what a matter is beside the unit's own incident, a view folded from entries; `same_events`: which matters are
//! one event.

use std::collections::BTreeSet;

use domain::entry::Subject;
use domain::levels::{EventLink, Levels};
use domain::reader::Reader;
use domain::same_event;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::error::StoreError;
use crate::json;
use crate::table::entry::{instant, parse_id};
use crate::table::setting;

/// For whom this file is folded.
const READER: &str = "reader";

/// Migration 12. A queue lane for directives comes between reports and the rest; the reader is whoever enrolled.
pub(crate) const CREATE: &str = "
CREATE TABLE levels (
    subject    TEXT PRIMARY KEY,
    arrived_at TEXT,
    waiting    INTEGER NOT NULL,
    view       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX levels_by_arrival ON levels (arrived_at) WHERE arrived_at IS NOT NULL;
CREATE INDEX waiting_levels ON levels (arrived_at) WHERE waiting = 1;
CREATE TABLE same_events (
    subject  TEXT NOT NULL,
    other    TEXT NOT NULL,
    same     INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (subject, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX same_events_by_other ON same_events (other);
UPDATE queue SET lane = 2 WHERE lane = 1;
INSERT OR REPLACE INTO settings (name, value)
SELECT 'reader', json_object('unit', value ->> '$.units[0].code', 'superiors', json((
    SELECT json_group_array(above.value ->> '$.code') FROM json_each(settings.value, '$.units') AS above WHERE above.key > 0)))
FROM settings WHERE name = 'enrolment' AND value ->> '$.units[0].code' IS NOT NULL;
";

/// For whom this file is folded; none before the desk was enrolled: then everything in it is the desk's own.
pub(crate) fn reader(connection: &Connection) -> Result<Option<Reader>, StoreError> {
    setting::get(connection, READER)
}

/// Whether that is another than before.
pub(crate) fn put_reader(connection: &Connection, reader: &Reader) -> Result<bool, StoreError> {
    let before = self::reader(connection)?;
    setting::put(connection, READER, reader)?;
    Ok(before.as_ref() != Some(reader))
}

/// The view of a matter; none where there is nothing but the unit's own.
pub(crate) fn put(connection: &Connection, subject: Subject, levels: Option<&Levels>) -> Result<(), StoreError> {
    let id = subject.to_string();
    connection.prepare_cached("DELETE FROM levels WHERE subject = ?1")?.execute([&id])?;
    connection.prepare_cached("DELETE FROM same_events WHERE subject = ?1")?.execute([&id])?;
    let Some(levels) = levels else { return Ok(()) };
    connection
        .prepare_cached("INSERT INTO levels (subject, arrived_at, waiting, view) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![id, levels.arrived_at().map(instant), levels.waits(), json::written(levels)?])?;
    for link in &levels.links {
        let position = link.position.map_or(i64::MAX, |position| i64::try_from(position).unwrap_or(i64::MAX));
        connection
            .prepare_cached("INSERT INTO same_events (subject, other, same, position) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![id, link.other.to_string(), link.same, position])?;
    }
    Ok(())
}

/// One matter; none where there is nothing but the unit's own.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn find(connection: &Connection, subject: Subject) -> Result<Option<Levels>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT view FROM levels WHERE subject = ?1")?;
    let view: Option<String> = statement.query_row([subject.to_string()], |row| row.get(0)).optional()?;
    view.map(|view| json::read(&view)).transpose()
}

/// Matters of which something arrived since `since`, and those on which somebody waits, newest first.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn since(connection: &Connection, since: domain::Moment) -> Result<Vec<Levels>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT view, arrived_at FROM levels WHERE waiting = 1
         UNION ALL SELECT view, arrived_at FROM levels WHERE waiting = 0 AND arrived_at >= ?1
         ORDER BY arrived_at DESC",
    )?;
    let rows = statement.query_map([instant(since)], |row| row.get::<_, String>(0))?;
    rows.map(|view| json::read(&view?)).collect()
}

/// The matters that are one event with this one, itself among them.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn one_event(connection: &Connection, subject: Subject) -> Result<BTreeSet<Subject>, StoreError> {
    same_event::one_event(subject, |matter| words_on(connection, matter))
}

/// What was said of a matter under its own number, and under those of others.
fn words_on(connection: &Connection, matter: Subject) -> Result<Vec<EventLink>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT subject FROM same_events WHERE other = ?1 UNION SELECT subject FROM same_events WHERE subject = ?1",
    )?;
    let rows = statement.query_map([matter.to_string()], |row| row.get::<_, String>(0))?;
    let mut words = Vec::new();
    for subject in rows {
        let Some(levels) = find(connection, parse_id(&subject?)?)? else { continue };
        if levels.id == matter {
            words.extend(levels.links);
        } else {
            let about = levels.links.into_iter().filter(|link| link.other == matter);
            words.extend(about.map(|link| EventLink { other: levels.id, ..link }));
        }
    }
    Ok(words)
}
