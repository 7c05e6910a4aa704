//! `accesses`: 查阅与导出 as the settings room lists them. Folded from the entries of every subject.

use domain::Moment;
use domain::access::{AccessNoted, Accessed};
use domain::entry::{Author, EntryId, Header};
use rusqlite::{Connection, params};

use crate::error::StoreError;
use crate::json;
use crate::table::entry::instant;

/// Migration 7.
pub(crate) const CREATE: &str = "
CREATE TABLE accesses (
    entry  TEXT PRIMARY KEY REFERENCES entries (id),
    at     TEXT NOT NULL,
    author TEXT NOT NULL,
    what   TEXT NOT NULL,
    note   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX accesses_by_time ON accesses (at);
";

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// When, UTC.
    pub at: Moment,
    /// Who.
    pub author: Author,
    /// What.
    pub what: Accessed,
    /// A line on it.
    pub note: String,
}

pub(crate) fn put(connection: &Connection, header: &Header, noted: &AccessNoted) -> Result<(), StoreError> {
    let author = json::written(&header.author)?;
    let what = json::written(&noted.what)?;
    connection
        .prepare_cached("INSERT OR REPLACE INTO accesses (entry, at, author, what, note) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![header.id.to_string(), instant(header.claimed_at), author, what, noted.note])?;
    Ok(())
}

/// Another entry stands for this one and says the same.
pub(crate) fn forget(connection: &Connection, entry: EntryId) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM accesses WHERE entry = ?1")?.execute([entry.to_string()])?;
    Ok(())
}

/// The last ones, newest first.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn recent(connection: &Connection, limit: u32) -> Result<Vec<Access>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT at, author, what, note FROM accesses ORDER BY at DESC, entry DESC LIMIT ?1")?;
    let rows = statement.query_map([limit], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?, row.get(3)?))
    })?;
    rows.map(|row| {
        let (at, author, what, note) = row?;
        Ok(Access {
            at: at.parse().map_err(|_| StoreError::Damaged("查阅时间无法读取".to_owned()))?,
            author: json::read(&author)?,
            what: json::read(&what)?,
            note,
        })
    })
    .collect()
}

/// Whether that author did that since an instant.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn noted_since(
    connection: &Connection,
    author: &Author,
    what: Accessed,
    since: Moment,
) -> Result<bool, StoreError> {
    let author = json::written(author)?;
    let what = json::written(&what)?;
    let mut statement = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM accesses WHERE at > ?1 AND author = ?2 AND what = ?3)")?;
    Ok(statement.query_one(params![instant(since), author, what], |row| row.get(0))?)
}
