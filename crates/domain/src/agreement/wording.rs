//! 用语: what a first report is better without. Hints and amber, but for a hollow body.

use super::Finding;
use crate::report::Stage;
use crate::severity::Severity;

/// 套话 that a first report can do without (practice §4).
const CLICHES: [&str; 3] = ["高度重视", "第一时间", "全力以赴"];
/// A cause said as a fact.
const CAUSES: [&str; 4] = ["系", "由于", "因", "因为"];
/// What such a cause is said to have done.
const EFFECTS: [&str; 6] = ["引发", "引起", "导致", "所致", "造成", "起火"];
/// Words that make it a judgement.
const HEDGES: [&str; 6] = ["初步", "疑似", "调查", "核实", "核查", "待查"];
/// Words that do so where they stand before what it did: 可能因……引发; not 引发火灾，可能蔓延.
const SUPPOSED: [&str; 4] = ["怀疑", "疑因", "可能", "不排除"];
/// A body that only points elsewhere.
pub(crate) const HOLLOW: [&str; 5] = ["详见附件", "见附件", "附件如下", "具体情况见附", "详情见附"];

/// What a natural disaster comes from and nobody investigates: 因强降雨造成房屋倒塌.
const HAZARDS: [&str; 14] =
    ["雨", "雪", "风", "雹", "洪", "潮", "雷", "旱", "低温", "冰冻", "地震", "滑坡", "泥石流", "崩塌"];
/// The event itself, which does what it does: 因事故导致交通中断.
const EVENTS: [&str; 6] = ["事故", "火灾", "灾", "此次", "本次", "该起"];

/// All findings on the wording of a body; `natural` where it tells of a natural disaster.
pub(super) fn lint(body: &str, stage: Stage, natural: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for cliche in CLICHES.into_iter().filter(|_| stage == Stage::First) {
        for (start, _) in body.match_indices(cliche) {
            findings.push(finding(start, cliche, "首报可删".to_owned(), Severity::Hint));
        }
    }
    for hollow in HOLLOW {
        if let Some(start) = body.find(hollow) {
            let message = "突发事件要在正文中报送，不能以附件代替，请把情况写进正文".to_owned();
            findings.push(finding(start, hollow, message, Severity::Error));
            break;
        }
    }
    findings.extend(numbered_doubts(body));
    if matches!(stage, Stage::First | Stage::FollowUp) {
        findings.extend(certain_cause(body, natural));
    }
    findings
}

fn finding(start: usize, words: &str, message: String, severity: Severity) -> Finding {
    Finding { at: start..start + words.len(), expected: String::new(), message, severity, take: None }
}

/// 失联人数正在核实 says that people are missing where nobody knows whether any are (practice §4, fault 5).
fn numbered_doubts(body: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for word in ["不详人数", "人数不详", "若干人", "数人死亡", "数人受伤", "多人死亡", "多人失联"]
    {
        for (start, _) in body.match_indices(word) {
            let message = "人数没有核实的，写“是否有人员…正在核实”或“…人数正在核实”，不写约数".to_owned();
            findings.push(finding(start, word, message, Severity::Warning));
        }
    }
    findings
}

/// 系…引发 without 初步: the cause is for those who investigate it (practice §4, fault 7).
pub(crate) fn certain_cause(body: &str, natural: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut start = 0;
    for sentence in body.split_inclusive(['。', '；', '\n']) {
        if !HEDGES.iter().any(|hedge| sentence.contains(hedge))
            && let Some((from, to)) = cause_and_effect(sentence)
            && !sentence.get(from..to).is_some_and(|said| is_plain(said, natural))
            && !SUPPOSED.iter().any(|word| sentence.get(..to).is_some_and(|before| before.contains(word)))
        {
            let message = "首报不定原因，请写“初步判断为”，或“原因正在调查”".to_owned();
            findings.push(Finding {
                at: start + from..start + to,
                expected: String::new(),
                message,
                severity: Severity::Warning,
                take: None,
            });
        }
        start += sentence.len();
    }
    findings
}

/// Whether what is said to have done it needs nobody's finding.
fn is_plain(said: &str, natural: bool) -> bool {
    let cause = ["因为", "因", "由于"].iter().find_map(|word| said.strip_prefix(word)).unwrap_or(said);
    EVENTS.iter().any(|event| cause.starts_with(event))
        || natural && HAZARDS.iter().any(|hazard| cause.contains(hazard))
}

fn cause_and_effect(sentence: &str) -> Option<(usize, usize)> {
    let mut causes: Vec<usize> = CAUSES
        .iter()
        .flat_map(|cause| sentence.match_indices(cause).map(|(at, _)| at))
        .filter(|at| {
            let (before, after) = sentence.split_at(*at);
            // 联系 关系 体系 系统 原因 因此 are other words.
            !before.ends_with(['联', '关', '体', '原', '起', '死', '维', '派'])
                && !after.starts_with("系统")
                && !after.starts_with("因此")
        })
        .collect();
    causes.sort_unstable();
    let from = *causes.first()?;
    let to =
        EFFECTS.iter().filter_map(|effect| sentence[from..].find(effect).map(|at| from + at + effect.len())).min()?;
    Some((from, to))
}
