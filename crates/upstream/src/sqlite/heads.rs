//! How far each device's chain is held without a gap. Derived from the entries; `check` proves it equal.

use domain::digest::Digest;
use domain::entry::{DeviceId, Header};
use domain::receipt::DeviceHead;
use rusqlite::{Connection, OptionalExtension as _};

use super::{Database, DatabaseError, column, entries};

pub(super) const CREATE: &str = "
CREATE TABLE heads (
    device TEXT    NOT NULL REFERENCES devices (id),
    epoch  INTEGER NOT NULL,
    seq    INTEGER NOT NULL CHECK (seq >= 1),
    digest TEXT    NOT NULL,
    PRIMARY KEY (device, epoch)
) STRICT, WITHOUT ROWID;
";

/// The head of an entry's chain once that entry has been inserted.
pub(super) fn advance(connection: &Connection, entry: &Header) -> rusqlite::Result<DeviceHead> {
    let mut head = read(connection, entry)?;
    let before = head.seq;
    while let Some(digest) = entries::header_hash_at(connection, entry.device, entry.epoch, head.seq + 1)? {
        head = DeviceHead { epoch: head.epoch, seq: head.seq + 1, digest };
    }
    if head.seq > before {
        write(connection, entry, &head)?;
    }
    Ok(head)
}

fn read(connection: &Connection, entry: &Header) -> rusqlite::Result<DeviceHead> {
    let held = connection
        .prepare_cached("SELECT seq, digest FROM heads WHERE device = ?1 AND epoch = ?2")?
        .query_row((entry.device.to_string(), entry.epoch), |row| {
            Ok(DeviceHead { epoch: entry.epoch, seq: column::count(row, 0)?, digest: column::digest(row, 1)? })
        })
        .optional()?;
    Ok(held.unwrap_or(DeviceHead { epoch: entry.epoch, seq: 0, digest: Digest::ZERO }))
}

fn write(connection: &Connection, entry: &Header, head: &DeviceHead) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO heads (device, epoch, seq, digest) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (device, epoch) DO UPDATE SET seq = excluded.seq, digest = excluded.digest",
        )?
        .execute((entry.device.to_string(), head.epoch, column::stored(head.seq), head.digest.to_string()))
        .map(|_| ())
}

impl Database {
    /// The heads of a device's chains, epoch by epoch.
    pub(crate) fn heads_of(&mut self, device: DeviceId) -> Result<Vec<DeviceHead>, DatabaseError> {
        let mut statement =
            self.connection.prepare_cached("SELECT epoch, seq, digest FROM heads WHERE device = ?1 ORDER BY epoch")?;
        let rows = statement.query_map([device.to_string()], |row| {
            Ok(DeviceHead { epoch: row.get(0)?, seq: column::count(row, 1)?, digest: column::digest(row, 2)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
