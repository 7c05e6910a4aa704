//! `rosters`: months of duty as they hold, a view folded from entries; `roster_drafts`: a month as it is being planned, this desk
//! only.

use domain::Moment;
use domain::entry::Subject;
use domain::roster::{Roster, RosterDraft, YearMonth};
use domain::unit::UnitCode;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::error::StoreError;
use crate::json;
use crate::table::entry::instant;

/// Migration 13. What the list of a month needs stands in its index, so that ten thousand views are not read for it.
pub(crate) const CREATE: &str = "
CREATE TABLE rosters (
    subject      TEXT NOT NULL UNIQUE,
    unit         TEXT NOT NULL,
    month        TEXT NOT NULL,
    published_at TEXT NOT NULL,
    entered_at   TEXT,
    changes      INTEGER NOT NULL,
    proposals    INTEGER NOT NULL,
    view         TEXT NOT NULL
) STRICT;
CREATE INDEX rosters_of_month ON rosters (month, unit, published_at, entered_at, changes, proposals);
CREATE TABLE roster_drafts (
    month    TEXT PRIMARY KEY,
    saved_at TEXT NOT NULL,
    draft    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

/// What a list of a month says of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRow {
    /// The unit.
    pub unit: UnitCode,
    /// When it published the month.
    pub published_at: Moment,
    /// Since when all of it stands in the national system.
    pub entered_at: Option<Moment>,
    /// How often it was changed since.
    pub changes: u32,
    /// How much is to be decided.
    pub proposals: u32,
}

/// The view of a subject as a month of duty; none where it is none any more.
pub(crate) fn put(connection: &Connection, subject: Subject, roster: Option<&Roster>) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM rosters WHERE subject = ?1")?.execute([subject.to_string()])?;
    let Some(roster) = roster else { return Ok(()) };
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    connection
        .prepare_cached(
            "INSERT INTO rosters (subject, unit, month, published_at, entered_at, changes, proposals, view)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            subject.to_string(),
            roster.unit.0,
            roster.plan.month.to_string(),
            instant(roster.published.at),
            roster.entered_at().map(instant),
            count(roster.changes.len()),
            count(roster.proposals.len()),
            json::written(roster)?
        ])?;
    Ok(())
}

/// One month of one unit; none where it was not published.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn find(connection: &Connection, subject: Subject) -> Result<Option<Roster>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT view FROM rosters WHERE subject = ?1")?;
    let view: Option<String> = statement.query_row([subject.to_string()], |row| row.get(0)).optional()?;
    view.map(|view| json::read(&view)).transpose()
}

/// Every unit that published a month, by its code.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn of_month(connection: &Connection, month: YearMonth) -> Result<Vec<RosterRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT unit, published_at, entered_at, changes, proposals FROM rosters WHERE month = ?1 ORDER BY unit",
    )?;
    let rows = statement.query_map([month.to_string()], |row| {
        Ok((
            row.get::<_, String>(0)?,
            row.get::<_, String>(1)?,
            row.get::<_, Option<String>>(2)?,
            row.get(3)?,
            row.get(4)?,
        ))
    })?;
    rows.map(|row| {
        let (unit, published_at, entered_at, changes, proposals) = row?;
        let time = |text: &str| text.parse().map_err(|_| StoreError::Damaged("值班表时间无法读取".to_owned()));
        let entered_at = entered_at.as_deref().map(time).transpose()?;
        Ok(RosterRow { unit: UnitCode(unit), published_at: time(&published_at)?, entered_at, changes, proposals })
    })
    .collect()
}

/// The month as it is being planned here; none where nobody has begun.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn draft(connection: &Connection, month: YearMonth) -> Result<Option<RosterDraft>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT draft FROM roster_drafts WHERE month = ?1")?;
    let draft: Option<String> = statement.query_row([month.to_string()], |row| row.get(0)).optional()?;
    draft.map(|draft| json::read(&draft)).transpose()
}

pub(crate) fn save_draft(connection: &Connection, draft: &RosterDraft, saved_at: Moment) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO roster_drafts (month, saved_at, draft) VALUES (?1, ?2, ?3)")?
        .execute(params![draft.plan.month.to_string(), instant(saved_at), json::written(draft)?])?;
    Ok(())
}

pub(crate) fn put_away(connection: &Connection, month: YearMonth) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM roster_drafts WHERE month = ?1")?.execute([month.to_string()])?;
    Ok(())
}
