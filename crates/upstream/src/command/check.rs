//! `zhiban-upstream check`

use std::process::ExitCode;

use upstream::Findings;

use super::{Data, say, wait_for};

#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    #[command(flatten)]
    data: Data,
    /// 以 JSON 输出
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let findings = wait_for(async { Ok(upstream::check(&self.data.existing().await?).await?) })?;
        if self.json {
            say(&serde_json::to_string(&findings)?)?;
        } else {
            tell(&findings)?;
        }
        Ok(if findings.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn tell(findings: &Findings) -> anyhow::Result<()> {
    let Findings { entries, deliveries, problem_count, .. } = findings;
    for problem in &findings.problems {
        say(problem)?;
    }
    if findings.ok {
        say(&format!("核验通过：{entries} 条条目及其回执，{deliveries} 条分发记录"))
    } else {
        say(&format!(
            "核验发现 {problem_count} 个问题（共 {entries} 条条目）；请停止服务，保留现场，从备份恢复后再核验"
        ))
    }
}
