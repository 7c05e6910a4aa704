//! `zhiban verify`

use std::process::ExitCode;

use clap::Args;

use super::{DataFolder, Nobody, print_json, print_line};

#[derive(Debug, Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    folder: DataFolder,
    /// 以JSON输出
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
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
