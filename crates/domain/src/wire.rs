//! What desk and upstream say to each other over HTTP. JSON; entries, receipts and certificates as exact strings.
//!
//! | request | answer |
//! |---|---|
//! | `POST /v1/enrol` [`EnrolRequest`] | [`EnrolAnswer`] |
//! | `POST /v1/entries` [`SubmitRequest`], bearer token | [`SubmitAnswer`], one [`Outcome`] an entry, in order |
//! | `POST /v1/offers` [`OfferRequest`], bearer token | [`SubmitAnswer`], one [`Outcome`] an offer, in order |
//! | `GET /v1/entries?after=n`, bearer token | [`DeliveryPage`] |
//! | `PUT /v1/blobs/{digest}?offset=n`, bearer token, raw bytes | [`BlobHeld`] |
//! | `GET /v1/blobs/{digest}?offset=n&most=m`, bearer token | raw bytes, at most m and [`MAX_PIECE`] |
//! | `GET /v1/hints`, bearer token | server-sent events: something is there for the unit |
//! | `GET /v1/units`, bearer token | [`UnitsAnswer`] |
//! | `GET /v1/heads?nonce=…`, bearer token | [`crate::heads::SealedHeads`] |
//! | `GET /v1/time?nonce=…` | [`SealedTimeMark`] |
//! | `GET /v1/openapi.json` | all of this, with every limit and refusal, as OpenAPI 3.1 |
//!
//! Any other answer is a [`Refusal`] with the HTTP status that fits the request as a whole.
//!
//! Versions: an upstream is never older than its desks, so it reads what it is asked strictly, and what a later desk wrote
//! it refuses as [`RefusalCode::Newer`]. Its answers, and what it signs, may hold more than an older desk knows: that is
//! passed over, and no later version may change what is there already.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Moment;
use crate::certificate::SealedCertificate;
use crate::entry::{DeviceId, EntryId, Sealed};
use crate::generation::Generation;
use crate::receipt::{SealedReceipt, UpstreamId};
use crate::seal::{PublicKey, SealError, Signature, SigningKey};
use crate::unit::Unit;

/// Most entries in one request.
pub const MAX_ENTRIES: usize = 100;
/// Most bytes of a request body after inflation.
pub const MAX_REQUEST: usize = 256 * 1024;
/// Most deliveries in one page.
pub const MAX_PAGE: usize = 200;

/// Most bytes of a blob in one request or answer.
pub const MAX_PIECE: usize = MAX_REQUEST;

/// How much of a blob is held. The next piece begins there, whatever was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct BlobHeld {
    /// Bytes held, from the beginning on.
    pub held: u64,
    /// All of it is held, and its digest holds.
    pub whole: bool,
}

/// Enrolment by a one-time code. The signature over `{code}\n{device}\n{key}` proves that the device holds the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolRequest {
    /// The one-time code.
    pub code: String,
    /// Identity the device drew for itself.
    pub device: DeviceId,
    /// Its public key.
    pub key: PublicKey,
    /// Proof that it holds the private one.
    pub proof: Signature,
}

impl EnrolRequest {
    /// A request signed by the device's new key.
    ///
    /// # Errors
    /// [`SealError`] for a bad key.
    pub fn new(code: String, device: DeviceId, key: &SigningKey) -> Result<Self, SealError> {
        let public = key.public();
        let proof = key.sign(proof_text(&code, device, &public).as_bytes())?;
        Ok(Self { code, device, key: public, proof })
    }

    /// Checks the proof.
    ///
    /// # Errors
    /// [`SealError`] where the device does not hold the key.
    pub fn verify(&self) -> Result<(), SealError> {
        self.key.verify(proof_text(&self.code, self.device, &self.key).as_bytes(), &self.proof)
    }
}

/// The text of an enrolment's QR code: `zhiban:enrol?upstream=https://…&code=…`, the address percent-encoded.
#[must_use]
pub fn enrolment_text(upstream: &str, code: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b':' | b'/');
    let encoded: String = upstream
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    format!("zhiban:enrol?upstream={encoded}&code={code}")
}

fn proof_text(code: &str, device: DeviceId, key: &PublicKey) -> String {
    format!("{code}\n{device}\n{}", key.as_str())
}

/// What a newly enrolled device is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct EnrolAnswer {
    /// The device's certificate.
    pub certificate: SealedCertificate,
    /// Bearer token for everything after this.
    pub token: String,
    /// Identity of the upstream.
    pub upstream: UpstreamId,
    /// Its public key, to be pinned.
    pub key: PublicKey,
    /// The unit, and after it every unit above it.
    pub units: Vec<Unit>,
}

/// The caller's unit and those that it has to do with, by the tree as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct UnitsAnswer {
    /// The unit, after it every unit above it, nearest first; then all below it, however far, and those of the same
    /// superior, by code.
    pub units: Vec<Unit>,
}

