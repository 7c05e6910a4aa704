//! Enrolled devices. A device keeps its key and certificate for ever; revoking takes away its tokens' power only.

use domain::Moment;
use domain::certificate::SealedCertificate;
use domain::digest::Digest;
use domain::entry::DeviceId;
use rusqlite::{Connection, OptionalExtension as _};

use super::{Database, column};
use crate::database_error::DatabaseError;
use crate::enrolment::Device;
use crate::prepared::Caller;

pub(super) const CREATE: &str = "
CREATE TABLE devices (
    id                    TEXT PRIMARY KEY,
    unit                  TEXT NOT NULL REFERENCES units (code),
    public_key            TEXT NOT NULL,
    certificate           TEXT NOT NULL,
    certificate_signature TEXT NOT NULL,
    enrolled_at           TEXT NOT NULL,
    revoked_at            TEXT
) STRICT;
";

pub(super) fn with_id(connection: &Connection, id: DeviceId) -> rusqlite::Result<Option<Device>> {
    connection
        .prepare_cached(
            "SELECT id, unit, public_key, certificate, certificate_signature, revoked_at IS NOT NULL
             FROM devices WHERE id = ?1",
        )?
        .query_row([id.to_string()], |row| {
            Ok(Device {
                id: column::uuid(row, 0)?,
                unit: column::unit(row, 1)?,
                key: column::key(row, 2)?,
                certificate: SealedCertificate { certificate: row.get(3)?, signature: column::signature(row, 4)? },
                revoked: row.get(5)?,
            })
        })
        .optional()
}

pub(super) fn insert(connection: &Connection, device: &Device, now: Moment) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO devices (id, unit, public_key, certificate, certificate_signature, enrolled_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute((
            device.id.to_string(),
            &device.unit.0,
            device.key.as_str(),
            &device.certificate.certificate,
            device.certificate.signature.as_str(),
            column::moment_text(now),
        ))
        .map(|_| ())
}

impl Database {
    /// Whose token this is; none for an unknown or revoked one.
    pub(crate) fn caller(&mut self, token: Digest) -> Result<Option<Caller>, DatabaseError> {
        let known = self
            .connection
            .prepare_cached(
                "SELECT d.id, d.unit FROM tokens t JOIN devices d ON d.id = t.device
                 WHERE t.digest = ?1 AND d.revoked_at IS NULL",
            )?
            .query_row([token.to_string()], |row| Ok((column::uuid(row, 0)?, column::unit(row, 1)?)))
            .optional()?;
        let Some((device, unit)) = known else { return Ok(None) };
        let devices = self
            .connection
            .prepare_cached("SELECT id, public_key FROM devices WHERE unit = ?1")?
            .query_map([&unit.0], |row| Ok((column::uuid(row, 0)?, column::key(row, 1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Some(Caller { device, unit, devices }))
    }

    /// Writes devices down that are lost here, without any access; those that are known stay as they are.
    pub(crate) fn remember_devices(&mut self, lost: &[(Device, Moment)]) -> Result<(), DatabaseError> {
        self.write(|transaction| {
            for (device, enrolled_at) in lost {
                if with_id(transaction, device.id)?.is_none() {
                    insert(transaction, device, *enrolled_at)?;
                }
            }
            Ok(())
        })
    }

    /// Revokes a device; false where there is none of this id. Revoking twice keeps the first time.
    pub(crate) fn revoke(&mut self, device: DeviceId, now: Moment) -> Result<bool, DatabaseError> {
        let changed = self.connection.execute(
            "UPDATE devices SET revoked_at = coalesce(revoked_at, ?2) WHERE id = ?1",
            (device.to_string(), column::moment_text(now)),
        )?;
        Ok(changed == 1)
    }
}
