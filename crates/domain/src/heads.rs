//! What the upstream holds of a device, and how far it handed on to the unit, told to that device: so a desk that was put
//! back from a backup, or whose file was changed, is found when it next asks, and so is an upstream that keeps back what
//! it said it delivered.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::entry::DeviceId;
use crate::receipt::DeviceHead;
use crate::seal::{PublicKey, SealError, Signature, SigningKey};

/// The heads of a device's chains, bound to the question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Heads {
    /// The asker's nonce.
    pub nonce: String,
    /// The device that asked.
    pub device: DeviceId,
    /// One for each epoch of which anything is held, in their order.
    pub heads: Vec<DeviceHead>,
    /// The number of the unit's last delivery, 0 before the first; none where an earlier version of the upstream answers.
    #[serde(default)]
    pub delivered: Option<u64>,
    /// Fingerprint of the signing key.
    pub key_id: String,
}

/// Heads as sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct SealedHeads {
    /// The heads' JSON.
    #[schemars(schema_with = "crate::json_text::of::<Heads>")]
    pub heads: String,
    /// Over those bytes.
    pub signature: Signature,
}

impl SealedHeads {
    /// Writes the heads once and signs them.
    ///
    /// # Errors
    /// [`SealError`] for a bad key.
    pub fn new(heads: &Heads, key: &SigningKey) -> Result<Self, SealError> {
        let heads = serde_json::to_string(heads).map_err(|_| SealError::Mismatch)?;
        let signature = key.sign(heads.as_bytes())?;
        Ok(Self { heads, signature })
    }

    /// Checks the pinned key's signature and that it answers this very question of this device.
    ///
    /// # Errors
    /// [`SealError`] where it does not.
    pub fn verify(&self, nonce: &str, device: DeviceId, key: &PublicKey) -> Result<Heads, SealError> {
        key.verify(self.heads.as_bytes(), &self.signature)?;
        let heads: Heads = serde_json::from_str(&self.heads).map_err(|_| SealError::Mismatch)?;
        let answers = heads.nonce == nonce && heads.device == device && heads.key_id == key.fingerprint();
        if answers { Ok(heads) } else { Err(SealError::Mismatch) }
    }
}
