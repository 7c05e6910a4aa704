//! `calls` and `incidents`: views, folded from entries and never the truth. `zhiban rebuild --check` proves them equal.

use domain::call::Call;
use domain::entry::Subject;
use domain::incident::Incident;
use rusqlite::{Connection, OptionalExtension as _, ToSql, params};
use serde::de::DeserializeOwned;

use crate::error::StoreError;
use crate::fold::Views;
use crate::json;
use crate::table::entry::{instant, parse_id};

/// Migration 1.
pub(crate) const CREATE: &str = "
CREATE TABLE calls (
    subject     TEXT PRIMARY KEY,
    received_at TEXT NOT NULL,
    open        INTEGER NOT NULL,
    view        TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX calls_by_time ON calls (received_at);
CREATE INDEX open_calls ON calls (received_at) WHERE open = 1;
CREATE TABLE incidents (
    subject        TEXT PRIMARY KEY,
    first_received TEXT NOT NULL,
    on_record      INTEGER NOT NULL,
    view           TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX incidents_by_time ON incidents (first_received);
CREATE INDEX running_incidents ON incidents (first_received) WHERE on_record = 0;
CREATE TABLE report_numbers (
    entry  TEXT PRIMARY KEY,
    unit   TEXT NOT NULL,
    year   INTEGER NOT NULL,
    number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX report_numbers_by_year ON report_numbers (unit, year, number);
";

/// Migration 3: an incident stays on the desk until it is ended, and what was kept below the standard until it was
/// looked at again. Both views are folded anew.
pub(crate) const OPEN_UNTIL_ENDED: &str = "
DROP TABLE calls;
CREATE TABLE calls (
    subject     TEXT PRIMARY KEY,
    received_at TEXT NOT NULL,
    open        INTEGER NOT NULL,
    kept        INTEGER NOT NULL,
    view        TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX calls_by_time ON calls (received_at);
CREATE INDEX open_calls ON calls (received_at) WHERE open = 1;
CREATE INDEX kept_calls ON calls (received_at) WHERE kept = 1;
DROP TABLE incidents;
CREATE TABLE incidents (
    subject        TEXT PRIMARY KEY,
    first_received TEXT NOT NULL,
    open           INTEGER NOT NULL,
    view           TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX incidents_by_time ON incidents (first_received);
CREATE INDEX open_incidents ON incidents (first_received) WHERE open = 1;
";

/// Migration 5: the 险情 of a process are found without reading every incident.
pub(crate) const BY_PROCESS: &str = "
CREATE INDEX incidents_by_process ON incidents (view ->> '$.process') WHERE view ->> '$.process' IS NOT NULL;
";

/// The view of a subject as a call; none where it is none any more.
pub(crate) fn put_call(connection: &Connection, subject: Subject, call: Option<&Call>) -> Result<(), StoreError> {
    let Some(call) = call else { return delete(connection, "DELETE FROM calls WHERE subject = ?1", subject) };
    let (open, kept) = (call.outcome.is_none(), call.look_again_at().is_some());
    let row = params![subject.to_string(), instant(call.received_at), open, kept, json::written(call)?];
    update_or_insert(
        connection,
        "UPDATE calls SET view = ?5 WHERE subject = ?1 AND received_at = ?2 AND open = ?3 AND kept = ?4",
        "INSERT OR REPLACE INTO calls (subject, received_at, open, kept, view) VALUES (?1, ?2, ?3, ?4, ?5)",
        row,
    )
}

/// The view of a subject as an incident; none where it is none any more.
pub(crate) fn put_incident(
    connection: &Connection,
    subject: Subject,
    incident: Option<&Incident>,
) -> Result<(), StoreError> {
    let Some(incident) = incident else {
        return delete(connection, "DELETE FROM incidents WHERE subject = ?1", subject);
    };
    let row =
        params![subject.to_string(), instant(incident.first_received), incident.is_open(), json::written(incident)?];
    update_or_insert(
        connection,
        "UPDATE incidents SET view = ?4 WHERE subject = ?1 AND first_received = ?2 AND open = ?3",
        "INSERT OR REPLACE INTO incidents (subject, first_received, open, view) VALUES (?1, ?2, ?3, ?4)",
        row,
    )
}

fn delete(connection: &Connection, sql: &str, subject: Subject) -> Result<(), StoreError> {
    connection.prepare_cached(sql)?.execute([subject.to_string()])?;
    Ok(())
}

/// What the indexes are made of changes seldom, and they are left alone then.
fn update_or_insert(connection: &Connection, update: &str, insert: &str, row: &[&dyn ToSql]) -> Result<(), StoreError> {
    if connection.prepare_cached(update)?.execute(row)? == 0 {
        connection.prepare_cached(insert)?.execute(row)?;
    }
    Ok(())
}

/// A call by its subject.
pub(crate) const CALL: &str = "SELECT view FROM calls WHERE subject = ?1";
/// An incident by its subject.
pub(crate) const INCIDENT: &str = "SELECT view FROM incidents WHERE subject = ?1";

/// What is folded of a subject into a table of its own.
pub(crate) trait View: DeserializeOwned {
    /// It among everything that was folded.
    fn among(views: Views) -> Option<Self>;
}

impl View for Call {
    fn among(views: Views) -> Option<Self> {
        views.call
    }
}

impl View for Incident {
    fn among(views: Views) -> Option<Self> {
        views.incident
    }
}

/// As it is stored, where that can be read.
pub(crate) fn stored<T: View>(connection: &Connection, sql: &str, subject: Subject) -> Result<Option<T>, StoreError> {
    row(connection, sql, subject)?.map(|view| json::read(&view)).transpose()
}

fn row(connection: &Connection, sql: &str, subject: Subject) -> Result<Option<String>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row([subject.to_string()], |row| row.get(0)).optional()?)
}

fn one<T: View>(connection: &Connection, sql: &str, subject: Subject) -> Result<Option<T>, StoreError> {
    match row(connection, sql, subject)? {
        None => Ok(None),
        Some(view) => json::read(&view).map_or_else(|_| anew(connection, subject), |view| Ok(Some(view))),
    }
}

/// Subjects and their views.
fn many<T: View>(connection: &Connection, sql: &str, parameters: impl rusqlite::Params) -> Result<Vec<T>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(parameters, |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let mut views = Vec::new();
    for row in rows {
        let (subject, view) = row?;
        match json::read(&view) {
            Ok(view) => views.push(view),
            Err(_) => views.extend(anew_or_left_out(connection, &subject)?),
        }
    }
    Ok(views)
}

/// A view is never the truth: one that somebody scribbled on is what its entries say. 校验 names it.
fn anew<T: View>(connection: &Connection, subject: Subject) -> Result<Option<T>, StoreError> {
    Ok(T::among(Views::anew(connection, subject)?))
}

/// In a list one matter whose entries cannot be read either does not hide all the others; 校验 names that too.
fn anew_or_left_out<T: View>(connection: &Connection, subject: &str) -> Result<Option<T>, StoreError> {
    match parse_id(subject).and_then(|subject| anew(connection, subject)) {
        Err(error @ (StoreError::Damaged(_) | StoreError::Entry(_))) => {
            tracing::error!(subject, %error, "neither a view nor its entries can be read: it is left out of a list");
            Ok(None)
        }
        view => view,
    }
}

/// One call.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn call(connection: &Connection, subject: Subject) -> Result<Option<Call>, StoreError> {
    one(connection, CALL, subject)
}

/// Calls that have not been ended, newest first.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn open_calls(connection: &Connection) -> Result<Vec<Call>, StoreError> {
    many(connection, "SELECT subject, view FROM calls WHERE open = 1 ORDER BY received_at DESC", [])
}

/// The newest calls, newest first.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn recent_calls(connection: &Connection, limit: u32) -> Result<Vec<Call>, StoreError> {
    many(connection, "SELECT subject, view FROM calls ORDER BY received_at DESC LIMIT ?1", [limit])
}

