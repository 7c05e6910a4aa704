//! Why a document is not read, in a sentence that says what to do instead.

use domain::hygiene;

/// Most characters of a file name in a message.
const MAX_NAME: usize = 60;

/// A document that is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}{reason}")]
pub struct DocumentError {
    /// The file as a message names it: cleaned and shortened.
    pub name: String,
    /// Why, and what to do.
    pub reason: Reason,
}

/// Why a document is not read. Each sentence follows the file's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// A kind of file that is not read here.
    #[error("是{0}，不能直接读取。请打开后另存为docx或txt再选（不要设密码），或打开后全选复制，粘贴到正文。")]
    OtherKind(&'static str),
    /// A zip that holds no document.
    #[error("是压缩包，不是文档。请先解压，再选其中的docx或txt。")]
    Archive,
    /// A zip whose document is under a password.
    #[error("加了密码，无法读取。请用密码打开后全选复制，粘贴到正文。")]
    Locked,
    /// More bytes than are read.
    #[error("超过20兆，未读取。请打开后复制需要的段落，粘贴到正文。")]
    TooLarge,
    /// It inflates to more than any text, or is nested deeper: made to exhaust the machine.
    #[error("的内部结构异常（解开后过大或嵌套过深），已停止读取。请先与发件人核实，确认无误后打开复制，粘贴到正文。")]
    Abnormal,
    /// More characters than are read.
    #[error("的文字超过20万字，未读取。请打开后只复制需要的段落，粘贴到正文。")]
    TooLong,
    /// Incomplete, or not what Word writes.
    #[error("已损坏或不完整，无法读取。请让对方重新发送；如能打开，也可全选复制，粘贴到正文。")]
    Damaged,
    /// No encoding makes text of it.
    #[error("的文字编码无法识别，或不是文字文件。请打开核对，另存为docx或UTF-8编码的txt再选，或全选复制，粘贴到正文。")]
    Undecodable,
    /// It says nothing.
    #[error("里没有文字，可能是空文件，或只有图片、扫描件。请打开核对，把需要的内容录入正文。")]
    NoText,
}

impl DocumentError {
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
