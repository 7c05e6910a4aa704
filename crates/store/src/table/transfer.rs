//! `blob_transfers`: attachments on their way between this desk and the upstream, in a lane behind the text. A row stands
//! for as long as the bytes are not at the other end.

use std::collections::BTreeSet;

use domain::Moment;
use domain::digest::Digest;
use domain::entry::BlobRef;
use domain::unit::UnitCode;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::error::StoreError;
use crate::table::entry::instant;

/// Migration 10. What was named before waits too; what another desk wrote and is not here is wanted.
pub(crate) const CREATE: &str = "
CREATE TABLE blob_transfers (
    way        TEXT NOT NULL CHECK (way IN ('up', 'down')),
    digest     TEXT NOT NULL,
    length     INTEGER NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0,
    not_before TEXT,
    PRIMARY KEY (way, digest)
) STRICT, WITHOUT ROWID;
INSERT INTO blob_transfers (way, digest, length) SELECT 'up', digest, length FROM blobs WHERE named = 1;
INSERT OR IGNORE INTO blob_transfers (way, digest, length)
SELECT 'down', blob.value ->> '$.digest', blob.value ->> '$.length'
FROM entries, json_each(entries.header, '$.blobs') AS blob
WHERE blob.value ->> '$.digest' NOT IN (SELECT digest FROM blobs);
";

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// From this desk to the upstream.
    Up,
    /// From the upstream to this desk.
    Down,
}

impl Way {
    const fn word(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

/// An attachment on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// Which way.
    pub way: Way,
    /// Its digest and length.
    pub blob: BlobRef,
    /// How often it was put off.
    pub attempts: u32,
}

pub(crate) fn want(connection: &Connection, way: Way, blob: &BlobRef) -> Result<(), StoreError> {
    let length = i64::try_from(blob.length).unwrap_or(i64::MAX);
    connection
        .prepare_cached("INSERT OR IGNORE INTO blob_transfers (way, digest, length) VALUES (?1, ?2, ?3)")?
        .execute(params![way.word(), blob.digest.to_string(), length])?;
    Ok(())
}

/// Everything that this unit's entries name and whose bytes are here is to be at the upstream, which may have forgotten it.
pub(crate) fn want_all_again(connection: &Connection, unit: &UnitCode) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO blob_transfers (way, digest, length)
             SELECT 'up', blobs.digest, blobs.length
             FROM entries, json_each(entries.header, '$.blobs') AS blob JOIN blobs ON blobs.digest = blob.value ->> '$.digest'
             WHERE entries.header ->> '$.unit' = ?1 AND entries.body IS NOT NULL",
        )?
        .execute([&unit.0])?;
    Ok(())
}

pub(crate) fn done(connection: &Connection, way: Way, digest: Digest) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM blob_transfers WHERE way = ?1 AND digest = ?2")?
        .execute(params![way.word(), digest.to_string()])?;
    Ok(())
}

pub(crate) fn postpone(connection: &Connection, transfer: &Transfer, until: Moment) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE blob_transfers SET attempts = attempts + 1, not_before = ?3 WHERE way = ?1 AND digest = ?2",
        )?
        .execute(params![transfer.way.word(), transfer.blob.digest.to_string(), instant(until)])?;
    Ok(())
}

/// The next one that may be carried: what goes up first, the small ones first.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn next(connection: &Connection, now: Moment) -> Result<Option<Transfer>, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT way, digest, length, attempts FROM blob_transfers
             WHERE not_before IS NULL OR not_before <= ?1 ORDER BY way DESC, length, digest LIMIT 1",
        )?
        .query_row([instant(now)], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?, row.get(3)?))
        })
        .optional()?;
    let Some((way, digest, length, attempts)) = found else { return Ok(None) };
    let digest = Digest::parse(&digest).ok_or_else(|| StoreError::Damaged("附件摘要无法读取".to_owned()))?;
    let way = if way == Way::Up.word() { Way::Up } else { Way::Down };
    let length = u64::try_from(length).unwrap_or(0);
    Ok(Some(Transfer { way, blob: BlobRef { digest, length }, attempts }))
}

/// Those that are on their way.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn waiting(connection: &Connection, way: Way) -> Result<BTreeSet<Digest>, StoreError> {
    let mut waiting = connection.prepare_cached("SELECT digest FROM blob_transfers WHERE way = ?1")?;
    let rows = waiting.query_map([way.word()], |row| row.get::<_, String>(0))?;
    let unreadable = || StoreError::Damaged("附件摘要无法读取".to_owned());
    rows.map(|text| Digest::parse(&text?).ok_or_else(unreadable)).collect()
}
