//! `zhiban-upstream enrol --unit CODE`

use std::process::ExitCode;

use domain::unit::UnitCode;
use upstream::DataFolder;

use super::{Data, say, wall_clock};

#[derive(Debug, clap::Args)]
pub(crate) struct Enrol {
    #[command(flatten)]
    data: Data,
    /// 单位代码
    #[arg(long, value_name = "CODE")]
    unit: String,
}

impl Enrol {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let mut folder = DataFolder::open_existing(&self.data.folder()?)?;
        let code = folder.issue_code(&UnitCode(self.unit), wall_clock::now())?;
        say(code.as_str())?;
        Ok(ExitCode::SUCCESS)
    }
}
