//! `zhiban rebuild [--check]`

use std::process::ExitCode;

use clap::Args;

use super::{DataFolder, Nobody, print_line};

#[derive(Debug, Args)]
pub(crate) struct Rebuild {
    #[command(flatten)]
    folder: DataFolder,
    /// 只比对，不改动
    #[arg(long)]
    check: bool,
}

impl Rebuild {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let desk = self.folder.open(Box::new(Nobody))?;
        if !self.check {
            desk.rebuild_views()?;
        }
        let differences = desk.check_views()?;
        if differences.is_empty() {
            print_line("视图与条目重新归并的结果一致。");
            return Ok(ExitCode::SUCCESS);
        }
        differences.iter().for_each(|subject| print_line(&format!("不一致：{subject}")));
        Ok(ExitCode::FAILURE)
    }
}
