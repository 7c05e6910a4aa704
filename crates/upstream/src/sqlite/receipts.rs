//! Receipts as they were signed, one an entry; the same entry gets the same bytes for ever.

use domain::receipt::SealedReceipt;
use rusqlite::{Connection, OptionalExtension as _};

use super::column;

pub(super) const CREATE: &str = "
CREATE TABLE receipts (
    position  INTEGER PRIMARY KEY REFERENCES entries (position),
    receipt   TEXT NOT NULL,
    signature TEXT NOT NULL
) STRICT;
CREATE TRIGGER receipts_are_never_replaced BEFORE INSERT ON receipts
WHEN EXISTS (SELECT 1 FROM receipts WHERE position = NEW.position)
BEGIN SELECT RAISE(ABORT, '回执只增不改'); END;
CREATE TRIGGER receipts_are_never_changed BEFORE UPDATE ON receipts
BEGIN SELECT RAISE(ABORT, '回执只增不改'); END;
CREATE TRIGGER receipts_are_never_deleted BEFORE DELETE ON receipts
BEGIN SELECT RAISE(ABORT, '回执只增不删'); END;
";

pub(super) fn insert(connection: &Connection, position: u64, receipt: &SealedReceipt) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT INTO receipts (position, receipt, signature) VALUES (?1, ?2, ?3)")?
        .execute((column::stored(position), &receipt.receipt, receipt.signature.as_str()))
        .map(|_| ())
}

pub(super) fn at(connection: &Connection, position: u64) -> rusqlite::Result<Option<SealedReceipt>> {
    connection
        .prepare_cached("SELECT receipt, signature FROM receipts WHERE position = ?1")?
        .query_row([column::stored(position)], |row| {
            Ok(SealedReceipt { receipt: row.get(0)?, signature: column::signature(row, 1)? })
        })
        .optional()
}
