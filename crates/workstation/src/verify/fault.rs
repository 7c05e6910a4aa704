//! What does not hold, said so that the entry can be found and the next step is known.

use domain::certificate::CertificateError;
use domain::entry::EntryError;
use domain::receipt::ReceiptError;

/// What does not hold. A name is what [`domain::entry::Header::name`] says: kind, Beijing time, seq.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error("数据文件的表、索引或触发器被改动：{0}，请由备份恢复")]
    ForeignParts(String),
    #[error("有条目无法读取：{0}")]
    Unreadable(EntryError),
    #[error("{0}：{1}")]
    Seal(String, EntryError),
    #[error("{0}：{1}")]
    Receipt(String, ReceiptError),
    #[error("本机的设备证书不符：{0}")]
    OwnCertificate(CertificateError),
    #[error("设备{0}的证书不符：{1}")]
    Certificate(String, CertificateError),
    #[error("设备{0}的证书是别的设备的")]
    OtherCertificate(String),
    #[error("{0}：没有写入设备的有效证书，或单位与证书不符")]
    NoCertificate(String),
    #[error("{0}：与前一条不相接，中间的记录被改动或抽走")]
    Broken(String),
    #[error("{0}：不是第1号，它之前的记录被抽走")]
    NoBeginning(String),
    #[error("{0}：数据表里的{1}与条目头不一致：被改动")]
    Column(String, &'static str),
    #[error("{0}：回执表里的{1}与回执不一致：被改动")]
    ReceiptColumn(String, &'static str),
    #[error("{0}：正文不在，也没有清除记录")]
    NoBody(String),
    #[error("{0}：正文登记为已清除，但没有相符的清除条目")]
    NoPurge(String),
    #[error("{0}：既没有回执，也不在待发里：回执或待发被删，不会再发出")]
    NeverSent(String),
    #[error("{0}：写入时本机已有上级节点第{1}位的回执，现在没有或已不同：回执被删改")]
    AnchorGone(String, u64),
    #[error("上级节点收到过本机第{1}纪元第{2}号（见{0}的回执），现在没有：记录被抽走")]
    HeadGone(String, u32, u64),
    #[error("上级节点收到的第{1}纪元第{2}号（见{0}的回执）与现在的不是同一份：被改动")]
    HeadDiffers(String, u32, u64),
    #[error("{0}：前一纪元应到第{1}号，现在只到第{2}号：结尾被抽走")]
    EpochShort(String, u64, u64),
    #[error("有{0}张回执的条目不在了：条目被抽走")]
    StrayReceipts(u64),
    #[error("待发里有{0}条的条目不在了：条目被抽走")]
    StrayQueued(u64),
    #[error("清除登记里有{0}条的条目不在了：条目被抽走")]
    StrayPurges(u64),
    #[error("上级节点下发的第{0}份不在了：下发登记被删改")]
    DeliveryGone(i64),
    #[error("上级节点下发的第{0}份，条目不在了：被抽走")]
    DeliveredEntryGone(i64),
    #[error("上级节点下发的第{0}份，正文不在了，也没有清除记录")]
    DeliveredBodyGone(i64),
    #[error("{0}：附件不在本机了，请由备份找回")]
    BlobGone(String),
    #[error("{0}：附件被改动或已损坏，请由备份找回")]
    BlobDamaged(String),
    #[error("{0}所属事项的显示内容与条目重新归并的结果不一致，请运行 zhiban rebuild")]
    View(String),
}
