//! `receipts`: the upstream's signed word for entries, one of each of its generations at most. Append-only.

use domain::entry::ReceiptAnchor;
use domain::receipt::{Receipt, SealedReceipt};
use domain::seal::Signature;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::error::StoreError;
use crate::table::entry::instant;

/// Migration 1.
pub(crate) const CREATE: &str = "
CREATE TABLE receipts (
    entry       TEXT PRIMARY KEY REFERENCES entries (id),
    generation  INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    receipt     TEXT NOT NULL,
    signature   TEXT NOT NULL,
    UNIQUE (generation, position)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER receipts_are_never_replaced BEFORE INSERT ON receipts
WHEN EXISTS (SELECT 1 FROM receipts WHERE entry = NEW.entry)
  OR EXISTS (SELECT 1 FROM receipts WHERE generation = NEW.generation AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'receipts are never replaced'); END;
CREATE TRIGGER receipts_are_never_changed BEFORE UPDATE ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts are never changed'); END;
CREATE TRIGGER receipts_are_never_deleted BEFORE DELETE ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts are never deleted'); END;
";

/// Migration 11: one of each generation. Where the upstream was put back from a backup, it may have received anew what it had
/// received before; which of its words stands is the same at every desk, whichever of them it heard.
pub(crate) const OF_EACH_GENERATION: &str = "
CREATE TABLE receipts_of_each_generation (
    entry       TEXT NOT NULL REFERENCES entries (id),
    generation  INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    receipt     TEXT NOT NULL,
    signature   TEXT NOT NULL,
    PRIMARY KEY (entry, generation),
    UNIQUE (generation, position)
) STRICT;
INSERT INTO receipts_of_each_generation (entry, generation, position, received_at, receipt, signature)
SELECT entry, generation, position, received_at, receipt, signature FROM receipts ORDER BY generation, position;
DROP TRIGGER entries_are_never_deleted;
DROP TABLE receipts;
ALTER TABLE receipts_of_each_generation RENAME TO receipts;
CREATE TRIGGER entries_are_never_deleted BEFORE DELETE ON entries
WHEN EXISTS (SELECT 1 FROM receipts WHERE entry = OLD.id)
  OR NOT EXISTS (SELECT 1 FROM displaced WHERE id = OLD.id AND header = OLD.header AND body IS OLD.body
                 AND signature = OLD.signature)
BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
CREATE TRIGGER receipts_are_never_replaced BEFORE INSERT ON receipts
WHEN EXISTS (SELECT 1 FROM receipts WHERE entry = NEW.entry AND generation = NEW.generation)
  OR EXISTS (SELECT 1 FROM receipts WHERE generation = NEW.generation AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'receipts are never replaced'); END;
CREATE TRIGGER receipts_are_never_changed BEFORE UPDATE ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts are never changed'); END;
CREATE TRIGGER receipts_are_never_deleted BEFORE DELETE ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts are never deleted'); END;
";

/// Joins the receipt that stands, where there is one, to a row of `entries`: that of the newest generation.
macro_rules! standing {
    () => {
        " LEFT JOIN receipts ON receipts.entry = entries.id AND NOT EXISTS (
              SELECT 1 FROM receipts AS newer WHERE newer.entry = entries.id AND newer.generation > receipts.generation) "
    };
}
pub(crate) use standing;

/// Adds a receipt; where the entry has one of that generation already, that one stays.
pub(crate) fn insert(connection: &Connection, sealed: &SealedReceipt, receipt: &Receipt) -> Result<(), StoreError> {
    let held = connection
        .prepare_cached("SELECT 1 FROM receipts WHERE entry = ?1 AND generation = ?2")?
        .exists(params![receipt.entry.to_string(), receipt.generation])?;
    if held {
        return Ok(());
    }
    if place_is_taken(connection, receipt)? {
        return Err(StoreError::PlaceTaken(receipt.position));
    }
    connection
        .prepare_cached(
            "INSERT INTO receipts (entry, generation, position, received_at, receipt, signature)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            receipt.entry.to_string(),
            receipt.generation,
            i64::try_from(receipt.position).unwrap_or(i64::MAX),
            instant(receipt.received_at),
            sealed.receipt,
            sealed.signature.as_str(),
        ])?;
    Ok(())
}

/// Whether another entry has that position: no upstream gives one twice, unless it was put back to an earlier state.
fn place_is_taken(connection: &Connection, receipt: &Receipt) -> Result<bool, StoreError> {
    let position = i64::try_from(receipt.position).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached("SELECT 1 FROM receipts WHERE generation = ?1 AND position = ?2")?;
    Ok(statement.exists(params![receipt.generation, position])?)
}

/// The receipt that an entry names as the newest it knew; none where the file holds no such receipt.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn named_by(connection: &Connection, anchor: &ReceiptAnchor) -> Result<Option<SealedReceipt>, StoreError> {
    // One look into the index for each generation: an anchor does not say of which it is.
    let mut statement = connection.prepare_cached(
        "WITH RECURSIVE generations (n) AS (
             SELECT min(generation) FROM receipts
             UNION ALL
             SELECT (SELECT min(generation) FROM receipts WHERE generation > n) FROM generations WHERE n IS NOT NULL
         )
         SELECT receipt, signature FROM generations JOIN receipts ON generation = n AND position = ?1",
    )?;
    let position = i64::try_from(anchor.position).unwrap_or(i64::MAX);
    let rows = statement.query_map([position], |row| {
        Ok(SealedReceipt { receipt: row.get(0)?, signature: Signature::from_text(row.get(1)?) })
    })?;
    for receipt in rows {
        let receipt = receipt?;
        if receipt.digest() == anchor.digest {
            return Ok(Some(receipt));
        }
    }
    Ok(None)
}

/// The newest receipt, which a new entry names as proof that it is not older.
pub(crate) fn newest(connection: &Connection) -> Result<Option<ReceiptAnchor>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT receipt, position FROM receipts ORDER BY generation DESC, position DESC LIMIT 1")?;
    let row = statement.query_row([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))).optional()?;
    Ok(row.map(|(receipt, position)| ReceiptAnchor {
        position: position.unsigned_abs(),
        digest: domain::digest::Digest::of(receipt.as_bytes()),
    }))
}
