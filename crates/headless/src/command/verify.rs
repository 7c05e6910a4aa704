//! `zhiban verify [FILE]`

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use domain::evidence::{LARGEST_FILE, check};

use super::{DataFolder, Nobody, print_json, print_line};

#[derive(Debug, Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    folder: DataFolder,
    /// 留痕文件；不写则校验本机保存的全部记录
    file: Option<PathBuf>,
    /// 以JSON输出
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        self.file.as_deref().map_or_else(|| self.desk(), |file| self.evidence(file))
    }

    fn evidence(&self, file: &Path) -> anyhow::Result<ExitCode> {
        let mut bytes = Vec::new();
        let name = file.display();
        let limit = u64::try_from(LARGEST_FILE).unwrap_or(u64::MAX).saturating_add(1);
        let opened = File::open(file).with_context(|| format!("无法读取{name}"))?;
        opened.take(limit).read_to_end(&mut bytes).with_context(|| format!("无法读取{name}"))?;
        let found = check(&bytes).with_context(|| format!("结论：不符。{name}"))?;
        if self.json {
            print_json(&found)?;
        } else {
            found.words().iter().for_each(|line| print_line(line));
        }
        Ok(if found.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn desk(&self) -> anyhow::Result<ExitCode> {
        let verdict = workstation::verify(&*self.folder.open(Box::new(Nobody))?)?;
        if self.json {
            print_json(&verdict)?;
        } else {
            print_line(&format!(
                "共{}条：{}条有上级节点回执且验证相符，{}条尚无回执（仅本机可证）。",
                verdict.entries, verdict.receipted, verdict.device_only
            ));
            verdict.faults.iter().for_each(|fault| print_line(&format!("不符：{fault}")));
        }
        Ok(if verdict.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
