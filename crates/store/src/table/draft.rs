//! `drafts`: forms as typed, this desk only, kept by author.

use domain::Moment;
use domain::draft::Draft;
use domain::entry::Subject;
use domain::grade_history::GradeHistory;
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

/// Migration 3: which grade 初判 had from when on, while the draft was filled in.
pub(crate) const WITH_GRADES: &str = "ALTER TABLE drafts ADD COLUMN grades TEXT NOT NULL DEFAULT '[]';";

/// Migration 7: when its writing began. Typing times are this desk's own and go with the draft.
pub(crate) const WITH_BEGINNING: &str = "ALTER TABLE drafts ADD COLUMN begun_at TEXT;";

/// A draft and when it was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedDraft {
    /// As typed.
    pub draft: Draft,
    /// Which grade 初判 had from when on.
    pub grades: GradeHistory,
    /// When it was saved on this machine.
    pub saved_at: Moment,
}

/// The draft of one author.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn find(connection: &Connection, subject: Subject, author: &str) -> Result<Option<SavedDraft>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT draft, saved_at, grades FROM drafts WHERE subject = ?1 AND author = ?2")?;
    let row = statement
        .query_row(params![subject.to_string(), author], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
        })
        .optional()?;
    row.map(|(draft, saved_at, grades)| {
        let draft = serde_json::from_str(&draft).map_err(|error| damaged(&error))?;
        let grades = serde_json::from_str(&grades).map_err(|error| damaged(&error))?;
        let saved_at = saved_at.parse().map_err(|_| StoreError::Damaged("草稿时间无法读取".to_owned()))?;
        Ok(SavedDraft { draft, grades, saved_at })
    })
    .transpose()
}

pub(crate) fn put(
    connection: &Connection,
    subject: Subject,
    author: &str,
    saved: &SavedDraft,
) -> Result<(), StoreError> {
    let draft = serde_json::to_string(&saved.draft).map_err(|error| damaged(&error))?;
    let grades = serde_json::to_string(&saved.grades).map_err(|error| damaged(&error))?;
    connection.execute(
        "INSERT OR REPLACE INTO drafts (subject, author, saved_at, draft, grades) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![subject.to_string(), author, instant(saved.saved_at), draft, grades],
    )?;
    Ok(())
}
