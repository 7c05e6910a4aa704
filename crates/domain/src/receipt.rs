//! 回执: the upstream's signed word that it holds an entry durably, and since when. A machine's, not a person's.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Moment;
use crate::digest::Digest;
use crate::entry::{EntryId, Sealed};
use crate::json_text;
use crate::seal::{PublicKey, SealError, Signature, SigningKey, Verifier};

/// Identity of an upstream, kept over backups and restores.
pub type UpstreamId = Uuid;

/// The highest gapless position of a device that the upstream holds: what comes before it cannot be taken away unseen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct DeviceHead {
    /// Epoch of the device.
    pub epoch: u32,
    /// Highest seq without a gap before it; 0 where the first is still missing.
    pub seq: u64,
    /// Digest of that entry's header, zero for none.
    pub digest: Digest,
}

/// What a receipt says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Receipt {
    /// The entry received.
    pub entry: EntryId,
    /// Digest of its header's exact bytes.
    pub header_hash: Digest,
    /// Its place in the upstream's one order, over all generations.
    pub position: u64,
    /// When it was received, UTC, by the upstream's clock.
    pub received_at: Moment,
    /// Who received it.
    pub upstream: UpstreamId,
    /// Grows when the upstream was started from a backup.
    pub generation: u32,
    /// Fingerprint of the key that signed.
    pub key_id: String,
    /// What the upstream holds of the device without a gap.
    pub device_head: DeviceHead,
}

/// A receipt as it is kept and sent: exact bytes and the signature over them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SealedReceipt {
    /// The receipt's JSON.
    #[schemars(schema_with = "crate::json_text::of::<Receipt>")]
    pub receipt: String,
    /// Over those bytes.
    pub signature: Signature,
}

/// Why a receipt proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// No receipt at all.
    #[error("回执无法读取：{0}")]
    BadReceipt(String),
    /// It speaks of another entry.
    #[error("回执不是这条条目的回执")]
    OtherEntry,
    /// Signed by a key that was not pinned at enrolment.
    #[error("回执的签名密钥不是登记的上级节点密钥")]
    OtherKey,
    /// The signature does not hold.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl SealedReceipt {
    /// Writes the receipt once and signs it.
    ///
    /// # Errors
    /// [`ReceiptError::Seal`] for a bad key.
    pub fn new(receipt: &Receipt, key: &SigningKey) -> Result<Self, ReceiptError> {
        let receipt = serde_json::to_string(receipt).map_err(|error| ReceiptError::BadReceipt(error.to_string()))?;
        let signature = key.sign(receipt.as_bytes())?;
        Ok(Self { receipt, signature })
    }

    /// Reads it without checking its signature.
    ///
    /// # Errors
    /// [`ReceiptError::BadReceipt`].
    pub fn read(&self) -> Result<Receipt, ReceiptError> {
        serde_json::from_str(&self.receipt).map_err(|error| ReceiptError::BadReceipt(json_text::place(&error)))
    }

    /// Digest of its exact bytes.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(self.receipt.as_bytes())
    }

    /// Checks that the pinned upstream key signed it and that it is about this very entry.
    ///
    /// # Errors
    /// What does not hold.
    pub fn verify(&self, entry: &Sealed, key: &PublicKey) -> Result<Receipt, ReceiptError> {
        self.verify_by(entry.digest(), &key.ready()?)
    }

    /// [`SealedReceipt::verify`] by a key that was made ready, of the entry whose header has this digest.
    ///
    /// # Errors
    /// What does not hold.
    pub fn verify_by(&self, header: Digest, key: &Verifier) -> Result<Receipt, ReceiptError> {
        let receipt = self.proven(key)?;
        if receipt.header_hash == header { Ok(receipt) } else { Err(ReceiptError::OtherEntry) }
    }

    /// Checks that this key signed it, whichever entry it is about, and reads it.
    ///
    /// # Errors
    /// What does not hold.
    pub fn proven(&self, key: &Verifier) -> Result<Receipt, ReceiptError> {
        let receipt = self.read()?;
        if receipt.key_id != key.fingerprint() {
            return Err(ReceiptError::OtherKey);
        }
        key.verify(self.receipt.as_bytes(), &self.signature)?;
        Ok(receipt)
    }
}
