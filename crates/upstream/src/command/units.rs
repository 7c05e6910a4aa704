//! `zhiban-upstream units FILE.csv`

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use upstream::DataFolder;

use super::{Data, say, wait_for};

#[derive(Debug, clap::Args)]
pub(crate) struct Units {
    #[command(flatten)]
    data: Data,
    /// 单位表
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
}

impl Units {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let csv =
            std::fs::read(&self.file).with_context(|| format!("读不了 {}；请核对文件路径", self.file.display()))?;
        let load = async {
            let folder = DataFolder::open_or_create(&self.data.folder()?, &self.data.database()).await?;
            Ok(folder.load_units(&csv).await?)
        };
        let count = wait_for(load)?;
        say(&format!("已导入，现有 {count} 个单位"))?;
        Ok(ExitCode::SUCCESS)
    }
}
