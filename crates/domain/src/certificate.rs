//! 设备证书: the upstream's signed word that a key belongs to a device of a unit.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Moment;
use crate::entry::DeviceId;
use crate::json_text;
use crate::receipt::UpstreamId;
use crate::seal::{PublicKey, SealError, Signature, SigningKey, Verifier};
use crate::unit::UnitCode;

/// What a certificate says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Certificate {
    /// The device.
    pub device: DeviceId,
    /// The unit it is enrolled at.
    pub unit: UnitCode,
    /// Its public key.
    pub key: PublicKey,
    /// Valid from, UTC.
    pub from: Moment,
    /// Who certifies.
    pub upstream: UpstreamId,
    /// Fingerprint of the upstream's key.
    pub key_id: String,
}

/// A certificate as it is kept and sent: exact bytes and the signature over them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SealedCertificate {
    /// The certificate's JSON.
    #[schemars(schema_with = "crate::json_text::of::<Certificate>")]
    pub certificate: String,
    /// Over those bytes.
    pub signature: Signature,
}

/// Why a certificate proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// No certificate at all.
    #[error("设备证书无法读取：{0}")]
    BadCertificate(String),
    /// The signature does not hold.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl SealedCertificate {
    /// Writes the certificate once and signs it.
    ///
    /// # Errors
    /// [`CertificateError::Seal`] for a bad key.
    pub fn new(certificate: &Certificate, key: &SigningKey) -> Result<Self, CertificateError> {
        let certificate =
            serde_json::to_string(certificate).map_err(|error| CertificateError::BadCertificate(error.to_string()))?;
        let signature = key.sign(certificate.as_bytes())?;
        Ok(Self { certificate, signature })
    }

    /// Checks that the upstream's key signed it, and reads it.
    ///
    /// # Errors
    /// What does not hold.
    pub fn verify(&self, key: &PublicKey) -> Result<Certificate, CertificateError> {
        self.verify_by(&key.ready()?)
    }

    /// [`SealedCertificate::verify`] by a key that was made ready.
    ///
    /// # Errors
    /// What does not hold.
    pub fn verify_by(&self, key: &Verifier) -> Result<Certificate, CertificateError> {
        key.verify(self.certificate.as_bytes(), &self.signature)?;
        serde_json::from_str(&self.certificate)
            .map_err(|error| CertificateError::BadCertificate(json_text::place(&error)))
    }
}
