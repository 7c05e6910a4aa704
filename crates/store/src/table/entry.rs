//! `entries`: own and received, exact bytes. Append-only.

use domain::entry::{DeviceId, EntryId, Header, Sealed, Subject};
use domain::receipt::SealedReceipt;
use domain::seal::Signature;
use domain::unit::UnitCode;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::error::StoreError;
use crate::table::receipt::standing;

/// Migration 1.
pub(crate) const CREATE: &str = "
CREATE TABLE entries (
    id         TEXT PRIMARY KEY,
    device     TEXT NOT NULL,
    epoch      INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    subject    TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    header     TEXT NOT NULL,
    body       TEXT,
    signature  TEXT NOT NULL,
    UNIQUE (device, epoch, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX entries_by_subject ON entries (subject);
CREATE INDEX entries_by_time ON entries (entered_at);
CREATE TRIGGER entries_are_never_replaced BEFORE INSERT ON entries
WHEN EXISTS (SELECT 1 FROM entries WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM entries WHERE device = NEW.device AND epoch = NEW.epoch AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'entries are never replaced'); END;
CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER entries_are_never_deleted BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
";

/// Migration 9: nothing looks for entries by time, and each save wrote a page of that index.
pub(crate) const NOT_BY_TIME: &str = "
DROP INDEX entries_by_time;
";

/// Instants as they are stored: UTC, fixed width, so that text order is time order.
#[must_use]
pub fn instant(at: domain::Moment) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

pub(crate) fn insert(connection: &Connection, sealed: &Sealed, header: &Header) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO entries (id, device, epoch, seq, subject, entered_at, header, body, signature)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            header.id.to_string(),
            header.device.to_string(),
            header.epoch,
            i64::try_from(header.seq).unwrap_or(i64::MAX),
            header.subject.to_string(),
            instant(header.entered_at),
            sealed.header,
            sealed.body,
            sealed.signature.as_str(),
        ])?;
    Ok(())
}

fn sealed(row: &Row<'_>) -> rusqlite::Result<Sealed> {
    Ok(Sealed { header: row.get(0)?, body: row.get(1)?, signature: Signature::from_text(row.get(2)?) })
}

/// One entry.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn find(connection: &Connection, id: EntryId) -> Result<Option<Sealed>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT header, body, signature FROM entries WHERE id = ?1")?;
    Ok(statement.query_row([id.to_string()], sealed).optional()?)
}

/// All entries of a subject with their receipts' bytes, in no particular order: the fold sorts.
pub(crate) fn of_subject(
    connection: &Connection,
    subject: Subject,
) -> Result<Vec<(Sealed, Option<String>)>, StoreError> {
    let mut statement = connection.prepare_cached(concat!(
        "SELECT header, body, entries.signature, receipts.receipt FROM entries",
        standing!(),
        "WHERE subject = ?1"
    ))?;
    let rows = statement.query_map([subject.to_string()], |row| Ok((sealed(row)?, row.get(3)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// An entry as it is kept, with its receipt where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Exact bytes.
    pub sealed: Sealed,
    /// Its receipt.
    pub receipt: Option<SealedReceipt>,
}

/// All entries of a subject, this unit's and others', with what is held of their bodies, in no particular order.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn kept_of_subject(connection: &Connection, subject: Subject) -> Result<Vec<Kept>, StoreError> {
    let mut statement = connection.prepare_cached(concat!(
        "SELECT header, body, entries.signature, receipts.receipt, receipts.signature FROM entries",
        standing!(),
        "WHERE subject = ?1"
    ))?;
    let rows = statement.query_map([subject.to_string()], kept)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What is kept whole of a unit's entries, as far as `wanted` says so: in the order of device, epoch and seq, at most `most`.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn kept_of_unit(
    connection: &Connection,
    unit: &UnitCode,
    most: usize,
    mut wanted: impl FnMut(&Header, &Kept) -> bool,
) -> Result<Vec<(Header, Kept)>, StoreError> {
    let mut statement = connection.prepare_cached(concat!(
        "SELECT header, body, entries.signature, receipts.receipt, receipts.signature FROM entries",
        standing!(),
        "WHERE body IS NOT NULL AND json_extract(header, '$.unit') = ?1 ORDER BY device, epoch, seq"
    ))?;
    let mut found = Vec::new();
    let mut rows = statement.query([&unit.0])?;
    while let Some(row) = rows.next()?
        && found.len() < most
    {
        let kept = kept(row)?;
        let header = kept.sealed.read_header()?;
        if wanted(&header, &kept) {
            found.push((header, kept));
        }
    }
    Ok(found)
}

/// The headers of a device's epoch between two seqs, both included, in their order, without bodies.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn headers_between(
    connection: &Connection,
    (device, epoch): (DeviceId, u32),
    (from, to): (u64, u64),
) -> Result<Vec<Kept>, StoreError> {
    let mut statement = connection.prepare_cached(concat!(
        "SELECT header, NULL, entries.signature, receipts.receipt, receipts.signature FROM entries",
        standing!(),
        "WHERE device = ?1 AND epoch = ?2 AND seq BETWEEN ?3 AND ?4 ORDER BY seq"
    ))?;
    let seq = |seq: u64| i64::try_from(seq).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![device.to_string(), epoch, seq(from), seq(to)], kept)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The seqs of a device's epoch: of the first entry that was entered at or after an instant, and of the last.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn span_since(
    connection: &Connection,
    (device, epoch): (DeviceId, u32),
    since: domain::Moment,
) -> Result<Option<(u64, u64)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT min(seq) FILTER (WHERE entered_at >= ?3), max(seq) FROM entries WHERE device = ?1 AND epoch = ?2",
    )?;
    let (first, last): (Option<i64>, Option<i64>) = statement
        .query_row(params![device.to_string(), epoch, instant(since)], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(first.zip(last).map(|(first, last)| (first.unsigned_abs(), last.unsigned_abs())))
}

