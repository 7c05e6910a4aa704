//! `zhiban-upstream restore`

use std::path::PathBuf;
use std::process::ExitCode;

use upstream::DataFolder;

use super::{Data, say, wait_for, wall_clock};

#[derive(Debug, clap::Args)]
pub(crate) struct Restore {
    #[command(flatten)]
    data: Data,
    /// 用 backup 命令做的备份；数据目录中须已放好原来的 signing-key，且没有数据库。数据库已另行恢复的
    /// （PostgreSQL 用 pg_restore）不写本项
    #[arg(long, value_name = "FOLDER")]
    from: Option<PathBuf>,
}

impl Restore {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let folder = self.data.folder()?;
        if let Some(from) = &self.from {
            let blobs = DataFolder::put_back(from, &folder)?;
            say(&format!("已放回 {} 中的数据和 {blobs} 个附件", from.display()))?;
        }
        let begin = async { Ok(self.data.existing().await?.begin_generation(wall_clock::now()).await?) };
        let generation = wait_for(begin)?;
        say(&format!(
            "已登记恢复，代次 {}：启动后各值班台会自动补交备份之后的条目，原回执不变。请核对备份之后吊销过的设备，重新吊销",
            generation.number
        ))?;
        Ok(ExitCode::SUCCESS)
    }
}
