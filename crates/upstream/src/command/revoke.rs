//! `zhiban-upstream revoke --device ID`

use std::process::ExitCode;

use domain::entry::DeviceId;
use upstream::DataFolder;

use super::{Data, say, wall_clock};

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
        let mut folder = DataFolder::open_existing(&self.data.folder()?)?;
        folder.revoke(self.device, wall_clock::now())?;
        say(&format!("已吊销 {}；它此前提交的条目不受影响", self.device))?;
        Ok(ExitCode::SUCCESS)
    }
}
