//! Looking at the truth tables row by row, as they stand: columns beside exact bytes, and rows that belong to nothing. What
//! it means is judged elsewhere.

use domain::entry::{EntryId, Sealed};
use domain::receipt::SealedReceipt;
use domain::seal::Signature;
use rusqlite::{Row, params};

use crate::error::StoreError;
use crate::open::Store;
use crate::table::receipt::standing;

/// Where a row stands in the order of inspection, by its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Column `device`.
    pub device: String,
    /// Column `epoch`.
    pub epoch: i64,
    /// Column `seq`.
    pub seq: i64,
}

/// A row of `entries` with what other tables say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspected {
    /// Column `id`.
    pub id: String,
    /// Columns `device`, `epoch`, `seq`.
    pub place: Place,
    /// Column `subject`.
    pub subject: String,
    /// Column `entered_at`.
    pub entered_at: String,
    /// Exact bytes.
    pub sealed: Sealed,
    /// Its receipt.
    pub receipt: Option<InspectedReceipt>,
    /// It waits in the queue, refused or not.
    pub queued: bool,
    /// The entry that cleared its body, by the table of purges.
    pub purged_by: Option<String>,
}

/// A row of `receipts`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InspectedReceipt {
    /// Exact bytes.
    pub sealed: SealedReceipt,
    /// Column `generation`.
    pub generation: i64,
    /// Column `position`.
    pub position: i64,
    /// Column `received_at`.
    pub received_at: String,
}

/// A row of `deliveries`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InspectedDelivery {
    /// Column `n`.
    pub n: i64,
    /// Its entry is in the file.
    pub entry_held: bool,
    /// It came with its body, and neither the body nor a purge of it is in the file.
    pub body_missing: bool,
}

/// Rows that speak of entries which are not in the file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Strays {
    /// Receipts.
    pub receipts: u64,
    /// Rows of the queue.
    pub queued: u64,
    /// Rows of the purges.
    pub purges: u64,
}

impl Store {
    /// How many entries there are.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read.
    pub fn count_entries(&self) -> Result<u64, StoreError> {
        let count: i64 = self.connection.query_row("SELECT count(*) FROM entries", [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// The next rows after a place, in the order of device, epoch and seq.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read.
    pub fn inspect_after(&self, after: Option<&Place>, limit: u32) -> Result<Vec<Inspected>, StoreError> {
        let mut statement = self.connection.prepare_cached(concat!(
            "SELECT id, device, epoch, seq, subject, entered_at, header, body, entries.signature,
                        receipts.receipt, receipts.signature, generation, position, received_at,
                        EXISTS (SELECT 1 FROM queue WHERE queue.entry = entries.id),
                        (SELECT by FROM purges WHERE purges.entry = entries.id)
                 FROM entries",
            standing!(),
            "WHERE (device, epoch, seq) > (?1, ?2, ?3) ORDER BY device, epoch, seq LIMIT ?4"
        ))?;
        let (device, epoch, seq) =
            after.map_or(("", i64::MIN, i64::MIN), |place| (place.device.as_str(), place.epoch, place.seq));
        let rows = statement.query_map(params![device, epoch, seq, limit], inspected)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Shows every receipt beside which a newer generation's stands, with its entry.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read.
    pub fn inspect_earlier_receipts(&self, mut visit: impl FnMut(Sealed, InspectedReceipt)) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT e.header, e.body, e.signature, r.receipt, r.signature, r.generation, r.position, r.received_at
             FROM receipts r JOIN entries e ON e.id = r.entry
             WHERE EXISTS (SELECT 1 FROM receipts n WHERE n.entry = r.entry AND n.generation > r.generation)
             ORDER BY r.generation, r.position",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            visit(sealed(row, 0)?, receipt(row, 3)?);
        }
        Ok(())
    }

    /// Shows every delivery in the order of its number.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read.
    pub fn inspect_deliveries(&self, mut visit: impl FnMut(InspectedDelivery)) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT d.n, e.id IS NOT NULL,
                    d.with_body AND e.id IS NOT NULL AND e.body IS NULL
                        AND NOT EXISTS (SELECT 1 FROM purges WHERE purges.entry = d.entry)
             FROM deliveries d LEFT JOIN entries e ON e.id = d.entry ORDER BY d.n",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(InspectedDelivery { n: row.get(0)?, entry_held: row.get(1)?, body_missing: row.get(2)? })
        })?;
        for row in rows {
            visit(row?);
        }
        Ok(())
    }

    /// Rows that speak of entries which are not there.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read.
    pub fn strays(&self) -> Result<Strays, StoreError> {
        let count = |table: &str| -> Result<u64, StoreError> {
            let sql = format!(
                "SELECT count(*) FROM {table} WHERE NOT EXISTS (SELECT 1 FROM entries WHERE entries.id = {table}.entry)"
            );
            let count: i64 = self.connection.query_row(&sql, [], |row| row.get(0))?;
            Ok(count.unsigned_abs())
        };
        Ok(Strays { receipts: count("receipts")?, queued: count("queue")?, purges: count("purges")? })
    }

    /// The entry of that id, by the text of the column.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read.
    pub fn entry_by_text(&self, id: &str) -> Result<Option<Sealed>, StoreError> {
        let Ok(id) = id.parse::<EntryId>() else { return Ok(None) };
        crate::table::entry::find(&self.connection, id)
    }
}

/// An entry's bytes from this column on.
fn sealed(row: &Row<'_>, from: usize) -> rusqlite::Result<Sealed> {
    Ok(Sealed { header: row.get(from)?, body: row.get(from + 1)?, signature: Signature::from_text(row.get(from + 2)?) })
}

/// A receipt's row from this column on.
fn receipt(row: &Row<'_>, from: usize) -> rusqlite::Result<InspectedReceipt> {
    Ok(InspectedReceipt {
        sealed: SealedReceipt { receipt: row.get(from)?, signature: Signature::from_text(row.get(from + 1)?) },
        generation: row.get(from + 2)?,
        position: row.get(from + 3)?,
        received_at: row.get(from + 4)?,
    })
}

fn inspected(row: &Row<'_>) -> rusqlite::Result<Inspected> {
    let received = row.get::<_, Option<String>>(9)?.is_some();
    Ok(Inspected {
        id: row.get(0)?,
        place: Place { device: row.get(1)?, epoch: row.get(2)?, seq: row.get(3)? },
        subject: row.get(4)?,
        entered_at: row.get(5)?,
        sealed: sealed(row, 6)?,
        receipt: received.then(|| receipt(row, 9)).transpose()?,
        queued: row.get(14)?,
        purged_by: row.get(15)?,
    })
}
