//! `zhiban-upstream enrol --unit CODE`

use std::process::ExitCode;

use domain::unit::UnitCode;

use super::{Data, say, wait_for, wall_clock};

#[derive(Debug, clap::Args)]
pub(crate) struct Enrol {
    #[command(flatten)]
    data: Data,
    /// 单位代码
    #[arg(long, value_name = "CODE")]
    unit: String,
    /// 上级节点对外的地址；写明则另给出二维码内容，值班台扫码或粘贴即可注册
    #[arg(long, value_name = "URL")]
    address: Option<String>,
}

impl Enrol {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let unit = UnitCode(self.unit.clone());
        let issue = async { Ok(self.data.existing().await?.issue_code(&unit, wall_clock::now()).await?) };
        let code = wait_for(issue)?;
        say(code.as_str())?;
        if let Some(address) = &self.address {
            say(&domain::wire::enrolment_text(address, code.as_str()))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
