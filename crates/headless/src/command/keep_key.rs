//! `zhiban keep-key`

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use workstation::{KeptIn, keep_key};

use super::{DataFolder, Nobody, print_line};

#[derive(Debug, Args)]
pub(crate) struct KeepKey {
    #[command(flatten)]
    folder: DataFolder,
    /// 放在哪里
    place: Place,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Place {
    /// 数据目录内的文件
    File,
    /// 系统密钥库
    System,
}

impl KeepKey {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let place = match self.place {
            Place::File => KeptIn::File,
            Place::System => KeptIn::KeyStore,
        };
        let desk = self.folder.open(Box::new(Nobody))?;
        keep_key(&desk, place)?;
        print_line(&format!("设备密钥现保存在：{}。", place.words()));
        Ok(ExitCode::SUCCESS)
    }
}
