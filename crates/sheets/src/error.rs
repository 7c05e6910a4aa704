//! Why a workbook is not read, in a sentence that says what to do instead.

use domain::hygiene;

/// Most characters of a file name in a message.
const MAX_NAME: usize = 60;

/// A workbook that is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}{reason}")]
pub struct WorkbookError {
    /// The file as a message names it: cleaned and shortened.
    pub name: String,
    /// Why, and what to do.
    pub reason: Reason,
}

/// Why a workbook is not read. Each sentence follows the file's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// A kind of file that is not read here.
    #[error("是{0}，不能直接读取。请打开后另存为xlsx再选（不要设密码），或打开后复制表格，粘贴到值班表。")]
    OtherKind(&'static str),
    /// Under a password.
    #[error("加了密码，无法读取。请用密码打开后另存为不加密的xlsx再选，或复制表格后粘贴。")]
    Locked,
    /// More bytes than are read.
    #[error("超过20兆，未读取。请只留下要导入的表，另存后再选。")]
    TooLarge,
    /// It inflates to more than any sheet: made to exhaust the machine.
    #[error("的内部结构异常（解开后过大），已停止读取。请先与发件人核实。")]
    Abnormal,
    /// More cells than are read.
    #[error("的格子过多，未读取。请只留下要导入的表，另存后再选。")]
    TooMany,
    /// Incomplete, or not what a program writes.
    #[error("已损坏或不完整，无法读取。请让对方重新发送，或打开后另存为xlsx再选。")]
    Damaged,
    /// It says nothing.
    #[error("里没有内容。请打开核对后再选。")]
    Empty,
}

impl WorkbookError {
    pub(crate) fn new(name: &str, reason: Reason) -> Self {
        let clean = hygiene::line(name);
        let mut shown: String = clean.chars().take(MAX_NAME).collect();
        if shown.len() < clean.len() {
            shown.push('…');
        }
        let name = if shown.is_empty() { "所选文件".to_owned() } else { format!("文件“{shown}”") };
        Self { name, reason }
    }
}