fn kept(row: &Row<'_>) -> rusqlite::Result<Kept> {
    let receipt: Option<String> = row.get(3)?;
    let signature: Option<String> = row.get(4)?;
    let receipt = receipt
        .zip(signature)
        .map(|(receipt, signature)| SealedReceipt { receipt, signature: Signature::from_text(signature) });
    Ok(Kept { sealed: sealed(row)?, receipt })
}

/// The last entry of a device's epoch: its seq and its header's exact bytes.
pub(crate) fn last_of(
    connection: &Connection,
    device: DeviceId,
    epoch: u32,
) -> Result<Option<(u64, String)>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT seq, header FROM entries WHERE device = ?1 AND epoch = ?2 ORDER BY seq DESC LIMIT 1")?;
    let last = statement
        .query_row(params![device.to_string(), epoch], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))
        .optional()?;
    Ok(last.map(|(seq, header)| (seq.unsigned_abs(), header)))
}

/// The seq of the last entry of a device's epoch that has a receipt.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn last_received(connection: &Connection, (device, epoch): (DeviceId, u32)) -> Result<Option<u64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT seq FROM entries WHERE device = ?1 AND epoch = ?2
         AND EXISTS (SELECT 1 FROM receipts WHERE entry = entries.id) ORDER BY seq DESC LIMIT 1",
    )?;
    let seq = statement.query_row(params![device.to_string(), epoch], |row| row.get::<_, i64>(0)).optional()?;
    Ok(seq.map(i64::unsigned_abs))
}

/// The newest epoch of a device of which anything is held.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn newest_epoch(connection: &Connection, device: DeviceId) -> Result<Option<u32>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT max(epoch) FROM entries WHERE device = ?1")?;
    Ok(statement.query_row([device.to_string()], |row| row.get(0))?)
}

/// When the last entry of a device was entered: its room's time never starts before it.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn last_entered_at(connection: &Connection, device: DeviceId) -> Result<Option<domain::Moment>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT entered_at FROM entries WHERE device = ?1 ORDER BY epoch DESC, seq DESC LIMIT 1")?;
    let text: Option<String> = statement.query_row([device.to_string()], |row| row.get(0)).optional()?;
    Ok(text.and_then(|text| text.parse().ok()))
}

/// The header that the file holds at a place.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn header_at(
    connection: &Connection,
    (device, epoch): (DeviceId, u32),
    seq: u64,
) -> Result<Option<String>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT header FROM entries WHERE device = ?1 AND epoch = ?2 AND seq = ?3")?;
    let seq = i64::try_from(seq).unwrap_or(i64::MAX);
    Ok(statement.query_row(params![device.to_string(), epoch, seq], |row| row.get(0)).optional()?)
}

/// Whether the entry at a place has no receipt yet and waits for one.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn waits_at(connection: &Connection, (device, epoch): (DeviceId, u32), seq: u64) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT 1 FROM entries JOIN queue ON queue.entry = entries.id
         WHERE entries.device = ?1 AND entries.epoch = ?2 AND entries.seq = ?3",
    )?;
    Ok(statement.exists(params![device.to_string(), epoch, i64::try_from(seq).unwrap_or(i64::MAX)])?)
}

/// The header of the entry of a subject that was entered first.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn first_header_of(connection: &Connection, subject: Subject) -> Result<Option<String>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT header FROM entries WHERE subject = ?1 ORDER BY entered_at LIMIT 1")?;
    Ok(statement.query_row([subject.to_string()], |row| row.get(0)).optional()?)
}

pub(crate) fn parse_id(text: &str) -> Result<uuid::Uuid, StoreError> {
    text.parse().map_err(|_| StoreError::Damaged("条目编号无法读取".to_owned()))
}
