//! `queue`: own entries that the upstream has not received yet, in the order of their chain, with their backoff.

use domain::Moment;
use domain::entry::{EntryId, Header, Lane, Sealed};
use domain::seal::Signature;
use rusqlite::{Connection, params};

use crate::error::StoreError;
use crate::table::entry::{instant, parse_id};

/// Migration 1.
pub(crate) const CREATE: &str = "
CREATE TABLE queue (
    entry       TEXT PRIMARY KEY REFERENCES entries (id),
    lane        INTEGER NOT NULL,
    queued      INTEGER NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    not_before  TEXT,
    quarantined INTEGER NOT NULL DEFAULT 0,
    trouble     TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX queue_in_order ON queue (quarantined, lane, queued);
";

/// Migration 9: the order is the chain's. A save writes one page of the queue and looks for no last place.
pub(crate) const BY_PLACE: &str = "
CREATE TABLE queue_by_place (
    entry       TEXT PRIMARY KEY REFERENCES entries (id),
    lane        INTEGER NOT NULL,
    epoch       INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    not_before  TEXT,
    quarantined INTEGER NOT NULL DEFAULT 0,
    trouble     TEXT
) STRICT, WITHOUT ROWID;
INSERT INTO queue_by_place (entry, lane, epoch, seq, attempts, not_before, quarantined, trouble)
SELECT entry, lane, epoch, seq, attempts, not_before, quarantined, trouble FROM queue
JOIN entries ON entries.id = queue.entry;
DROP TABLE queue;
ALTER TABLE queue_by_place RENAME TO queue;
";

/// A waiting entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The entry.
    pub id: EntryId,
    /// Exact bytes.
    pub sealed: Sealed,
    /// Its lane.
    pub lane: Lane,
    /// How often it was tried.
    pub attempts: u32,
}

const fn lane_number(lane: Lane) -> u32 {
    match lane {
        Lane::Reports => 0,
        Lane::Directives => 1,
        Lane::Duty => 2,
    }
}

/// A number of nobody's is no report's.
const fn lane_of(number: u32) -> Lane {
    match number {
        0 => Lane::Reports,
        1 => Lane::Directives,
        _ => Lane::Duty,
    }
}

pub(crate) fn push(connection: &Connection, header: &Header) -> Result<(), StoreError> {
    let seq = i64::try_from(header.seq).unwrap_or(i64::MAX);
    connection
        .prepare_cached("INSERT INTO queue (entry, lane, epoch, seq) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![header.id.to_string(), lane_number(header.kind.lane()), header.epoch, seq])?;
    Ok(())
}

pub(crate) fn remove(connection: &Connection, entry: EntryId) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM queue WHERE entry = ?1")?.execute([entry.to_string()])?;
    Ok(())
}

pub(crate) fn quarantine(connection: &Connection, entry: EntryId, trouble: &str) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE queue SET quarantined = 1, trouble = ?2, attempts = attempts + 1 WHERE entry = ?1")?
        .execute(params![entry.to_string(), trouble])?;
    Ok(())
}

pub(crate) fn postpone(
    connection: &Connection,
    entry: EntryId,
    not_before: Moment,
    trouble: &str,
) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE queue SET attempts = attempts + 1, not_before = ?2, trouble = ?3 WHERE entry = ?1")?
        .execute(params![entry.to_string(), instant(not_before), trouble])?;
    Ok(())
}

/// What may be sent now: lane by lane, oldest first.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn ready(connection: &Connection, now: Moment, limit: u32) -> Result<Vec<Waiting>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT entry, attempts, header, body, signature, lane FROM (
             SELECT * FROM queue WHERE quarantined = 0 AND (not_before IS NULL OR not_before <= ?1)
             ORDER BY lane, epoch, seq LIMIT ?2
         ) AS next JOIN entries ON entries.id = next.entry ORDER BY lane, next.epoch, next.seq",
    )?;
    let rows = statement.query_map(params![instant(now), limit], |row| {
        let sealed = Sealed { header: row.get(2)?, body: row.get(3)?, signature: Signature::from_text(row.get(4)?) };
        Ok((row.get::<_, String>(0)?, row.get(1)?, sealed, row.get(5)?))
    })?;
    rows.map(|row| {
        let (id, attempts, sealed, lane) = row?;
        Ok(Waiting { id: parse_id(&id)?, sealed, lane: lane_of(lane), attempts })
    })
    .collect()
}