/// Entries on their way up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubmitRequest {
    /// Each is judged by itself.
    #[schemars(length(max = MAX_ENTRIES))]
    pub entries: Vec<Sealed>,
}

/// Entries that an earlier generation of the upstream had received and that are lost there: it was put back from a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferRequest {
    /// Each is judged by itself.
    #[schemars(length(max = MAX_ENTRIES))]
    pub offers: Vec<Offer>,
}

/// An entry with the proof that it was received: it gets its old place and keeps its old receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// The entry; without its body only from its own unit, which may have cleared it.
    pub entry: Sealed,
    /// The upstream's own word for it.
    pub receipt: SealedReceipt,
    /// Certificate of the device that wrote it, which may be lost there too.
    pub certificate: SealedCertificate,
}

/// One result an entry, in the order of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct SubmitAnswer {
    /// The results.
    pub outcomes: Vec<Outcome>,
}

/// What became of one entry. A bad entry never blocks the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Outcome {
    /// Held durably; the same entry gets the same receipt bytes for ever.
    Received {
        /// The receipt.
        receipt: SealedReceipt,
    },
    /// The place (device, epoch, seq) or the id is taken by other bytes: the device opens a new epoch and reissues.
    ChainFork {
        /// The entry that has the place.
        held: EntryId,
    },
    /// Not acceptable as it is; sending it again changes nothing.
    Refused {
        /// Why.
        refusal: Refusal,
    },
}

/// Why something is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Refusal {
    /// Stable code.
    pub code: RefusalCode,
    /// A Chinese sentence that says what to do next.
    pub message: String,
}

/// Stable codes of [`Refusal`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// The request is not of the protocol's form.
    Malformed,
    /// Body, entry, count or depth beyond the limits.
    TooLarge,
    /// No token, an unknown or a revoked one.
    Unauthorized,
    /// The one-time code is wrong, used or too old.
    BadCode,
    /// Seal, hash or chain of an entry do not hold.
    BadSeal,
    /// The entry names another device or unit than the token's.
    NotYours,
    /// No such address.
    NotFound,
    /// The upstream cannot do it now; try again later.
    Unavailable,
    /// A later version than this upstream wrote the entry, which it cannot read yet: to be sent again once it is upgraded.
    Newer,
    /// A code of a later version; its sentence says what is to be done.
    #[serde(other)]
    #[schemars(skip)]
    Unknown,
}

/// An entry handed to a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Delivery {
    /// The unit's own running number: 1, 2, 3 … without a gap.
    #[schemars(range(min = 1))]
    pub n: u64,
    /// The entry; without its body where the unit may only know that it exists.
    pub entry: Sealed,
    /// Its receipt.
    pub receipt: SealedReceipt,
    /// Certificate of the device that wrote it.
    pub certificate: SealedCertificate,
}

/// A page of the caller's own deliveries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct DeliveryPage {
    /// In order of `n`, all greater than the cursor asked for.
    #[schemars(length(max = MAX_PAGE))]
    pub deliveries: Vec<Delivery>,
    /// Whether there is more after them.
    pub more: bool,
}

/// The upstream's time, bound to the question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct TimeMark {
    /// The asker's nonce.
    pub nonce: String,
    /// UTC by the upstream's clock.
    pub time: Moment,
    /// Which generation of itself the upstream is: after another one, deliveries go on with other numbers.
    pub generation: Generation,
    /// Fingerprint of the signing key.
    pub key_id: String,
}

/// A time mark as sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct SealedTimeMark {
    /// The mark's JSON.
    #[schemars(schema_with = "crate::json_text::of::<TimeMark>")]
    pub mark: String,
    /// Over those bytes.
    pub signature: Signature,
}

impl SealedTimeMark {
    /// Writes the mark once and signs it.
    ///
    /// # Errors
    /// [`SealError`] for a bad key.
    pub fn new(mark: &TimeMark, key: &SigningKey) -> Result<Self, SealError> {
        let mark = serde_json::to_string(mark).map_err(|_| SealError::Mismatch)?;
        let signature = key.sign(mark.as_bytes())?;
        Ok(Self { mark, signature })
    }

    /// Checks the pinned key's signature and that it answers this very question.
    ///
    /// # Errors
    /// [`SealError`] where it does not.
    pub fn verify(&self, nonce: &str, key: &PublicKey) -> Result<TimeMark, SealError> {
        key.verify(self.mark.as_bytes(), &self.signature)?;
        let mark: TimeMark = serde_json::from_str(&self.mark).map_err(|_| SealError::Mismatch)?;
        if mark.nonce == nonce && mark.key_id == key.fingerprint() { Ok(mark) } else { Err(SealError::Mismatch) }
    }
}
