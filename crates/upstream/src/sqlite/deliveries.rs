//! What each unit may read, written once: its own running number for every entry that is handed to it.

use std::collections::BTreeMap;

use domain::certificate::SealedCertificate;
use domain::entry::Sealed;
use domain::receipt::SealedReceipt;
use domain::unit::UnitCode;
use domain::wire::{Delivery, DeliveryPage, MAX_PAGE};
use rusqlite::{Connection, Row};

use super::{Database, column};
use crate::batch::{Handed, has};
use crate::database_error::DatabaseError;
use crate::page::Page;

pub(super) const CREATE: &str = "
CREATE TABLE deliveries (
    unit      TEXT    NOT NULL REFERENCES units (code),
    n         INTEGER NOT NULL CHECK (n >= 1),
    position  INTEGER NOT NULL REFERENCES entries (position),
    with_body INTEGER NOT NULL CHECK (with_body IN (0, 1)),
    PRIMARY KEY (unit, n),
    UNIQUE (unit, position)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER deliveries_are_never_replaced BEFORE INSERT ON deliveries
WHEN EXISTS (SELECT 1 FROM deliveries WHERE unit = NEW.unit AND n = NEW.n)
  OR EXISTS (SELECT 1 FROM deliveries WHERE unit = NEW.unit AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, '分发记录只增不改'); END;
CREATE TRIGGER deliveries_are_never_changed BEFORE UPDATE ON deliveries
BEGIN SELECT RAISE(ABORT, '分发记录只增不改'); END;
CREATE TRIGGER deliveries_are_never_deleted BEFORE DELETE ON deliveries
BEGIN SELECT RAISE(ABORT, '分发记录只增不删'); END;
CREATE TABLE unit_cursors (
    unit TEXT    PRIMARY KEY REFERENCES units (code),
    n    INTEGER NOT NULL CHECK (n >= 1)
) STRICT, WITHOUT ROWID;
";

/// Whose header alone was handed on may be handed on whole: each entry once each way.
pub(super) const ONCE_EACH_WAY: &str = "
CREATE TABLE deliveries_anew (
    unit      TEXT    NOT NULL REFERENCES units (code),
    n         INTEGER NOT NULL CHECK (n >= 1),
    position  INTEGER NOT NULL REFERENCES entries (position),
    with_body INTEGER NOT NULL CHECK (with_body IN (0, 1)),
    PRIMARY KEY (unit, n),
    UNIQUE (unit, position, with_body)
) STRICT, WITHOUT ROWID;
INSERT INTO deliveries_anew SELECT unit, n, position, with_body FROM deliveries;
DROP TRIGGER deliveries_are_never_deleted;
DROP TABLE deliveries;
ALTER TABLE deliveries_anew RENAME TO deliveries;
CREATE TRIGGER deliveries_are_never_replaced BEFORE INSERT ON deliveries
WHEN EXISTS (SELECT 1 FROM deliveries WHERE unit = NEW.unit AND n = NEW.n)
  OR EXISTS (SELECT 1 FROM deliveries WHERE unit = NEW.unit AND position = NEW.position AND with_body >= NEW.with_body)
BEGIN SELECT RAISE(ABORT, '分发记录只增不改'); END;
CREATE TRIGGER deliveries_are_never_changed BEFORE UPDATE ON deliveries
BEGIN SELECT RAISE(ABORT, '分发记录只增不改'); END;
CREATE TRIGGER deliveries_are_never_deleted BEFORE DELETE ON deliveries
BEGIN SELECT RAISE(ABORT, '分发记录只增不删'); END;
";

/// Hands an entry to a unit, under the unit's next number.
pub(super) fn hand_on(connection: &Connection, handed: &Handed) -> rusqlite::Result<()> {
    let Handed { unit, position, with_body } = handed;
    let n: i64 = connection
        .prepare_cached(
            "INSERT INTO unit_cursors (unit, n)
             VALUES (?1, 1 + coalesce((SELECT max(begins_after) FROM generations), 0))
             ON CONFLICT (unit) DO UPDATE SET n = n + 1 RETURNING n",
        )?
        .query_one([&unit.0], |row| row.get(0))?;
    connection
        .prepare_cached("INSERT INTO deliveries (unit, n, position, with_body) VALUES (?1, ?2, ?3, ?4)")?
        .execute((&unit.0, n, column::stored(*position), with_body))
        .map(|_| ())
}

/// Every unit that an entry was handed to, and whether with its body.
pub(super) fn handed(connection: &Connection, position: u64) -> rusqlite::Result<BTreeMap<UnitCode, bool>> {
    let mut statement = connection
        .prepare_cached("SELECT code, with_body FROM units JOIN deliveries ON unit = code AND position = ?1")?;
    let rows = statement.query_map([column::stored(position)], |row| Ok((column::unit(row, 0)?, row.get(1)?)))?;
    let mut handed = BTreeMap::new();
    for row in rows {
        let (unit, with_body) = row?;
        has(&mut handed, unit, with_body);
    }
    Ok(handed)
}

/// Whether an entry was handed to a unit, and if so, whether with its body.
pub(super) fn handed_to(connection: &Connection, unit: &UnitCode, position: u64) -> rusqlite::Result<Option<bool>> {
    connection
        .prepare_cached("SELECT max(with_body) FROM deliveries WHERE unit = ?1 AND position = ?2")?
        .query_row((&unit.0, column::stored(position)), |row| row.get(0))
}

const PAGE: &str = "
SELECT d.n, e.header, CASE d.with_body WHEN 1 THEN e.body END, e.signature,
       r.receipt, r.signature, v.certificate, v.certificate_signature
FROM deliveries d
JOIN entries e ON e.position = d.position
JOIN receipts r ON r.position = d.position
JOIN devices v ON v.id = e.device
WHERE d.unit = ?1 AND d.n > ?2
ORDER BY d.n LIMIT ?3";

fn delivery(row: &Row<'_>) -> rusqlite::Result<Delivery> {
    Ok(Delivery {
        n: column::count(row, 0)?,
        entry: Sealed { header: row.get(1)?, body: row.get(2)?, signature: column::signature(row, 3)? },
        receipt: SealedReceipt { receipt: row.get(4)?, signature: column::signature(row, 5)? },
        certificate: SealedCertificate { certificate: row.get(6)?, signature: column::signature(row, 7)? },
    })
}

impl Database {
    /// The unit's deliveries after number `after`.
    pub(crate) fn page(&mut self, unit: &UnitCode, after: u64) -> Result<DeliveryPage, DatabaseError> {
        let mut query = self.connection.prepare_cached(PAGE)?;
        let mut rows = query.query((&unit.0, column::stored(after), column::stored(MAX_PAGE as u64 + 1)))?;
        let mut page = Page::default();
        while let Some(row) = rows.next()? {
            if !page.take(delivery(row)?) {
                break;
            }
        }
        Ok(page.done())
    }

    /// The number of the unit's last delivery, 0 before the first.
    pub(crate) fn delivered_to(&mut self, unit: &UnitCode) -> Result<u64, DatabaseError> {
        let mut last = self.connection.prepare_cached("SELECT coalesce(max(n), 0) FROM deliveries WHERE unit = ?1")?;
        Ok(last.query_row([&unit.0], |row| column::count(row, 0))?)
    }
}
