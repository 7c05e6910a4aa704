//! `zhiban-upstream devices [--unit CODE]`

use std::process::ExitCode;

use domain::beijing;
use domain::unit::UnitCode;
use upstream::Enrolled;

use super::{Data, say, wait_for};

#[derive(Debug, clap::Args)]
pub(crate) struct Devices {
    #[command(flatten)]
    data: Data,
    /// 只列这个单位的；不写则全部列出
    #[arg(long, value_name = "CODE")]
    unit: Option<String>,
    /// 以 JSON 输出
    #[arg(long)]
    json: bool,
}

impl Devices {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let unit = self.unit.map(UnitCode);
        let devices = wait_for(async { Ok(self.data.existing().await?.devices(unit.as_ref()).await?) })?;
        if self.json {
            say(&serde_json::to_string(&devices)?)?;
        } else {
            devices.iter().try_for_each(|device| say(&line(device)))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn line(Enrolled { device, unit, unit_name, enrolled_at, revoked_at }: &Enrolled) -> String {
    let since = beijing::to_the_second(*enrolled_at);
    let state = revoked_at.map_or_else(|| "在用".to_owned(), |at| format!("{} 吊销", beijing::to_the_second(at)));
    format!("{device}  {unit} {unit_name}  {since} 登记  {state}")
}
