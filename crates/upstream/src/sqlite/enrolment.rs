//! Enrolment: a code becomes a device, its certificate and a token, in one transaction.

use chrono::TimeDelta;
use domain::Moment;
use domain::certificate::SealedCertificate;
use domain::digest::Digest;
use domain::entry::DeviceId;
use domain::seal::PublicKey;
use domain::unit::{Unit, UnitCode};
use rusqlite::Connection;

use super::codes::Code;
use super::devices::Device;
use super::{Database, DatabaseError, codes, devices, tokens, units};
use crate::identity::Identity;

/// How long a code may be used.
const VALID: TimeDelta = TimeDelta::hours(24);

/// Who asks to be enrolled; the proof of the key was checked before.
pub(crate) struct Enrolment {
    pub(crate) code: Digest,
    pub(crate) device: DeviceId,
    pub(crate) key: PublicKey,
    pub(crate) token: Digest,
}

/// What the device is given, beside its token.
pub(crate) struct Granted {
    pub(crate) certificate: SealedCertificate,
    pub(crate) units: Vec<Unit>,
}

/// Why a device is not enrolled.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoGrant {
    /// The code is wrong, used or too old.
    #[error("注册码不对、已用过或已过期；请向上级索取新的注册码")]
    BadCode,
    /// The device's identity is taken.
    #[error("本机编号已登记在其他单位、使用其他密钥或已被吊销；请在值班台重新生成本机身份后再登记")]
    Taken,
    /// The database refuses.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl From<rusqlite::Error> for NoGrant {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error.into())
    }
}

impl Database {
    /// Keeps a new code for this unit; false where the unit is unknown.
    pub(crate) fn issue_code(&mut self, code: Digest, unit: &UnitCode, now: Moment) -> Result<bool, DatabaseError> {
        self.write(|transaction| {
            let known = units::exists(transaction, unit)?;
            if known {
                codes::insert(transaction, code, unit, now, now + VALID)?;
            }
            Ok(known)
        })
    }

    /// Enrols a device. The same device with the same key and code is answered again: its answer was lost.
    pub(crate) fn enrol(&mut self, asked: &Enrolment, identity: &Identity, now: Moment) -> Result<Granted, NoGrant> {
        self.write(|transaction| {
            let code = usable_code(transaction, asked, now)?;
            let device = match devices::with_id(transaction, asked.device)? {
                Some(known) => same_device(known, asked, &code)?,
                None => new_device(transaction, asked, &code, identity, now)?,
            };
            codes::use_up(transaction, asked.code, device.id, now)?;
            tokens::grant(transaction, device.id, asked.token)?;
            Ok(Granted { certificate: device.certificate, units: units::upwards(transaction, &device.unit)? })
        })
    }
}

fn usable_code(connection: &Connection, asked: &Enrolment, now: Moment) -> Result<Code, NoGrant> {
    codes::with_digest(connection, asked.code)?
        .filter(|code| now < code.expires_at)
        .filter(|code| code.used_by.is_none_or(|device| device == asked.device))
        .ok_or(NoGrant::BadCode)
}

fn same_device(known: Device, asked: &Enrolment, code: &Code) -> Result<Device, NoGrant> {
    let same = known.key == asked.key && known.unit == code.unit && !known.revoked;
    if same { Ok(known) } else { Err(NoGrant::Taken) }
}

fn new_device(
    connection: &Connection,
    asked: &Enrolment,
    code: &Code,
    identity: &Identity,
    now: Moment,
) -> Result<Device, NoGrant> {
    let (id, key, unit) = (asked.device, asked.key.clone(), code.unit.clone());
    let certificate = identity
        .certificate(id, unit.clone(), key.clone(), now)
        .map_err(|error| DatabaseError::Seal(error.to_string()))?;
    let device = Device { id, unit, key, certificate, revoked: false };
    devices::insert(connection, &device, now)?;
    Ok(device)
}
