//! What a check of a file found.

use serde::Serialize;
use uuid::Uuid;

use crate::Moment;
use crate::certificate::CertificateError;
use crate::entry::{DeviceId, EntryError, EntryId, Kind, Subject};
use crate::receipt::ReceiptError;
use crate::seal::SealError;
use crate::unit::UnitCode;

/// What a file proves and what it does not. Everything holds only if the upstream's key is the one that the upstream
/// publishes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The incident.
    pub subject: Subject,
    /// The unit whose desk wrote the file.
    pub unit: UnitCode,
    /// Its name.
    pub unit_name: String,
    /// The unit is made up.
    pub sample: bool,
    /// The device that sealed it.
    pub device: DeviceId,
    /// When the desk says that it wrote the file, UTC.
    pub exported_at: Moment,
    /// Fingerprint of the upstream's key.
    pub upstream_key: String,
    /// Entries of the incident, as they stand in the file.
    pub rows: Vec<RowFound>,
    /// Each chain that entries of the incident stand in.
    pub chains: Vec<ChainFound>,
    /// How many of the entries are proven by what.
    pub proven: Proven,
    /// What does not hold, in words; empty where everything does.
    pub faults: Vec<String>,
}

/// How many entries of the incident are proven by what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Proven {
    /// A receipt of their own holds.
    pub receipted: u32,
    /// A later entry of the same unbroken chain has a receipt that holds.
    pub by_later: u32,
    /// Nobody but the device vouches for them.
    pub device_only: u32,
}

/// An entry of the incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowFound {
    /// Its id.
    pub id: EntryId,
    /// Its kind, in words.
    pub kind: Kind,
    /// The device that wrote it.
    pub device: DeviceId,
    /// Epoch of that device.
    pub epoch: u32,
    /// Its place in that epoch.
    pub seq: u64,
    /// When it happened, as claimed, UTC.
    pub claimed_at: Moment,
    /// When it was entered, as the desk says, UTC.
    pub entered_at: Moment,
    /// Under whose name.
    pub by: WrittenBy,
    /// What stands of its body.
    pub body: BodyFound,
    /// It cannot have been written before this instant, UTC by the upstream's clock; none where nothing proves it.
    pub not_before: Option<Moment>,
    /// It was written as it stands by this instant; none where only the device says so.
    pub not_after: Option<NotAfter>,
}

/// The latest instant by which an entry stood as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct NotAfter {
    /// UTC, by the upstream's clock.
    pub at: Moment,
    /// Proven by its own receipt; else by the receipt of another entry of the same chain, which is earlier.
    pub own_receipt: bool,
}

/// Under whose name an entry was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum WrittenBy {
    /// 值班岗位
    Desk {
        /// The officer who claimed it later, by name as this desk lists it.
        claimed_by: Option<String>,
    },
    /// An officer who had signed in by PIN.
    Officer {
        /// Who.
        id: Uuid,
        /// Name as this desk lists it; empty where it does not.
        name: String,
    },
}

/// What stands of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyFound {
    /// It is here and matches.
    Matches,
    /// Cleared by rule, and that is recorded.
    Purged,
    /// Not for this unit to read.
    Withheld,
}

/// The entries of one device's epoch in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChainFound {
    /// The device.
    pub device: DeviceId,
    /// The unit that it is enrolled at, by its certificate; none where that does not hold.
    pub unit: Option<UnitCode>,
    /// Its epoch.
    pub epoch: u32,
    /// First seq in the file.
    pub first: u64,
    /// Last seq in the file.
    pub last: u64,
    /// Headers of other matters between.
    pub between: u32,
    /// Somewhere one does not follow the one before it.
    pub broken: bool,
    /// Seqs that are missing between: from, to.
    pub gaps: Vec<(u64, u64)>,
}

/// What does not hold. The first part names the entry as a person would.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The seal.
    #[error("文件封签不符（{0}）：文件在导出以后被改动，或不是该设备导出的")]
    Seal(SealError),
    /// The certificate of the device that sealed the file is not there.
    #[error("没有导出设备的证书")]
    NoSealer,
    /// A certificate.
    #[error("设备证书不符：{0}")]
    Certificate(CertificateError),
    /// A certificate of another upstream, or a second one of a device.
    #[error("设备{0}的证书重复，或不是本上级节点签发的")]
    OtherCertificate(DeviceId),
    /// A receipt that no entry of the file has.
    #[error("佐证用的回执不符：{0}")]
    Anchor(ReceiptError),
    /// Entry, body or signature.
    #[error("{0}：{1}")]
    Entry(String, EntryError),
    /// Its device has no certificate in the file.
    #[error("{0}：没有写入设备的证书，或单位与证书不符")]
    NoCertificate(String),
    /// Its receipt.
    #[error("{0}：{1}")]
    Receipt(String, ReceiptError),
    /// The upstream holds other bytes at this place.
    #[error("{0}：与上级节点当时收到的不是同一份")]
    OtherThanReceived(String),
    /// It does not follow the one before it.
    #[error("{0}：与前一条不相接，前一条或本条被改动")]
    Broken(String),
    /// Seqs missing in the chain of the desk that wrote the file.
    #[error("导出设备第{0}号至第{1}号的记录不在文件里：被抽走，或本机已没有")]
    Gap(u64, u64),
    /// Entries out of their order, or one twice.
    #[error("{0}：次序不对或重复")]
    Order(String),
    /// An entry of the incident written as one of another matter, or the reverse.
    #[error("{0}：标为{1}，与条目头不符")]
    Matter(String, &'static str),
    /// A body that is not there, with nothing to explain it.
    #[error("{0}：正文不在文件里，也没有清除记录")]
    NoBody(String),
    /// A letter that is not the body's.
    #[error("报告正文与条目里的不一致，或有缺漏")]
    Letters,
    /// The export itself is not the last thing that the desk recorded.
    #[error("文件最后没有这次导出的记录：结尾可能被抽走")]
    NoExport,
}