/// Calls picked up since `since`, oldest first.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn calls_since(connection: &Connection, since: domain::Moment) -> Result<Vec<Call>, StoreError> {
    many(connection, "SELECT subject, view FROM calls WHERE received_at >= ?1 ORDER BY received_at", [instant(since)])
}

/// One incident.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn incident(connection: &Connection, subject: Subject) -> Result<Option<Incident>, StoreError> {
    one(connection, INCIDENT, subject)
}

/// Calls kept below the standard that are to be looked at again, oldest first.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn kept_calls(connection: &Connection) -> Result<Vec<Call>, StoreError> {
    many(connection, "SELECT subject, view FROM calls WHERE kept = 1 ORDER BY received_at", [])
}

/// Incidents that have not been ended, and those received since `since`, newest first.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn running_incidents(connection: &Connection, since: domain::Moment) -> Result<Vec<Incident>, StoreError> {
    many(
        connection,
        "SELECT subject, view, first_received FROM incidents WHERE open = 1
         UNION ALL SELECT subject, view, first_received FROM incidents WHERE open = 0 AND first_received >= ?1
         ORDER BY first_received DESC",
        [instant(since)],
    )
}

/// Incidents that ended as true and reported, received since `since` and before `until`: 伤亡变化 of them is followed.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn followed_incidents(
    connection: &Connection,
    since: domain::Moment,
    until: domain::Moment,
) -> Result<Vec<Incident>, StoreError> {
    many(
        connection,
        "SELECT subject, view FROM incidents WHERE open = 0 AND first_received >= ?1 AND first_received < ?2
         AND view ->> '$.ended.outcome' = 'reported' ORDER BY first_received DESC",
        [instant(since), instant(until)],
    )
}

/// Incidents that were put into a process, oldest first.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn incidents_of_process(connection: &Connection, process: Subject) -> Result<Vec<Incident>, StoreError> {
    many(
        connection,
        "SELECT subject, view FROM incidents WHERE view ->> '$.process' = ?1 ORDER BY first_received",
        [process.to_string()],
    )
}

/// Incidents received since `since` and before `until`, oldest first.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn incidents_between(
    connection: &Connection,
    since: domain::Moment,
    until: domain::Moment,
) -> Result<Vec<Incident>, StoreError> {
    many(
        connection,
        "SELECT subject, view FROM incidents WHERE first_received >= ?1 AND first_received < ?2 ORDER BY first_received",
        [instant(since), instant(until)],
    )
}

/// The newest incidents, newest first.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn recent_incidents(connection: &Connection, limit: u32) -> Result<Vec<Incident>, StoreError> {
    many(connection, "SELECT subject, view FROM incidents ORDER BY first_received DESC LIMIT ?1", [limit])
}

/// Everything that has entries, or a view of whichever kind: also a view that somebody put in, of a matter that is nowhere.
pub(crate) fn subjects(connection: &Connection) -> Result<Vec<Subject>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT subject FROM entries UNION SELECT subject FROM calls UNION SELECT subject FROM incidents
         UNION SELECT subject FROM officers UNION SELECT subject FROM information UNION SELECT subject FROM levels
         UNION SELECT subject FROM persons UNION SELECT subject FROM rosters ORDER BY subject",
    )?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    rows.map(|text| parse_id(&text?)).collect()
}
