//! The signed header of an entry. Chain and signature cover the header; the header names the body by its hash.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Audience, EntryError, Kind, newer};
use crate::Moment;
use crate::beijing;
use crate::digest::Digest;
use crate::json_text;
use crate::unit::UnitCode;

/// Identity of an entry: a UUIDv7 drawn by the device that wrote it.
pub type EntryId = Uuid;
/// What an entry is about: one matter in the world (a call and the incident it became share it). The same at every level.
pub type Subject = Uuid;
/// Identity of an enrolled device, given by itself and certified by the upstream.
pub type DeviceId = Uuid;

/// How an entry is hashed and signed; tagged so that another can follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Algorithm {
    /// SM3 chain, SM2 signature with the standard's default user id.
    #[serde(rename = "sm3-sm2")]
    Sm3Sm2,
}

/// Who wrote it: an officer, or the desk itself when nobody has signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// 值班岗位: the desk; can be claimed later by an officer.
    Desk,
    /// An officer of the unit, by id.
    Officer(Uuid),
}

/// How two subjects or entries belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// 并入: the subject's caller is a source of the other subject.
    MergedInto,
    /// 依据: this entry acts on that entry (a relay on its report).
    About,
    /// 归入: the subject is one of the other's 灾害过程.
    PartOf,
    /// 重发: this entry says again, in a new epoch, what that one said and never got a receipt for.
    Reissues,
    /// 同一事件: the subject is the same event as the other.
    SameEvent,
    /// 非同一事件: it is not, after all.
    OtherEvent,
}

/// A link to another subject or entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// How they belong together.
    pub relation: Relation,
    /// The other entry or subject.
    pub to: Uuid,
}

/// The newest receipt the device held when it wrote the entry: the entry cannot be older than that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiptAnchor {
    /// The upstream's position in that receipt.
    pub position: u64,
    /// Digest of the receipt's exact bytes.
    pub digest: Digest,
}

/// A blob the entry speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BlobRef {
    /// Digest of its bytes.
    pub digest: Digest,
    /// Length in bytes.
    pub length: u64,
}

/// The header. Its exact bytes are kept, sent, hashed and signed; it is never written again from this struct.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Identity of the entry.
    pub id: EntryId,
    /// Hash and signature algorithms.
    pub alg: Algorithm,
    /// What kind of happening the body holds.
    pub kind: Kind,
    /// The matter it is about.
    pub subject: Subject,
    /// Who may read the body, by kind.
    pub audience: Audience,
    /// Units named by a directive or notice; empty for the other kinds.
    pub addressees: Vec<UnitCode>,
    /// Links to other subjects and entries.
    pub links: Vec<Link>,
    /// The device that wrote it.
    pub device: DeviceId,
    /// Grows when a device was restored or cloned; positions within an epoch are a chain.
    pub epoch: u32,
    /// 1, 2, 3 … within the epoch.
    pub seq: u64,
    /// Digest of the header before it in the epoch, zero for the first. Evidence, never order.
    pub prev: Digest,
    /// The unit the device is enrolled at.
    pub unit: UnitCode,
    /// Who wrote it.
    pub author: Author,
    /// When it happened, as claimed (a phone call noted from paper); UTC.
    pub claimed_at: Moment,
    /// When it was entered, by the room's clock; UTC.
    pub entered_at: Moment,
    /// Wall clock minus the room's clock, in milliseconds, when it was entered.
    pub clock_offset_ms: i64,
    /// Largest error of the room's clock in milliseconds, where it was set by an upstream.
    pub clock_error_ms: Option<u32>,
    /// Identity of the machine's boot.
    pub boot_id: String,
    /// The newest receipt held, none before the first.
    pub anchor: Option<ReceiptAnchor>,
    /// Digest of the packs in force.
    pub pack: Digest,
    /// The entry this one replaces, where it replaces one.
    pub base: Option<EntryId>,
    /// Digest of the body's exact bytes.
    pub body_hash: Digest,
    /// Length of the body in bytes.
    pub body_len: u32,
    /// Blobs it speaks of.
    pub blobs: Vec<BlobRef>,
}

impl Header {
    /// Reads a header. One with more in it than this program knows is of [`Kind::Newer`].
    ///
    /// # Errors
    /// [`EntryError::BadHeader`] where it is no header.
    pub fn read(text: &str) -> Result<Self, EntryError> {
        serde_json::from_str(text)
            .or_else(|error| newer::header(text).ok_or_else(|| EntryError::BadHeader(json_text::place(&error))))
    }

    /// How a person would name the entry: 报告（2026年5月12日18时32分05秒，第7号）; the time is when it was entered.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}（{}，第{}号）", self.kind.word(), beijing::to_the_second(self.entered_at), self.seq)
    }
}
