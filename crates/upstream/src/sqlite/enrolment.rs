//! Enrolment in one transaction.

use domain::Moment;
use domain::digest::Digest;
use domain::unit::UnitCode;

use super::{Database, codes, devices, tokens, units};
use crate::database_error::DatabaseError;
use crate::enrolment::{Admitted, Enrolment, Granted, NoGrant, VALID, admit};
use crate::identity::Identity;

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
            let code = codes::with_digest(transaction, asked.code).map_err(DatabaseError::from)?;
            let held = devices::with_id(transaction, asked.device).map_err(DatabaseError::from)?;
            let device = match admit(asked, code, held, identity, now)? {
                Admitted::New(device) => {
                    devices::insert(transaction, &device, now).map_err(DatabaseError::from)?;
                    device
                }
                Admitted::Again(device) => device,
            };
            codes::use_up(transaction, asked.code, device.id, now).map_err(DatabaseError::from)?;
            tokens::grant(transaction, device.id, asked.token).map_err(DatabaseError::from)?;
            let units = units::upwards(transaction, &device.unit).map_err(DatabaseError::from)?;
            Ok(Granted { certificate: device.certificate, units })
        })
    }
}
