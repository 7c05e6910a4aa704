//! Enrolled devices. A device keeps its key and certificate for ever; revoking takes away its tokens' power only.

use deadpool_postgres::GenericClient;
use domain::Moment;
use domain::certificate::SealedCertificate;
use domain::digest::Digest;
use domain::entry::DeviceId;

use super::{Postgres, column};
use crate::database_error::DatabaseError;
use crate::enrolment::Device;
use crate::prepared::Caller;

const CALLER: &str = "
SELECT d.id, d.unit, own.id, own.public_key
FROM tokens t JOIN devices d ON d.id = t.device JOIN devices own ON own.unit = d.unit
WHERE t.digest = $1 AND d.revoked_at IS NULL";

/// The device of this id, locked against another enrolment of it.
pub(super) async fn with_id(client: &impl GenericClient, id: DeviceId) -> Result<Option<Device>, DatabaseError> {
    let row = client
        .query_opt(
            "SELECT id, unit, public_key, certificate, certificate_signature, revoked_at IS NOT NULL
             FROM devices WHERE id = $1 FOR UPDATE",
            &[&id],
        )
        .await?;
    row.map(|row| {
        let (certificate, signature) = (column::get(&row, 3)?, column::signature(&row, 4)?);
        Ok(Device {
            id: column::get(&row, 0)?,
            unit: column::unit(&row, 1)?,
            key: column::key(&row, 2)?,
            certificate: SealedCertificate { certificate, signature },
            revoked: column::get(&row, 5)?,
        })
    })
    .transpose()
}

/// Writes a device down; false where another took its id meanwhile.
pub(super) async fn insert(client: &impl GenericClient, device: &Device, now: Moment) -> Result<bool, DatabaseError> {
    let written = client
        .execute(
            "INSERT INTO devices (id, unit, public_key, certificate, certificate_signature, enrolled_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            &[
                &device.id,
                &device.unit.0,
                &device.key.as_str(),
                &device.certificate.certificate,
                &device.certificate.signature.as_str(),
                &now,
            ],
        )
        .await?;
    Ok(written == 1)
}

impl Postgres {
    /// Whose token this is; none for an unknown or revoked one.
    pub(crate) async fn caller(&self, token: Digest) -> Result<Option<Caller>, DatabaseError> {
        let client = self.client().await?;
        let caller = client.prepare_cached(CALLER).await?;
        let rows = client.query(&caller, &[&token.to_string()]).await?;
        let Some(first) = rows.first() else { return Ok(None) };
        let (device, unit) = (column::get(first, 0)?, column::unit(first, 1)?);
        let devices = rows.iter().map(|row| Ok((column::get(row, 2)?, column::key(row, 3)?)));
        let devices = devices.collect::<Result<_, DatabaseError>>()?;
        Ok(Some(Caller { device, unit, devices }))
    }

    /// Writes devices down that are lost here, without any access; those that are known stay as they are.
    pub(crate) async fn remember_devices(&self, lost: &[(Device, Moment)]) -> Result<(), DatabaseError> {
        let client = self.client().await?;
        for (device, enrolled_at) in lost {
            insert(&client, device, *enrolled_at).await?;
        }
        Ok(())
    }

    /// Revokes a device; false where there is none of this id. Revoking twice keeps the first time.
    pub(crate) async fn revoke(&self, device: DeviceId, now: Moment) -> Result<bool, DatabaseError> {
        let revoke = "UPDATE devices SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1";
        Ok(self.client().await?.execute(revoke, &[&device, &now]).await? == 1)
    }
}
