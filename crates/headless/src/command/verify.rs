//! `zhiban verify [FILE]`

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use domain::evidence::{LARGEST_FILE, check};

use workstation::Verdict;

use super::progress::ProgressLine;
use super::{DataFolder, Nobody, print_json, print_line};

/// Most faults that are printed; a file in which everything is wrong has one for every row.
const MOST_SHOWN: usize = 200;

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
        let desk = self.folder.open(Box::new(Nobody))?;
        let mut bar = ProgressLine::begin(&desk);
        let verdict = workstation::verify_watched(&desk, &mut |progress| bar.show(&desk, progress));
        bar.end();
        let verdict = verdict?;
        if self.json {
            print_json(&verdict)?;
        } else {
            print_verdict(&verdict);
        }
        Ok(if verdict.faults.is_empty() && verdict.complete { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn print_verdict(verdict: &Verdict) {
    if let Some(key) = &verdict.upstream_key {
        print_line(&format!("上级节点公钥指纹：{key}。请与上级节点公布的指纹核对；指纹不一致的，以下各条都不成立。"));
    }
    print_line(&match verdict.faults.len() {
        0 => "结论：相符，未发现改动。".to_owned(),
        found => format!("结论：不符，{found}处。"),
    });
    print_line(&format!(
        "共{}条：{}条有上级节点回执且验证相符，{}条尚无回执（仅本机可证）。",
        verdict.entries, verdict.receipted, verdict.device_only
    ));
    verdict.faults.iter().take(MOST_SHOWN).for_each(|fault| print_line(&format!("不符：{fault}")));
    if let Some(more) = verdict.faults.len().checked_sub(MOST_SHOWN).filter(|more| *more > 0) {
        print_line(&format!("另有{more}处，用 --json 看全部。"));
    }
    verdict.remarks.iter().for_each(|remark| print_line(remark));
}
