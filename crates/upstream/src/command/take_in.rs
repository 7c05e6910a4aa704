//! `zhiban-upstream take-in FILE`

use std::fs::File;
use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use domain::packet::{LARGEST_PACKET, read_any};
use upstream::TakenIn as Taken;

use super::{Data, say, wait_for, wall_clock};

#[derive(Debug, clap::Args)]
pub(crate) struct TakeIn {
    #[command(flatten)]
    data: Data,
    /// 离线包文件，或扫码所得的文本文件（每幅一行，次序不限）
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl TakeIn {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let unread = || format!("读不了 {}；请核对文件路径", self.file.display());
        let mut bytes = Vec::new();
        // One byte more than may be there says that it is too large, of a device without end as well.
        let most = LARGEST_PACKET as u64 + 1;
        File::open(&self.file).with_context(unread)?.take(most).read_to_end(&mut bytes).with_context(unread)?;
        let packet = read_any(&bytes)?;
        let taken = wait_for(async { Ok(self.data.existing().await?.take_in(&packet, wall_clock::now()).await?) })?;
        tell(&taken)?;
        Ok(if taken.refused.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn tell(taken: &Taken) -> anyhow::Result<()> {
    let Taken { from, approved_by, new, known, refused } = taken;
    say(&format!(
        "{from}的离线包（审批人{approved_by}）：新收 {new} 条，以前已收 {known} 条，未收 {} 条",
        refused.len()
    ))?;
    for (name, why) in refused {
        say(&format!("未收：{name}：{why}"))?;
    }
    Ok(())
}
