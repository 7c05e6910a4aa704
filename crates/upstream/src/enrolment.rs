//! 登记: a code becomes a device, its certificate and a token. What the databases have in common of it, and it is pure.

use chrono::TimeDelta;
use domain::Moment;
use domain::certificate::SealedCertificate;
use domain::digest::Digest;
use domain::entry::DeviceId;
use domain::seal::PublicKey;
use domain::unit::{Unit, UnitCode};

use crate::database_error::DatabaseError;
use crate::identity::Identity;

/// How long a code may be used.
pub(crate) const VALID: TimeDelta = TimeDelta::hours(24);
/// Tokens that a device may hold; older ones stop working. Each lost answer to its enrolment left one behind.
pub(crate) const TOKENS_KEPT: u32 = 4;

/// Who asks to be enrolled; the proof of the key was checked before.
#[derive(Clone)]
pub(crate) struct Enrolment {
    pub(crate) code: Digest,
    pub(crate) device: DeviceId,
    pub(crate) key: PublicKey,
    pub(crate) token: Digest,
}

/// What the device is given, beside its token.
pub(crate) struct Granted {
    pub(crate) certificate: SealedCertificate,
    /// Its unit, and after it every unit above it.
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

/// A code as it is kept.
pub(crate) struct Code {
    pub(crate) unit: UnitCode,
    pub(crate) expires_at: Moment,
    pub(crate) used_by: Option<DeviceId>,
}

/// A device as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct Device {
    pub(crate) id: DeviceId,
    pub(crate) unit: UnitCode,
    pub(crate) key: PublicKey,
    pub(crate) certificate: SealedCertificate,
    pub(crate) revoked: bool,
}

/// A device that may be enrolled.
pub(crate) enum Admitted {
    /// It is to be written down.
    New(Device),
    /// It is there already, with the same key and code: its answer was lost.
    Again(Device),
}

/// Decides by what is held of the code and of the device.
///
/// # Errors
/// [`NoGrant`] says why not.
pub(crate) fn admit(
    asked: &Enrolment,
    code: Option<Code>,
    held: Option<Device>,
    identity: &Identity,
    now: Moment,
) -> Result<Admitted, NoGrant> {
    let code = code
        .filter(|code| now < code.expires_at)
        .filter(|code| code.used_by.is_none_or(|device| device == asked.device))
        .ok_or(NoGrant::BadCode)?;
    let Some(known) = held else { return new_device(asked, code.unit, identity, now).map(Admitted::New) };
    let same = known.key == asked.key && known.unit == code.unit && !known.revoked;
    if same { Ok(Admitted::Again(known)) } else { Err(NoGrant::Taken) }
}

fn new_device(asked: &Enrolment, unit: UnitCode, identity: &Identity, now: Moment) -> Result<Device, NoGrant> {
    let (id, key) = (asked.device, asked.key.clone());
    let certificate = identity
        .certificate(id, unit.clone(), key.clone(), now)
        .map_err(|error| DatabaseError::Seal(error.to_string()))?;
    Ok(Device { id, unit, key, certificate, revoked: false })
}