/// Everything that has no receipt yet, refused or not, in the order in which it was written.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn unreceipted(connection: &Connection) -> Result<Vec<Sealed>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT header, body, signature FROM queue JOIN entries ON entries.id = queue.entry
         ORDER BY queue.epoch, queue.seq",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(Sealed { header: row.get(0)?, body: row.get(1)?, signature: Signature::from_text(row.get(2)?) })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// An entry whose wait is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The entry.
    pub id: EntryId,
    /// Its lane.
    pub lane: Lane,
    /// How often it was tried.
    pub attempts: u32,
}

impl From<&Waiting> for Due {
    fn from(waiting: &Waiting) -> Self {
        Self { id: waiting.id, lane: waiting.lane, attempts: waiting.attempts }
    }
}

/// Everything that may be sent now, without its bytes.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn due(connection: &Connection, now: Moment) -> Result<Vec<Due>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT entry, attempts, lane FROM queue WHERE quarantined = 0 AND (not_before IS NULL OR not_before <= ?1)",
    )?;
    let rows = statement.query_map([instant(now)], |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?)))?;
    rows.map(|row| {
        let (id, attempts, lane) = row?;
        Ok(Due { id: parse_id(&id)?, lane: lane_of(lane), attempts })
    })
    .collect()
}

/// An entry of the queue with how its sending went so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// The entry.
    pub id: EntryId,
    /// Its header's exact bytes.
    pub header: String,
    /// How often it was tried.
    pub attempts: u32,
    /// Not before this instant; none: at once.
    pub not_before: Option<Moment>,
    /// Refused; needs a person.
    pub quarantined: bool,
    /// Why, in words.
    pub trouble: Option<String>,
}

/// What waits, refused ones first, then in the order of sending.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn list(connection: &Connection, limit: u32) -> Result<Vec<Queued>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT entry, header, attempts, not_before, quarantined, trouble FROM (
             SELECT * FROM queue ORDER BY quarantined DESC, lane, epoch, seq LIMIT ?1
         ) AS first JOIN entries ON entries.id = first.entry ORDER BY quarantined DESC, lane, first.epoch, first.seq",
    )?;
    let rows = statement.query_map([limit], |row| {
        let queued = Queued {
            id: EntryId::nil(),
            header: row.get(1)?,
            attempts: row.get(2)?,
            not_before: row.get::<_, Option<String>>(3)?.and_then(|text| text.parse().ok()),
            quarantined: row.get(4)?,
            trouble: row.get(5)?,
        };
        Ok((row.get::<_, String>(0)?, queued))
    })?;
    rows.map(|row| {
        let (id, queued) = row?;
        Ok(Queued { id: parse_id(&id)?, ..queued })
    })
    .collect()
}

/// Everything may be tried at once: the network is back, or a person asked for it. Attempts stay counted.
pub(crate) fn hurry(connection: &Connection) -> Result<(), StoreError> {
    connection.prepare_cached("UPDATE queue SET not_before = NULL WHERE quarantined = 0")?.execute([])?;
    Ok(())
}

/// What was refused is offered once more.
pub(crate) fn release(connection: &Connection) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE queue SET quarantined = 0, not_before = NULL WHERE quarantined = 1")?
        .execute([])?;
    Ok(())
}

/// Counts of what waits: all, reports among them, and what needs a person.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn counts(connection: &Connection) -> Result<(u32, u32, u32), StoreError> {
    Ok(connection.query_row(
        "SELECT count(*) FILTER (WHERE quarantined = 0), count(*) FILTER (WHERE quarantined = 0 AND lane = 0),
                count(*) FILTER (WHERE quarantined = 1) FROM queue",
        [],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?)
}

/// Why an entry needs a person, where it does.
///
/// # Errors
/// [`StoreError`] where the file cannot be read.
pub fn quarantined_trouble(connection: &Connection, entry: EntryId) -> Result<Option<String>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT trouble FROM queue WHERE entry = ?1 AND quarantined = 1")?;
    let mut rows = statement.query([entry.to_string()])?;
    Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
}
