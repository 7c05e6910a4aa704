//! `zhiban purge [--dry-run]`

use std::process::ExitCode;

use clap::Args;

use super::{DataFolder, Nobody, print_json, print_line};

#[derive(Debug, Args)]
pub(crate) struct Purge {
    #[command(flatten)]
    folder: DataFolder,
    /// 只说明会清除多少，不改动
    #[arg(long)]
    dry_run: bool,
    /// 以JSON输出
    #[arg(long)]
    json: bool,
}

impl Purge {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let desk = self.folder.open(Box::new(Nobody))?;
        let tick = desk.tick();
        let done =
            if self.dry_run { workstation::would_clear(&desk, &tick)? } else { workstation::clear(&desk, &tick)? };
        if self.json {
            print_json(&done)?;
        } else {
            let word = if self.dry_run { "按规则将清除" } else { "已按规则清除" };
            print_line(&format!(
                "{word}{}件来电和事件中的{}条记录里的来电人和号码，草稿{}份；事件记录照旧保存。",
                done.matters, done.bodies, done.drafts
            ));
        }
        Ok(ExitCode::SUCCESS)
    }
}
