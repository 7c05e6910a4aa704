//! Why a desk cannot be opened, in words for a person at the machine.

use store::StoreError;

/// A failure before there is a desk to show.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process owns the data folder.
    #[error("值班台已在运行，正使用数据文件夹{0}。请切换到已打开的窗口。")]
    InUse(String),
    /// The folder cannot be used.
    #[error("数据文件夹{0}无法使用（{1}）。请检查权限和磁盘后再启动。")]
    Folder(String, String),
    /// The file cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The identity file is damaged.
    #[error("设备密钥文件{0}已损坏（{1}）。请勿删除，先复制留存，再重新注册本机。")]
    Identity(String, String),
    /// The chain of this device's entries could not be taken up.
    #[error("本机的记录序列未能接上：{0}")]
    Epoch(String),
    /// A built-in pack does not pass its own lint.
    #[error("规则包无法使用：{0}")]
    Pack(String),
}
