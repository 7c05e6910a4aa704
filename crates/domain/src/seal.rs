//! 签名: SM2 (GB/T 32918, curve SM2P256V1, user id 1234567812345678) over exact bytes.
//! Signing is deterministic, so the same bytes always yield the same signature.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sm2::dsa::signature::{Signer as _, Verifier as _};
use sm2::dsa::{Signature as Sm2Signature, SigningKey as Sm2Signing, VerifyingKey as Sm2Verifying};

use crate::digest::{Digest, hex, hex_bytes};

/// The user id that GB/T 35276 gives where nothing else was agreed.
const USER_ID: &str = "1234567812345678";

/// Why a key or a signature could not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The bytes are no SM2 private key.
    #[error("不是有效的 SM2 私钥")]
    BadPrivateKey,
    /// The text is no SM2 public key.
    #[error("不是有效的 SM2 公钥")]
    BadPublicKey,
    /// The text is no DER signature.
    #[error("签名格式有误")]
    BadSignature,
    /// The signature was not made over these bytes by this key.
    #[error("签名与内容不符：内容被改动，或不是该设备签发")]
    Mismatch,
}

/// A private SM2 key. It has no `Debug` and no `Serialize`: it leaves only through [`SigningKey::to_bytes`].
#[derive(Clone)]
pub struct SigningKey(Sm2Signing);

impl SigningKey {
    /// A key from 32 bytes, which the caller drew at random or read from its key file.
    ///
    /// # Errors
    /// [`SealError::BadPrivateKey`] for zero or a value beyond the curve's order (about one draw in 2^32).
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, SealError> {
        Sm2Signing::from_slice(USER_ID, bytes).map(Self).map_err(|_| SealError::BadPrivateKey)
    }

    /// The 32 secret bytes, for the key file.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes().into()
    }

    /// The key that verifies what this one signs.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(hex(&self.0.verifying_key().to_sec1_bytes()))
    }

    /// Signs exactly these bytes.
    ///
    /// # Errors
    /// [`SealError::BadPrivateKey`] if the arithmetic refuses the key, which a loaded key never does.
    pub fn sign(&self, bytes: &[u8]) -> Result<Signature, SealError> {
        let signature: Sm2Signature = self.0.try_sign(bytes).map_err(|_| SealError::BadPrivateKey)?;
        Ok(Signature(hex(signature.to_der().as_bytes())))
    }
}

/// A public SM2 key: 65 bytes, uncompressed point, as hex.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("pattern" = "^04[0-9a-f]{128}$"))]
pub struct PublicKey(String);

impl PublicKey {
    /// Reads the uncompressed hex form.
    ///
    /// # Errors
    /// [`SealError::BadPublicKey`] where the text is no point of the curve.
    pub fn parse(text: &str) -> Result<Self, SealError> {
        Self(text.to_owned()).loaded().map(|_| Self(text.to_owned()))
    }

    /// The hex form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first 16 hex digits of the key's digest: short enough to read out over the phone.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        Digest::of(self.0.as_bytes()).to_string()[..16].to_owned()
    }

    /// Checks that `signature` was made over exactly `bytes` by the owner of this key.
    ///
    /// # Errors
    /// [`SealError::Mismatch`] where it was not; the other variants for malformed input.
    pub fn verify(&self, bytes: &[u8], signature: &Signature) -> Result<(), SealError> {
        self.ready()?.verify(bytes, signature)
    }

    /// The key made ready to check many signatures.
    ///
    /// # Errors
    /// [`SealError::BadPublicKey`] where the text is no point of the curve.
    pub fn ready(&self) -> Result<Verifier, SealError> {
        Ok(Verifier { key: self.loaded()?, fingerprint: self.fingerprint() })
    }

    fn loaded(&self) -> Result<Sm2Verifying, SealError> {
        let point = hex_bytes(&self.0).filter(|bytes| bytes.len() == 65).ok_or(SealError::BadPublicKey)?;
        Sm2Verifying::from_sec1_bytes(USER_ID, &point).map_err(|_| SealError::BadPublicKey)
    }
}

/// A public key read once, for the many signatures of a whole file.
#[derive(Debug, Clone)]
pub struct Verifier {
    key: Sm2Verifying,
    fingerprint: String,
}

impl Verifier {
    /// [`PublicKey::fingerprint`] of the key.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// As [`PublicKey::verify`].
    ///
    /// # Errors
    /// [`SealError::Mismatch`] where the signature was not made over these bytes, [`SealError::BadSignature`] where it is
    /// none. A signature has one spelling: lower-case hex of strict DER.
    pub fn verify(&self, bytes: &[u8], signature: &Signature) -> Result<(), SealError> {
        let der = hex_bytes(&signature.0).ok_or(SealError::BadSignature)?;
        let parsed = Sm2Signature::from_der(&der).map_err(|_| SealError::BadSignature)?;
        self.key.verify(bytes, &parsed).map_err(|_| SealError::Mismatch)
    }
}

/// A signature: DER (SEQUENCE of r and s) as hex, which OpenSSL reads as it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("pattern" = "^30(?:[0-9a-f]{2})+$"))]
pub struct Signature(String);

impl Signature {
    /// The hex form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Takes the text as it came; [`PublicKey::verify`] refuses what is no signature.
    #[must_use]
    pub const fn from_text(text: String) -> Self {
        Self(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_bytes(&[seed; 32]).unwrap()
    }

    #[test]
    fn a_changed_byte_or_another_key_is_refused() {
        let signature = key(7).sign(b"18:09").unwrap();
        assert_eq!(key(7).public().verify(b"18:09", &signature), Ok(()));
        assert_eq!(key(7).public().verify(b"18:08", &signature), Err(SealError::Mismatch));
        assert_eq!(key(8).public().verify(b"18:09", &signature), Err(SealError::Mismatch));
    }

    #[test]
    fn signing_twice_yields_the_same_bytes_so_that_a_repeated_receipt_is_identical() {
        assert_eq!(key(7).sign(b"x").unwrap(), key(7).sign(b"x").unwrap());
    }

    #[test]
    fn hostile_keys_and_signatures_are_refused_not_a_crash() {
        for text in ["", "04", "zz", &"0".repeat(130), &"f".repeat(130), "04é"] {
            assert_eq!(PublicKey::parse(text), Err(SealError::BadPublicKey), "{text}");
        }
        let public = key(7).public();
        for text in ["", "30", "zz", "3006020100020100", &"30".repeat(4000)] {
            assert!(public.verify(b"x", &Signature(text.to_owned())).is_err(), "{text}");
        }
        assert!(SigningKey::from_bytes(&[0; 32]).is_err(), "zero is no private key");
        assert!(SigningKey::from_bytes(&[0xff; 32]).is_err(), "beyond the order of the curve");
    }
}
