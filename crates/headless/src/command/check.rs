//! `zhiban check FILE.json`

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use domain::beijing;
use domain::check::{CheckFile, CheckOutcome, check};
use domain::deadline::{Deadline, DeadlineState};
use domain::explanation::Explanation;
use domain::pack::{PackText, Packs, SHIPPED, lay};
use workstation::{Machine as _, ThisMachine, read_at_most};

use super::{print_json, print_line};

/// Largest file that is read, in bytes.
const LARGEST_FILE: usize = 4 * 1024 * 1024;

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// 事实文件；格式见 crates/domain/schemas/check.schema.json
    file: PathBuf,
    /// 逐项列出等级、报送范围、时限所依据的规则、起算点、条文、来源
    #[arg(long)]
    explain: bool,
    /// 另加该文件夹里的规则包
    #[arg(long, value_name = "DIR")]
    packs: Option<PathBuf>,
    /// 以JSON输出
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let name = self.file.display();
        let bytes = read_at_most(&self.file, LARGEST_FILE).with_context(|| format!("无法读取{name}"))?;
        let bytes = bytes.with_context(|| format!("{name}过大，事实文件不超过4MB。"))?;
        let file: CheckFile = serde_json::from_slice(&bytes).with_context(|| format!("{name}不是事实文件"))?;
        let packs = self.packs_for(&file)?;
        let outcome = check(&packs, &file, ThisMachine::new().reading().wall);
        let explained = if self.explain { outcome.explained(&packs) } else { Vec::new() };
        match (self.json, self.explain) {
            (true, true) => print_json(&explained)?,
            (true, false) => print_json(&outcome)?,
            (false, true) => explained.iter().for_each(|one| print_line(&reason_words(one))),
            (false, false) => print_words(&outcome),
        }
        // Only the five hold a report back; without them there is nothing to send.
        Ok(if outcome.missing.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

impl Check {
    /// The packs in force for the file's unit on the day of its call, as a desk there would have them.
    fn packs_for(&self, file: &CheckFile) -> anyhow::Result<Packs> {
        let added: Vec<(String, String)> = match &self.packs {
            Some(folder) => super::packs::texts(folder)?,
            None => Vec::new(),
        };
        let sample = file.unit.sample.then_some(PackText::SAMPLE_COUNTY);
        let added = added.iter().map(|(file, text)| PackText { file, text });
        let texts: Vec<PackText<'_>> = SHIPPED.iter().copied().chain(sample).chain(added).collect();
        Ok(lay(&texts, &file.unit.code.0, beijing::date(file.received_at))?)
    }
}

/// What something rests on, in lines.
fn reason_words(one: &Explanation) -> String {
    let mut lines = vec![format!("{}（{}）", one.what, one.rule)];
    let mut line = |label: &str, text: &str| {
        if !text.is_empty() {
            lines.push(format!("  {label}：{text}"));
        }
    };
    line("依据性质", one.basis.as_deref().unwrap_or_default());
    line("起算点", one.origin.as_deref().unwrap_or_default());
    line("理由", &one.why);
    line("条文", &one.text);
    line("出处", &one.cite);
    line("来源", &one.source);
    line("核实", if one.verified { "已读原文" } else { "未核实原文" });
    lines.join("\n")
}

fn print_words(outcome: &CheckOutcome) {
    for (label, reason) in [("现等级", &outcome.grading.confirmed), ("初判（就高）", &outcome.grading.possible)]
    {
        if let Some(reason) = reason {
            print_line(&format!("{label}：{}。{}（{}）", reason.grade, reason.why, reason.cite));
        }
    }
    if let Some(near_miss) = &outcome.grading.near_miss {
        print_line(&format!("较大涉险事故：{}（{}）", near_miss.why, near_miss.cite));
    }
    let steps: Vec<&str> = outcome.scope.iter().map(|step| step.word.as_str()).collect();
    print_line(&format!("报送范围：{}", if steps.is_empty() { "本级掌握".to_owned() } else { steps.join("、") }));
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
    let due = match (deadline.due_at, deadline.state) {
        (Some(due), _) => beijing::day(due) + &beijing::digital(due),
        (None, DeadlineState::NotStarted) => "尚未起算".to_owned(),
        (None, _) => "及时".to_owned(),
    };
    let done = deadline.done_at.map(|at| format!("，{}完成", beijing::digital(at))).unwrap_or_default();
    let source = if deadline.verified { "" } else { "，来源未核实" };
    format!("时限：{} {due}{done}。{}（{}{source}）", deadline.what, deadline.why, deadline.cite)
}
