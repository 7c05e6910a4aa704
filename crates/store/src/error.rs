//! What can go wrong with the file, said so that an officer knows what to do next.

use domain::entry::{EntryError, EntryId};
use rusqlite::ErrorCode;

/// A failure of the workstation's file. Nothing is half-written: a failed transaction leaves the file as it was.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk, or the quota, is full.
    #[error("磁盘已满，未能保存。请清理磁盘后再按一次，已填内容仍在屏幕上。")]
    Full,
    /// The file is damaged, or no database.
    #[error("本机数据文件已损坏（{0}）。请勿删除该文件，先复制留存，再从备份恢复。")]
    Damaged(String),
    /// Written by a newer version of this program.
    #[error("本机数据由更新版本的值班台写成（数据版本{found}，本程序支持到{known}）。请安装新版本后再打开。")]
    Newer {
        /// Version of the file.
        found: u32,
        /// Newest version this program knows.
        known: u32,
    },
    /// There is no copy of the file of before, so it is not brought up to date.
    #[error(
        "升级前要先给本机数据文件留一份副本，没有写成（{0}）；原文件没有改动。请清理磁盘、检查文件夹权限后再打开。"
    )]
    NotKept(String),
    /// Some other process holds the file for longer than we wait.
    #[error("本机数据文件正被其他程序占用，请稍后再试。")]
    Busy,
    /// The file cannot be opened or written.
    #[error("无法读写本机数据文件，请检查文件夹权限和磁盘：{0}")]
    Unwritable(String),
    /// The SQLite library is one that can lose commits.
    #[error("SQLite 版本{0}过旧，存在丢失数据的缺陷，程序不予启动。")]
    UnsafeSqlite(String),
    /// The place of a delivered entry in its chain is held here by this one.
    #[error("条目位置已被占用：{0}")]
    Taken(EntryId),
    /// The upstream gave one position to two entries.
    #[error("上级节点把同一收存位置（第{0}号）给了两条记录，可能曾退回到较早的数据。请联系系统管理员。")]
    PlaceTaken(u64),
    /// This entry is held here with other bytes than the upstream delivers.
    #[error("本机保存的一条记录（{0}）与上级节点所收的不一致。请不要在本机修改，联系系统管理员执行校验。")]
    Differs(EntryId),
    /// Another entry is held here at the place of one that came by packet, and nothing says which of them the upstream holds.
    #[error(
        "本机在同一位置已有另一条记录（{0}与它不是同一份），不能收入。请两台都联网，以上级节点所收为准；仍不行联系系统管理员。"
    )]
    OtherAtPlace(EntryId),
    /// An entry that this desk wrote came back by packet, and is not here.
    #[error(
        "有一条本机写过、现在没有的记录（{0}）：本机数据可能退回到较早的一份。请先联网由上级节点补齐，再收这个包。"
    )]
    OwnForgotten(EntryId),
    /// An entry in the file is not what it says.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// A person stopped it.
    #[error("已取消，没有留下不完整的文件。")]
    Stopped,
    /// Anything else SQLite says.
    #[error("本机数据操作失败：{0}")]
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(error.to_string()),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(
                ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::SystemIoFailure,
            ) => Self::Unwritable(error.to_string()),
            _ => Self::Sqlite(error),
        }
    }
}
