//! `zhiban-upstream enrol --unit CODE`

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use domain::unit::UnitCode;

use super::{Data, draw, qr, say, wait_for, wall_clock};

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
    /// 输出不到终端时也画出二维码
    #[arg(long, requires = "address")]
    qr: bool,
    /// 把二维码另存为 SVG 文件，可打印；用过或过了 24 小时即作废
    #[arg(long, value_name = "FILE", requires = "address")]
    svg: Option<PathBuf>,
}

impl Enrol {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let unit = UnitCode(self.unit.clone());
        let issue = async { Ok(self.data.existing().await?.issue_code(&unit, wall_clock::now()).await?) };
        let code = wait_for(issue)?;
        say(code.as_str())?;
        if let Some(address) = &self.address {
            self.picture(&domain::wire::enrolment_text(address, code.as_str()))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn picture(&self, text: &str) -> anyhow::Result<()> {
        say(text)?;
        let code = qr::code(text)?;
        if self.qr || std::io::stdout().is_terminal() {
            draw(&qr::drawn(&code))?;
        }
        match &self.svg {
            Some(file) => qr::save(&code, file),
            None => Ok(()),
        }
    }
}
