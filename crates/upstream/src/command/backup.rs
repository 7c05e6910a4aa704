//! `zhiban-upstream backup FOLDER`

use std::path::PathBuf;
use std::process::ExitCode;

use super::{Data, say, wait_for};

#[derive(Debug, clap::Args)]
pub(crate) struct Backup {
    #[command(flatten)]
    data: Data,
    /// 备份写入的新文件夹；不含签名密钥，密钥文件 signing-key 请另行妥善保存一份
    #[arg(value_name = "FOLDER")]
    to: PathBuf,
}

impl Backup {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let blobs = wait_for(async { Ok(self.data.existing().await?.back_up(&self.to).await?) })?;
        let database = match self.data.database {
            None => "数据库和",
            Some(_) => "（PostgreSQL 数据库请先用 pg_dump 备份）",
        };
        say(&format!("已备份到 {}：{database}{blobs} 个附件", self.to.display()))?;
        Ok(ExitCode::SUCCESS)
    }
}
