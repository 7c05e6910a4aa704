//! `zhiban enrol`

use std::process::ExitCode;

use clap::Args;
use workstation::{KeptIn, key_kept_in};

use super::{DataFolder, Nobody, print_line};

#[derive(Debug, Args)]
pub(crate) struct EnrolDesk {
    #[command(flatten)]
    folder: DataFolder,
    /// 上级节点地址
    #[arg(long, value_name = "URL")]
    upstream: String,
    /// 一次性注册码
    #[arg(long)]
    code: String,
}

impl EnrolDesk {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let desk = self.folder.open(Box::new(Nobody))?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let tick = desk.tick();
        runtime.block_on(workstation::enrol(&desk, &tick, &self.upstream, &self.code))?;
        let kept_in = key_kept_in(&desk).map_or("", KeptIn::words);
        print_line(&format!("已注册。设备密钥保存在：{kept_in}。"));
        Ok(ExitCode::SUCCESS)
    }
}
