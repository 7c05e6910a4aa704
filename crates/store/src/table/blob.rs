//! `blobs`: which attachments this desk once kept beside its file. The bytes lie in `blobs/`, by digest; a row says that
//! they are to be there, so that one that is gone is told from one that never was here.

use std::collections::BTreeSet;

use domain::Moment;
use domain::digest::Digest;
use domain::entry::BlobRef;
use rusqlite::{Connection, params};

use crate::error::StoreError;
use crate::table::entry::instant;

/// Migration 6.
pub(crate) const CREATE: &str = "
CREATE TABLE blobs (
    digest  TEXT PRIMARY KEY,
    length  INTEGER NOT NULL,
    kept_at TEXT NOT NULL,
    named   INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
";

pub(crate) fn keep(connection: &Connection, blob: &BlobRef, now: Moment) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO blobs (digest, length, kept_at) VALUES (?1, ?2, ?3)")?
        .execute(params![blob.digest.to_string(), i64::try_from(blob.length).unwrap_or(i64::MAX), instant(now)])?;
    Ok(())
}

/// An own entry names it: it stays for good.
pub(crate) fn name(connection: &Connection, digest: Digest) -> Result<(), StoreError> {
    connection.prepare_cached("UPDATE blobs SET named = 1 WHERE digest = ?1")?.execute([digest.to_string()])?;
    Ok(())
}

pub(crate) fn forget(connection: &Connection, digest: Digest) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM blobs WHERE digest = ?1")?.execute([digest.to_string()])?;
    Ok(())
}

/// Whether its bytes were kept here.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn was_kept(connection: &Connection, digest: Digest) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM blobs WHERE digest = ?1)")?;
    Ok(statement.query_row([digest.to_string()], |row| row.get(0))?)
}

/// Those that an own entry or a draft names.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn in_use(connection: &Connection) -> Result<BTreeSet<Digest>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT digest FROM blobs WHERE named = 1
         UNION
         SELECT blob.value ->> '$.digest' FROM information_drafts, json_each(draft, '$.attachments') AS blob",
    )?;
    digests(statement.query_map([], |row| row.get::<_, String>(0))?)
}

/// Every one that was kept here.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn all(connection: &Connection) -> Result<BTreeSet<Digest>, StoreError> {
    let mut statement = connection.prepare("SELECT digest FROM blobs")?;
    digests(statement.query_map([], |row| row.get::<_, String>(0))?)
}

fn digests(rows: impl Iterator<Item = rusqlite::Result<String>>) -> Result<BTreeSet<Digest>, StoreError> {
    let unreadable = || StoreError::Damaged("附件摘要无法读取".to_owned());
    rows.map(|text| Digest::parse(&text?).ok_or_else(unreadable)).collect()
}
