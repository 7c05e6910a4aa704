//! Enrolment in one transaction.

use deadpool_postgres::GenericClient;
use domain::Moment;
use domain::digest::Digest;
use domain::unit::UnitCode;

use super::{Postgres, column, devices, units};
use crate::database_error::DatabaseError;
use crate::enrolment::{Admitted, Code, Device, Enrolment, Granted, NoGrant, TOKENS_KEPT, VALID, admit};
use crate::identity::Identity;

impl Postgres {
    /// Keeps a new code for this unit; false where the unit is unknown.
    pub(crate) async fn issue_code(&self, code: Digest, unit: &UnitCode, now: Moment) -> Result<bool, DatabaseError> {
        let client = self.client().await?;
        let known = units::exists(&client, unit).await?;
        if known {
            let insert = "INSERT INTO codes (digest, unit, issued_at, expires_at) VALUES ($1, $2, $3, $4)";
            client.execute(insert, &[&code.to_string(), &unit.0, &now, &(now + VALID)]).await?;
        }
        Ok(known)
    }

    /// Enrols a device. The same device with the same key and code is answered again: its answer was lost.
    pub(crate) async fn enrol(&self, asked: &Enrolment, identity: &Identity, now: Moment) -> Result<Granted, NoGrant> {
        let mut client = self.client().await?;
        let transaction = client.transaction().await.map_err(DatabaseError::from)?;
        let within = &transaction;
        let code = code(within, asked.code).await?;
        let held = devices::with_id(within, asked.device).await?;
        let device = match admit(asked, code, held, identity, now)? {
            Admitted::New(device) => new(within, device, now).await?,
            Admitted::Again(device) => device,
        };
        use_up(within, asked, now).await?;
        grant(within, asked).await?;
        let units = units::upwards(within, &device.unit).await?;
        transaction.commit().await.map_err(DatabaseError::from)?;
        Ok(Granted { certificate: device.certificate, units })
    }
}

async fn new(client: &impl GenericClient, device: Device, now: Moment) -> Result<Device, NoGrant> {
    if devices::insert(client, &device, now).await? { Ok(device) } else { Err(NoGrant::Taken) }
}

/// The code, locked: it is used once.
async fn code(client: &impl GenericClient, digest: Digest) -> Result<Option<Code>, DatabaseError> {
    let code = "SELECT unit, expires_at, used_by FROM codes WHERE digest = $1 FOR UPDATE";
    let row = client.query_opt(code, &[&digest.to_string()]).await?;
    row.map(|row| {
        Ok(Code { unit: column::unit(&row, 0)?, expires_at: column::get(&row, 1)?, used_by: column::get(&row, 2)? })
    })
    .transpose()
}

async fn use_up(client: &impl GenericClient, asked: &Enrolment, now: Moment) -> Result<(), DatabaseError> {
    let use_up = "UPDATE codes SET used_by = $2, used_at = $3 WHERE digest = $1 AND used_by IS NULL";
    client.execute(use_up, &[&asked.code.to_string(), &asked.device, &now]).await?;
    Ok(())
}

async fn grant(client: &impl GenericClient, asked: &Enrolment) -> Result<(), DatabaseError> {
    let insert = "INSERT INTO tokens (digest, device) VALUES ($1, $2)";
    client.execute(insert, &[&asked.token.to_string(), &asked.device]).await?;
    let forget = "DELETE FROM tokens WHERE device = $1
                  AND id NOT IN (SELECT id FROM tokens WHERE device = $1 ORDER BY id DESC LIMIT $2)";
    client.execute(forget, &[&asked.device, &i64::from(TOKENS_KEPT)]).await?;
    Ok(())
}
