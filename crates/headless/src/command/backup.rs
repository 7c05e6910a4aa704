//! `zhiban backup` and `zhiban restore`

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use workstation::{copy_in, take_backup, write_backup};

use super::progress::{Progress, ProgressLine};
use super::{DataFolder, Nobody, print_line};

#[derive(Debug, Args)]
pub(crate) struct BackUp {
    #[command(flatten)]
    folder: DataFolder,
    /// 备份文件，不能已存在
    file: PathBuf,
}

impl BackUp {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        anyhow::ensure!(!self.file.exists(), "{}已存在，请换一个文件名。", self.file.display());
        let desk = self.folder.open(Box::new(Nobody))?;
        let mut line = ProgressLine::begin(&desk);
        let made = write_backup(&desk, &self.file, &mut |progress| {
            line.show(&desk, Progress::of_backup(progress.done, progress.of))
        });
        line.end();
        print_line(&made?);
        Ok(ExitCode::SUCCESS)
    }
}

#[derive(Debug, Args)]
pub(crate) struct Restore {
    #[command(flatten)]
    folder: DataFolder,
    /// 备份文件
    file: PathBuf,
}

impl Restore {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let desk = self.folder.open(Box::new(Nobody))?;
        let coming = copy_in(&desk, &desk.tick(), &self.file).with_context(|| format!("{}", self.file.display()))?;
        print_line(&take_backup(&desk, coming)?);
        Ok(ExitCode::SUCCESS)
    }
}
