//! `drafts`: forms as typed, this desk only, kept by author.

use domain::Moment;
use domain::draft::Draft;
use domain::entry::Subject;
use domain::grade_history::GradeHistory;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::error::StoreError;
use crate::json;
use crate::table::entry::{instant, parse_id};

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
pub(crate) const WITH_BEGINNING: &str = "
ALTER TABLE drafts ADD COLUMN begun_at TEXT;
UPDATE drafts SET begun_at = saved_at;
";

/// A draft and when it was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedDraft {
    /// As typed.
    pub draft: Draft,
    /// Which grade 初判 had from when on.
    pub grades: GradeHistory,
    /// When somebody first typed in it; none while it holds only what the program filled in.
    pub begun_at: Option<Moment>,
    /// When it was saved on this machine.
    pub saved_at: Moment,
}

type DraftRow = (String, String, String, Option<String>);

const COLUMNS: &str = "draft, saved_at, grades, begun_at";

fn draft_row(row: &Row<'_>) -> rusqlite::Result<DraftRow> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

fn saved((draft, saved_at, grades, begun_at): DraftRow) -> Result<SavedDraft, StoreError> {
    let time = |text: String| text.parse().map_err(|_| StoreError::Damaged("草稿时间无法读取".to_owned()));
    Ok(SavedDraft {
        draft: json::read(&draft)?,
        grades: json::read(&grades)?,
        begun_at: begun_at.map(time).transpose()?,
        saved_at: time(saved_at)?,
    })
}

/// The draft of one author.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn find(connection: &Connection, subject: Subject, author: &str) -> Result<Option<SavedDraft>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM drafts WHERE subject = ?1 AND author = ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_row(params![subject.to_string(), author], draft_row).optional()?.map(saved).transpose()
}

/// Every author's draft on a subject, the one saved last first.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn of_subject(connection: &Connection, subject: Subject) -> Result<Vec<(String, SavedDraft)>, StoreError> {
    let sql = format!("SELECT {COLUMNS}, author FROM drafts WHERE subject = ?1 ORDER BY saved_at DESC, author");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([subject.to_string()], |row| Ok((row.get::<_, String>(4)?, draft_row(row)?)))?;
    rows.map(|row| {
        let (author, row) = row?;
        Ok((author, saved(row)?))
    })
    .collect()
}

/// Drafts that nobody has saved since that instant: of what, and whose.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn untouched_since(connection: &Connection, since: Moment) -> Result<Vec<(Subject, String)>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT subject, author FROM drafts WHERE saved_at <= ?1")?;
    let rows = statement.query_map([instant(since)], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
    rows.map(|row| {
        let (subject, author) = row?;
        Ok((parse_id(&subject)?, author))
    })
    .collect()
}

pub(crate) fn remove(connection: &Connection, subject: Subject, author: &str) -> Result<(), StoreError> {
    connection
        .execute("DELETE FROM drafts WHERE subject = ?1 AND author = ?2", params![subject.to_string(), author])?;
    Ok(())
}

pub(crate) fn put(
    connection: &Connection,
    subject: Subject,
    author: &str,
    saved: &SavedDraft,
) -> Result<(), StoreError> {
    let draft = json::written(&saved.draft)?;
    let grades = json::written(&saved.grades)?;
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO drafts (subject, author, begun_at, saved_at, draft, grades)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            subject.to_string(),
            author,
            saved.begun_at.map(instant),
            instant(saved.saved_at),
            draft,
            grades
        ])?;
    Ok(())
}
