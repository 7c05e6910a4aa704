//! Why the database cannot do it, whichever it is.

/// Why the database cannot do it.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// SQLite or the disk refuses.
    #[error("数据库操作失败：{0}。请检查磁盘空间和数据目录权限后重试")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL refuses, or cannot be reached.
    #[error("PostgreSQL 操作失败：{0}。请检查数据库服务、连接串和权限后重试")]
    Postgres(String),
    /// The SQLite library is too old to be trusted.
    #[error("SQLite 版本 {0} 过旧，可能丢失已提交的数据；请换用本软件自带的版本")]
    OldSqlite(String),
    /// The database was written by a newer program.
    #[error("数据库版本为 {found}，本程序只认识到 {known}；请升级 zhiban-upstream，不要用旧程序打开新数据库")]
    Newer {
        /// Version found.
        found: u32,
        /// Newest version known here.
        known: u32,
    },
    /// Commits would not be durable.
    #[error("数据库的提交可能不落盘（{0}）；请按说明调整设置后再启动")]
    NotDurable(String),
    /// What is stored cannot be read back.
    #[error("数据库中的内容无法读取：{0}。请执行 zhiban-upstream check 检查，必要时从备份恢复")]
    Damaged(String),
    /// The file cannot be kept to its owner.
    #[error("数据库文件无法设为仅本用户可读：{0}。请检查数据目录的属主和权限")]
    Exposed(String),
    /// The file has tables, indexes or triggers that this program did not make, or lacks some.
    #[error("数据库的表、索引或触发器与本软件所建的不一致（{0}项）；请不要使用这个文件，另选一份备份")]
    ForeignParts(usize),
    /// The signing key refuses.
    #[error("签名失败：{0}。请检查签名密钥文件")]
    Seal(String),
}
