//! `zhiban-upstream revoke --device ID`

use std::process::ExitCode;

use domain::entry::DeviceId;

use super::{Data, say, wait_for, wall_clock};

#[derive(Debug, clap::Args)]
pub(crate) struct Revoke {
    #[command(flatten)]
    data: Data,
    /// 设备编号
    #[arg(long, value_name = "ID")]
    device: DeviceId,
}

impl Revoke {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        wait_for(async { Ok(self.data.existing().await?.revoke(self.device, wall_clock::now()).await?) })?;
        say(&format!("已吊销 {}；它此前提交的条目不受影响", self.device))?;
        Ok(ExitCode::SUCCESS)
    }
}
