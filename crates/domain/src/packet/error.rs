//! Why a packet is not taken in, in words that say what to do next. Nothing of it was taken.

use crate::certificate::CertificateError;
use crate::entry::EntryError;
use crate::receipt::ReceiptError;
use crate::seal::SealError;

/// Why a packet is refused whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PacketError {
    /// Neither a packet nor scanned frames.
    #[error("这不是离线包，或内容不完整。请重新拷贝或重新扫码；仍不行请对方重新制作。")]
    NotReadable,
    /// Beyond a limit.
    #[error("离线包过大。请把起始时间定得晚一些，分几次制作。")]
    TooLarge,
    /// More entries than a packet takes.
    #[error("离线包有{0}条记录，超过一个包能装的数量。请把起始时间定得晚一些，分几次制作。")]
    TooMany(usize),
    /// No entry at all.
    #[error("离线包里没有记录。请对方核对范围后重新制作。")]
    Empty,
    /// Too large for a sequence of QR codes.
    #[error("内容太多，二维码要{0}幅。请改用文件，或把起始时间定得晚一些。")]
    TooManyFrames(usize),
    /// Frames that pass one by one do not make the packet they name.
    #[error("扫到的各幅拼不成原来的离线包。请清空后从第1幅重新扫。")]
    NotTogether,
    /// Frames are missing still.
    #[error("二维码还没有扫全：{0}。请接着扫，或对方把缺的几幅再放一遍。")]
    Incomplete(String),
    /// Certified by another upstream.
    #[error("离线包出自另一个上级节点登记的值班台（密钥指纹{0}），本机无法核验。请走电话或本单位批准的其他渠道。")]
    OtherUpstream(String),
    /// A certificate that proves nothing, or one too many or too few.
    #[error("离线包里的设备证书不能证明制作单位：{0}。请对方重新制作，并电话核对。")]
    Certificate(#[from] CertificateError),
    /// The certificates are not those of the devices named.
    #[error("离线包里的设备证书与记录对不上，可能被改动。请对方重新制作，并电话核对。")]
    OtherCertificates,
    /// The device did not sign this.
    #[error("离线包的签名不符：{0}。请重新拷贝或重新扫码；仍不行请对方重新制作，并电话核对。")]
    Seal(#[from] SealError),
    /// An entry that is not what it says.
    #[error("离线包里第{0}条记录不符：{1}。整包没有收入，请对方重新制作，并电话核对。")]
    Entry(usize, EntryError),
    /// An entry twice, of another unit, or without its body.
    #[error("离线包里第{0}条记录不该在这个包里（{1}）。整包没有收入，请对方重新制作，并电话核对。")]
    OddEntry(usize, &'static str),
    /// A receipt that proves nothing.
    #[error("离线包里第{0}条记录的回执不符：{1}。整包没有收入，请对方重新制作，并电话核对。")]
    Receipt(usize, ReceiptError),
    /// Made for somebody else.
    #[error("这个离线包是给{0}的，本单位无权收入。请交给该单位，或请对方为本单位另做一个。")]
    ForOthers(String),
    /// A name that no desk would have written.
    #[error("离线包的{0}为空、过长或含有不应有的字符。请对方重新制作。")]
    OddName(&'static str),
}
