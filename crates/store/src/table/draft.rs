//! `drafts`: forms as typed, this desk only, kept by author.

use domain::Moment;
use domain::draft::Draft;
use domain::entry::Subject;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::error::{StoreError, damaged};
use crate::table::entry::instant;

/// Migration 1.
pub(crate) const CREATE: &str = "
CREATE TABLE drafts (
    subject  TEXT NOT NULL,
    author   TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    draft    TEXT NOT NULL,
    PRIMARY KEY (subject, author)
) STRICT, WITHOUT ROWID;
";

/// A draft and when it was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedDraft {
    /// As typed.
    pub draft: Draft,
    /// When it was saved on this machine.
    pub saved_at: Moment,
}

/// The draft of one author.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn find(connection: &Connection, subject: Subject, author: &str) -> Result<Option<SavedDraft>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT draft, saved_at FROM drafts WHERE subject = ?1 AND author = ?2")?;
    let row = statement
        .query_row(params![subject.to_string(), author], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))
        .optional()?;
    row.map(|(draft, saved_at)| {
        let draft = serde_json::from_str(&draft).map_err(|error| damaged(&error))?;
        let saved_at = saved_at.parse().map_err(|_| StoreError::Damaged("草稿时间无法读取".to_owned()))?;
        Ok(SavedDraft { draft, saved_at })
    })
    .transpose()
}

pub(crate) fn put(
    connection: &Connection,
    subject: Subject,
    author: &str,
    draft: &Draft,
    now: Moment,
) -> Result<(), StoreError> {
    let text = serde_json::to_string(draft).map_err(|error| damaged(&error))?;
    connection.execute(
        "INSERT OR REPLACE INTO drafts (subject, author, saved_at, draft) VALUES (?1, ?2, ?3, ?4)",
        params![subject.to_string(), author, instant(now), text],
    )?;
    Ok(())
}
