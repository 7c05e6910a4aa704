//! 留痕文件: the record of one incident as lines of text that leave the desk: entries, receipts and certificates as exact
//! bytes, the letters as text, and over all of it the desk's seal. `docs/evidence.md` has the format; this module writes,
//! reads and checks it, `scripts/verify-evidence.sh` checks it again with OpenSSL and nothing of ours.
//!
//! A file has one spelling: what is read is written again and compared, so that no byte is loose.

mod chain;
mod check;
mod finding;
mod letter;
mod line;
mod read;
mod words;
mod write;

pub use check::check;
pub use finding::{BodyFound, ChainFound, Fault, Finding, NotAfter, Proven, RowFound, WrittenBy};
pub use letter::Letter;
pub use line::one_line;
pub use read::{Sealing, read};

use uuid::Uuid;

use crate::Moment;
use crate::certificate::SealedCertificate;
use crate::entry::{DeviceId, Sealed, Subject};
use crate::receipt::{SealedReceipt, UpstreamId};
use crate::seal::PublicKey;
use crate::unit::UnitCode;

/// Largest file that is read, in bytes.
pub const LARGEST_FILE: usize = 256 * 1024 * 1024;

/// Most headers of other matters that a file holds between the last entry of the incident and the record of the export.
/// An incident exported long afterwards leaves them out, and the file says so.
pub const MOST_AFTERWARDS: u64 = 5_000;

/// What a 留痕文件 holds, before its seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// When it was written, by the room's clock; UTC, whole milliseconds.
    pub exported_at: Moment,
    /// The incident.
    pub subject: Subject,
    /// The unit whose desk wrote it.
    pub unit: UnitCode,
    /// Its name, on one line.
    pub unit_name: String,
    /// The unit is made up.
    pub sample: bool,
    /// The device whose key seals the file.
    pub device: DeviceId,
    /// The upstream that certified the devices.
    pub upstream: UpstreamId,
    /// Its key, as this desk pinned it. A reader compares its fingerprint with the one that the upstream publishes.
    pub upstream_key: PublicKey,
    /// One for each device that wrote something in it.
    pub certificates: Vec<SealedCertificate>,
    /// Receipts that entries name as proof that they are not older, of matters that are not in the file.
    pub anchors: Vec<SealedReceipt>,
    /// Entries of the incident, and headers between them, in the order of device, epoch and seq.
    pub held: Vec<Held>,
    /// Names of officers, as this desk lists them.
    pub officers: Vec<(Uuid, String)>,
}

/// An entry as the file holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Exact bytes; the body only where `what` says so.
    pub sealed: Sealed,
    /// Of the incident, or between.
    pub what: HeldAs,
    /// Its receipt, where the desk holds one.
    pub receipt: Option<SealedReceipt>,
}

/// How much of an entry stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldAs {
    /// Of the incident, with its body.
    Whole,
    /// Of the incident; the desk was never given its body.
    Withheld,
    /// Of the incident; its body was cleared by rule.
    Purged,
    /// Of another matter: the header alone, so that the chain between is whole.
    Between,
}

/// Why a file is no 留痕文件 or not as it was written. Line numbers count from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceError {
    /// Beyond [`LARGEST_FILE`].
    #[error("文件过大，不是留痕文件")]
    TooLarge,
    /// Not UTF-8, or with characters that no line of it can have.
    #[error("文件含有不应有的字节：被改动，或不是留痕文件")]
    NotText,
    /// The file does not end with exactly one line feed after the seal.
    #[error("文件结尾不完整：被截断或添加")]
    BadEnd,
    /// A line that should not stand there.
    #[error("第{line}行不符合格式（应为{expected}）：被改动，或不是留痕文件")]
    BadLine {
        /// Which.
        line: usize,
        /// What the format has there.
        expected: &'static str,
    },
    /// Read and written again it is another text.
    #[error("文件写法与格式不一致：被改动")]
    NotAsWritten,
}
