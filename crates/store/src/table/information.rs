//! `information`: 普通信息 as sent, a view folded from entries; `information_drafts`: as typed, this desk only.

use domain::Moment;
use domain::entry::Subject;
use domain::information::{Information, InformationDraft};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::error::StoreError;
use crate::json;
use crate::table::entry::{instant, parse_id};

/// Migration 6.
pub(crate) const CREATE: &str = "
CREATE TABLE information (
    subject TEXT PRIMARY KEY,
    sent_at TEXT NOT NULL,
    view    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX information_by_time ON information (sent_at);
CREATE TABLE information_drafts (
    subject    TEXT NOT NULL,
    author     TEXT NOT NULL,
    begun_at   TEXT NOT NULL,
    saved_at   TEXT NOT NULL,
    draft      TEXT NOT NULL,
    PRIMARY KEY (subject, author)
) STRICT, WITHOUT ROWID;
";

/// A draft as it was saved last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedInformation {
    /// The subject.
    pub id: Subject,
    /// As typed.
    pub draft: InformationDraft,
    /// When something was written into it first.
    pub begun_at: Moment,
    /// When it was saved on this machine.
    pub saved_at: Moment,
}

/// The view of a subject as what was sent; none where it is none any more.
pub(crate) fn put(connection: &Connection, subject: Subject, sent: Option<&Information>) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM information WHERE subject = ?1")?.execute([subject.to_string()])?;
    let Some(information) = sent else { return Ok(()) };
    let view = json::written(information)?;
    connection
        .prepare_cached("INSERT INTO information (subject, sent_at, view) VALUES (?1, ?2, ?3)")?
        .execute(params![subject.to_string(), instant(information.sent_at), view])?;
    Ok(())
}

/// One that was sent; none where the subject is none.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn find(connection: &Connection, subject: Subject) -> Result<Option<Information>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT view FROM information WHERE subject = ?1")?;
    let view: Option<String> = statement.query_row([subject.to_string()], |row| row.get(0)).optional()?;
    view.map(|view| json::read(&view)).transpose()
}

/// What was sent last, newest first.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn recent(connection: &Connection, limit: u32) -> Result<Vec<Information>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT view FROM information ORDER BY sent_at DESC, subject LIMIT ?1")?;
    let rows = statement.query_map([limit], |row| row.get::<_, String>(0))?;
    rows.map(|view| json::read(&view?)).collect()
}

/// Up to when a 零报告 of that unit went, of the newest one.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn zero_reported_until(connection: &Connection, unit: &str) -> Result<Option<Moment>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT view FROM information WHERE view ->> '$.what' = 'zero_report' AND view ->> '$.unit' = ?1
         ORDER BY sent_at DESC LIMIT 40",
    )?;
    let rows = statement.query_map([unit], |row| row.get::<_, String>(0))?;
    let sent: Vec<Information> = rows.map(|view| json::read(&view?)).collect::<Result<_, _>>()?;
    Ok(sent.iter().filter_map(|one| one.period?.until).max())
}

type DraftRow = (String, String, String, String);

fn draft_row(row: &Row<'_>) -> rusqlite::Result<DraftRow> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

fn saved((id, draft, begun_at, saved_at): DraftRow) -> Result<SavedInformation, StoreError> {
    let time = |text: &str| text.parse().map_err(|_| StoreError::Damaged("草稿时间无法读取".to_owned()));
    Ok(SavedInformation {
        id: parse_id(&id)?,
        draft: json::read(&draft)?,
        begun_at: time(&begun_at)?,
        saved_at: time(&saved_at)?,
    })
}

/// The draft of one author.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn draft(connection: &Connection, subject: Subject, author: &str) -> Result<Option<SavedInformation>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT subject, draft, begun_at, saved_at FROM information_drafts WHERE subject = ?1 AND author = ?2",
    )?;
    statement.query_row(params![subject.to_string(), author], draft_row).optional()?.map(saved).transpose()
}

/// Every draft of one author, the one begun last first.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn drafts(connection: &Connection, author: &str) -> Result<Vec<SavedInformation>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT subject, draft, begun_at, saved_at FROM information_drafts WHERE author = ?1
         ORDER BY begun_at DESC, subject",
    )?;
    let rows = statement.query_map([author], draft_row)?;
    rows.map(|row| saved(row?)).collect()
}

/// Every draft of authors other than these, with whose it is, the one begun last first.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn drafts_of_others(
    connection: &Connection,
    but: [&str; 2],
) -> Result<Vec<(String, SavedInformation)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT subject, draft, begun_at, saved_at, author FROM information_drafts WHERE author NOT IN (?1, ?2)
         ORDER BY begun_at DESC, subject, author",
    )?;
    let rows = statement.query_map(but, |row| Ok((row.get::<_, String>(4)?, draft_row(row)?)))?;
    rows.map(|row| {
        let (author, row) = row?;
        Ok((author, saved(row)?))
    })
    .collect()
}

pub(crate) fn save(connection: &Connection, author: &str, saved: &SavedInformation) -> Result<(), StoreError> {
    let draft = json::written(&saved.draft)?;
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO information_drafts (subject, author, begun_at, saved_at, draft)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![saved.id.to_string(), author, instant(saved.begun_at), instant(saved.saved_at), draft])?;
    Ok(())
}

pub(crate) fn put_away(connection: &Connection, subject: Subject, author: &str) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM information_drafts WHERE subject = ?1 AND author = ?2")?
        .execute(params![subject.to_string(), author])?;
    Ok(())
}
