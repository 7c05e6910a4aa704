//! Why a desk cannot be opened, in words for a person at the machine.

use store::StoreError;

use crate::key_store::KeyStoreTrouble;

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
    /// The key is in the system's key store and cannot be had from there.
    #[error(
        "取不到本机的设备密钥：{0}。密钥保存在系统密钥库里：请用注册本机时的用户登录桌面并解锁密钥库，再启动值班台。\
         换了机器、用户或密钥库已重置的，先把数据目录内的identity.json移到别处，再重新注册本机，原有记录保留。"
    )]
    KeyStore(#[from] KeyStoreTrouble),
    /// The chain of this device's entries could not be taken up.
    #[error("本机的记录序列未能接上：{0}")]
    Epoch(String),
    /// A built-in pack does not pass its own lint.
    #[error("规则包无法使用：{0}")]
    Pack(String),
}
