//! `packs` and `pack_sets`: the text of every rule pack that was ever in force here, so that an old incident can be
//! shown under the packs it was judged by; and which packs a person added or withdrew.

use domain::Moment;
use domain::digest::Digest;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::error::StoreError;
use crate::json;
use crate::table::entry::instant;

/// Migration 3.
pub(crate) const CREATE: &str = "
CREATE TABLE packs (
    text_digest  TEXT PRIMARY KEY,
    pack         TEXT NOT NULL,
    file         TEXT NOT NULL,
    text         TEXT NOT NULL,
    shipped      INTEGER NOT NULL,
    kept_at      TEXT NOT NULL,
    withdrawn_at TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE pack_sets (
    digest TEXT PRIMARY KEY,
    texts  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

/// One text as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPack {
    /// SM3 of the text.
    pub text_digest: Digest,
    /// Id of the pack.
    pub pack: String,
    /// File name under which it came.
    pub file: String,
    /// The TOML.
    pub text: String,
    /// It came with the program; else a person added it.
    pub shipped: bool,
    /// A person withdrew it.
    pub withdrawn: bool,
}

/// Keeps a text that is in force; one that is known stays as it is.
pub(crate) fn keep(connection: &Connection, kept: &KeptPack, now: Moment) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO packs (text_digest, pack, file, text, shipped, kept_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![kept.text_digest.to_string(), kept.pack, kept.file, kept.text, kept.shipped, instant(now)])?;
    Ok(())
}

/// A person adds a text. One that was known is from then on theirs, the newest, and in use again.
pub(crate) fn add(connection: &Connection, added: &KeptPack, now: Moment) -> Result<(), StoreError> {
    keep(connection, added, now)?;
    connection
        .prepare_cached("UPDATE packs SET withdrawn_at = NULL, shipped = 0, kept_at = ?2 WHERE text_digest = ?1")?
        .execute(params![added.text_digest.to_string(), instant(now)])?;
    Ok(())
}

/// Withdraws a text that a person added. It stays kept for the incidents that it judged.
pub(crate) fn withdraw(connection: &Connection, text: Digest, now: Moment) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE packs SET withdrawn_at = ?2 WHERE text_digest = ?1")?
        .execute(params![text.to_string(), instant(now)])?;
    Ok(())
}

/// Keeps which texts, in which order, a set of packs is.
pub(crate) fn keep_set(connection: &Connection, digest: Digest, texts: &[Digest]) -> Result<(), StoreError> {
    let texts = json::written(texts)?;
    connection
        .prepare_cached("INSERT OR IGNORE INTO pack_sets (digest, texts) VALUES (?1, ?2)")?
        .execute(params![digest.to_string(), texts])?;
    Ok(())
}

/// Every text kept, in the order in which they came.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn all(connection: &Connection) -> Result<Vec<KeptPack>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT text_digest, pack, file, text, shipped, withdrawn_at IS NOT NULL FROM packs ORDER BY kept_at, text_digest",
    )?;
    let rows = statement.query_map([], |row| {
        Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
    })?;
    rows.map(|row| {
        let (digest, pack, file, text, shipped, withdrawn) = row?;
        let unreadable = || StoreError::Damaged("规则包摘要无法读取".to_owned());
        let text_digest = Digest::parse(&digest).ok_or_else(unreadable)?;
        Ok(KeptPack { text_digest, pack, file, text, shipped, withdrawn })
    })
    .collect()
}

/// The texts of a set, in their order; none where the set is not known here.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn of_set(connection: &Connection, digest: Digest) -> Result<Option<Vec<KeptPack>>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT texts FROM pack_sets WHERE digest = ?1")?;
    let texts: Option<String> = statement.query_row([digest.to_string()], |row| row.get(0)).optional()?;
    let Some(texts) = texts else { return Ok(None) };
    let wanted: Vec<Digest> = json::read(&texts)?;
    let mut kept = all(connection)?;
    let mut set = Vec::new();
    for digest in wanted {
        let Some(place) = kept.iter().position(|pack| pack.text_digest == digest) else { return Ok(None) };
        set.push(kept.swap_remove(place));
    }
    Ok(Some(set))
}
