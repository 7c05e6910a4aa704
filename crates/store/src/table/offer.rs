//! What the upstream received and may have forgotten, because it was put back from a backup. No table of its own: the
//! receipts say it.

use domain::entry::Sealed;
use domain::generation::Generation;
use domain::receipt::SealedReceipt;
use domain::seal::Signature;
use domain::unit::UnitCode;
use rusqlite::{Connection, params};

use crate::error::StoreError;

/// Where a receipt stands among all: its generation and position.
pub type Standing = (u32, u64);

/// An entry with the receipt that an earlier generation gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forgotten {
    /// Where its receipt stands.
    pub standing: Standing,
    /// Exact bytes.
    pub sealed: Sealed,
    /// As it was signed.
    pub receipt: SealedReceipt,
}

/// What the upstream may have forgotten, after a standing, in the order in which it was received: what this unit wrote,
/// and whole what it was handed of others, whose desks may be gone. What the upstream has handed on since it began its
/// generation it holds; what was set aside for a person is not offered again.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn forgotten(
    connection: &Connection,
    unit: &UnitCode,
    generation: &Generation,
    after: Standing,
    limit: u32,
) -> Result<Vec<Forgotten>, StoreError> {
    let Some(lost_after) = generation.lost_after else { return Ok(Vec::new()) };
    let position = |position: u64| i64::try_from(position).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(
        "SELECT r.generation, r.position, e.header, e.body, e.signature, r.receipt, r.signature
         FROM receipts r JOIN entries e ON e.id = r.entry
         WHERE r.generation < ?1 AND r.position > ?2 AND (r.generation, r.position) > (?3, ?4)
           AND (e.body IS NOT NULL OR e.header ->> '$.unit' = ?5)
           AND e.id NOT IN (SELECT entry FROM deliveries WHERE n > ?7)
           AND NOT EXISTS (SELECT 1 FROM receipts n WHERE n.entry = r.entry AND n.generation > r.generation)
           AND NOT EXISTS (SELECT 1 FROM queue WHERE queue.entry = r.entry)
         ORDER BY r.generation, r.position LIMIT ?6",
    )?;
    let begins_after = position(generation.begins_after());
    let asked =
        params![generation.number, position(lost_after), after.0, position(after.1), unit.0, limit, begins_after];
    let rows = statement.query_map(asked, |row| {
        Ok(Forgotten {
            standing: (row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs()),
            sealed: Sealed { header: row.get(2)?, body: row.get(3)?, signature: Signature::from_text(row.get(4)?) },
            receipt: SealedReceipt { receipt: row.get(5)?, signature: Signature::from_text(row.get(6)?) },
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
