//! How far each device's chain is held without a gap. Derived from the entries; `check` proves it equal.

use domain::entry::DeviceId;
use domain::receipt::DeviceHead;
use rusqlite::{Connection, OptionalExtension as _};

use super::{Database, column};
use crate::batch::Chain;
use crate::database_error::DatabaseError;

pub(super) const CREATE: &str = "
CREATE TABLE heads (
    device TEXT    NOT NULL REFERENCES devices (id),
    epoch  INTEGER NOT NULL,
    seq    INTEGER NOT NULL CHECK (seq >= 1),
    digest TEXT    NOT NULL,
    PRIMARY KEY (device, epoch)
) STRICT, WITHOUT ROWID;
";

/// The head of a chain, where anything of it is held without a gap.
pub(super) fn read(connection: &Connection, (device, epoch): Chain) -> rusqlite::Result<Option<DeviceHead>> {
    connection
        .prepare_cached("SELECT seq, digest FROM heads WHERE device = ?1 AND epoch = ?2")?
        .query_row((device.to_string(), epoch), |row| {
            Ok(DeviceHead { epoch, seq: column::count(row, 0)?, digest: column::digest(row, 1)? })
        })
        .optional()
}

pub(super) fn write(connection: &Connection, (device, _): Chain, head: &DeviceHead) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO heads (device, epoch, seq, digest) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (device, epoch) DO UPDATE SET seq = excluded.seq, digest = excluded.digest",
        )?
        .execute((device.to_string(), head.epoch, column::stored(head.seq), head.digest.to_string()))
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
