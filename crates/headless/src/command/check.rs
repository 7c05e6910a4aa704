//! `zhiban check FILE.json`

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use domain::beijing;
use domain::check::{CheckFile, CheckOutcome, check};
use domain::deadline::Deadline;
use domain::pack::Packs;
use workstation::{Machine as _, ThisMachine};

use super::{print_json, print_line};

/// Largest file that is read, in bytes.
const LARGEST_FILE: u64 = 4 * 1024 * 1024;

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// 事实文件；格式见 crates/domain/schemas/check.schema.json
    file: PathBuf,
    /// 以JSON输出
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let name = self.file.display();
        let size = std::fs::metadata(&self.file).with_context(|| format!("无法读取{name}"))?.len();
        anyhow::ensure!(size <= LARGEST_FILE, "{name}过大，事实文件不超过4MB。");
        let text = std::fs::read_to_string(&self.file).with_context(|| format!("无法读取{name}"))?;
        let file: CheckFile = serde_json::from_str(&text).with_context(|| format!("{name}不是事实文件"))?;
        let packs = Packs::embedded()?;
        let outcome = check(&packs, &file, ThisMachine::new().reading().wall);
        if self.json {
            print_json(&outcome)?;
        } else {
            print_words(&outcome);
        }
        // Only the five hold a report back; without them there is nothing to send.
        Ok(if outcome.missing.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn print_words(outcome: &CheckOutcome) {
    for (label, reason) in [("现等级", &outcome.grading.confirmed), ("初判（就高）", &outcome.grading.possible)]
    {
        if let Some(reason) = reason {
            print_line(&format!("{label}：{}。{}（{}）", reason.grade, reason.why, reason.cite));
        }
    }
    outcome.deadlines.iter().for_each(|deadline| print_line(&clock_words(deadline)));
    for (label, gaps) in [("缺", &outcome.missing), ("待续报补", &outcome.gaps)] {
        if !gaps.is_empty() {
            let names: Vec<&str> = gaps.iter().map(|gap| gap.label.as_str()).collect();
            print_line(&format!("{label}：{}", names.join("、")));
        }
    }
    outcome.errors.iter().for_each(|error| print_line(&format!("请核对：{}", error.message)));
    outcome.disagreements.iter().for_each(|one| print_line(&format!("请核对：{}", one.message)));
    print_line(&format!("\n{}\n\n{}", outcome.title, outcome.body));
}

fn clock_words(deadline: &Deadline) -> String {
    let due = deadline.due_at.map_or_else(|| "及时".to_owned(), beijing::digital);
    let done = deadline.done_at.map(|at| format!("，{}完成", beijing::digital(at))).unwrap_or_default();
    let source = if deadline.verified { "" } else { "，来源未核实" };
    format!("时限：{} {due}{done}。{}（{}{source}）", deadline.what, deadline.why, deadline.cite)
}
