//! Whose signature counts: every certificate of the file, checked once.

use std::collections::{HashMap, HashSet};

use domain::entry::DeviceId;
use domain::seal::Verifier;
use domain::unit::UnitCode;
use store::table::certificate;
use store::{Store, StoreError};

use super::fault::Fault;
use crate::enrolment::{Enrolment, own_certificates};

/// The keys that the upstream's certificates vouch for, ready for use.
pub(super) struct Keys {
    /// The upstream's own; none where the pinned text is no key any more.
    pub(super) upstream: Option<Verifier>,
    devices: HashMap<DeviceId, (Verifier, UnitCode)>,
    own: HashSet<DeviceId>,
}

impl Keys {
    pub(super) fn read(store: &Store, enrolment: &Enrolment, faults: &mut Vec<Fault>) -> Result<Self, StoreError> {
        let mut keys =
            Self { upstream: enrolment.upstream_key.ready().ok(), devices: HashMap::new(), own: HashSet::new() };
        for sealed in own_certificates(store)? {
            match sealed.verify(&enrolment.upstream_key) {
                Ok(certificate) => {
                    keys.own.insert(certificate.device);
                    keys.take(&certificate);
                }
                Err(error) => faults.push(Fault::OwnCertificate(error)),
            }
        }
        for (device, sealed) in certificate::all(store.connection())? {
            match sealed.verify(&enrolment.upstream_key) {
                Ok(certificate) if certificate.device.to_string() == device => keys.take(&certificate),
                Ok(_) => faults.push(Fault::OtherCertificate(device)),
                Err(error) => faults.push(Fault::Certificate(device, error)),
            }
        }
        Ok(keys)
    }

    fn take(&mut self, certificate: &domain::certificate::Certificate) {
        if let Ok(key) = certificate.key.ready() {
            self.devices.entry(certificate.device).or_insert((key, certificate.unit.clone()));
        }
    }

    /// The key of a device and the unit it is enrolled at.
    pub(super) fn of(&self, device: DeviceId) -> Option<&(Verifier, UnitCode)> {
        self.devices.get(&device)
    }

    /// Whether this desk is, or was, that device: nothing of its chain may be missing.
    pub(super) fn is_own(&self, device: DeviceId) -> bool {
        self.own.contains(&device)
    }
}
