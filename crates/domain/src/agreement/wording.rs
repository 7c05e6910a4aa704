//! 用语: what a first report is better without. Hints and amber, but for a hollow body.

use super::Finding;
use super::known::Known;
use crate::count::{Measure, Number};
use crate::report::Stage;
use crate::severity::Severity;

/// 套话 that a first report can do without (practice §4).
const CLICHES: [&str; 3] = ["高度重视", "第一时间", "全力以赴"];
/// A cause said as a fact.
const CAUSES: [&str; 4] = ["系", "由于", "因", "因为"];
/// What such a cause is said to have done.
const EFFECTS: [&str; 6] = ["引发", "引起", "导致", "所致", "造成", "起火"];
/// Words that make it a judgement where they stand before what it did: 可能因……引发; not 引发火灾，可能蔓延.
const HEDGES: [&str; 14] =
    ["初步", "疑似", "怀疑", "疑因", "疑为", "可能", "不排除", "调查", "核实", "核查", "待查", "是否", "有无", "排除"];
/// Of these the ones that a clause of its own may say before: 据初步了解，系……引发; 伤亡正在核实 says nothing of a cause.
const LEADS: [&str; 4] = ["初步", "疑似", "怀疑", "不排除"];
/// A body that only points elsewhere.
pub(crate) const HOLLOW: [&str; 5] = ["详见附件", "见附件", "附件如下", "具体情况见附", "详情见附"];

/// What a natural disaster comes from and nobody investigates: 因强降雨造成房屋倒塌.
const HAZARDS: [&str; 14] =
    ["雨", "雪", "风", "雹", "洪", "潮", "雷", "旱", "低温", "冰冻", "地震", "滑坡", "泥石流", "崩塌"];
/// The event itself, which does what it does: 因事故导致交通中断.
const EVENTS: [&str; 6] = ["事故", "火灾", "灾", "此次", "本次", "该起"];

/// All findings on the wording of a body.
pub(super) fn lint(body: &str, stage: Stage, known: &Known) -> Vec<Finding> {
    let mut findings = Vec::new();
    for cliche in CLICHES.into_iter().filter(|_| stage == Stage::First) {
        for (start, _) in body.match_indices(cliche) {
            findings.push(finding(start, cliche, format!("“{cliche}”首报可删"), Severity::Hint));
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
    findings.extend(doubtful_numbers(body, known));
    findings.extend(staff_in_vehicles(body));
    if matches!(stage, Stage::First | Stage::FollowUp) {
        findings.extend(certain_cause(body, known.natural));
    }
    if stage == Stage::Final {
        findings.extend(still_going_on(body));
    }
    findings
}

fn finding(start: usize, words: &str, message: String, severity: Severity) -> Finding {
    Finding { at: start..start + words.len(), expected: String::new(), message, severity, take: None }
}

/// Words that leave a number open.
const OPEN: [&str; 7] = ["核", "不详", "不明", "未知", "不清", "待查", "统计"];

/// 失联人数正在核实 says that people are missing where nobody knows whether any are (practice §4, fault 5).
fn doubtful_numbers(body: &str, known: &Known) -> Vec<Finding> {
    let words = [
        ("失联人数", Measure::Missing),
        ("失踪人数", Measure::Missing),
        ("下落不明人数", Measure::Missing),
        ("被困人数", Measure::Trapped),
    ];
    let number = |measure| known.adopted.as_ref().map_or(Number::NotAsked, |count| count.of(measure));
    let doubted = |measure| matches!(number(measure), Number::WhetherUnknown | Number::NotAsked);
    let mut findings = Vec::new();
    for (words, _) in words.into_iter().filter(|(_, measure)| doubted(*measure)) {
        for (start, _) in body.match_indices(words) {
            let rest = body.get(start + words.len()..).unwrap_or_default();
            let rest = rest.split(['。', '；', '，', '\n']).next().unwrap_or_default();
            let what = words.trim_end_matches("人数");
            let message = format!("还不知道有没有人员{what}，“{words}”等于说有，请写“是否有人员{what}正在核实”");
            let open = OPEN.iter().any(|open| rest.contains(open));
            findings.extend(open.then(|| finding(start, words, message, Severity::Warning)));
        }
    }
    findings
}

/// 医护3车: people are not counted in vehicles (practice §4, fault 8).
fn staff_in_vehicles(body: &str) -> Vec<Finding> {
    let staff = ["医护人员", "医务人员", "医护", "医务"];
    let mut findings: Vec<Finding> = Vec::new();
    for word in staff {
        for (start, _) in body.match_indices(word) {
            let rest = body.get(start + word.len()..).unwrap_or_default();
            let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let (number, unit) = rest.split_at(digits);
            let Some(unit) = ["车辆", "辆车", "车", "辆"].into_iter().find(|vehicle| unit.starts_with(vehicle))
            else {
                continue;
            };
            if number.is_empty() {
                continue;
            }
            let found = format!("{word}{number}{unit}");
            let message = format!("“{found}”说不清几辆车、几个人，请写“120急救车{number}辆、医护人员×人”");
            findings.push(finding(start, &found, message, Severity::Warning));
        }
    }
    findings
}

/// What a final report may still say is going on: 善后工作正在进行.
const GOES_ON: [&str; 9] = ["善后", "调查", "核实", "治疗", "救治", "留观", "监测", "重建", "整改"];
/// What is over by then.
const GOING_ON: [&str; 6] = ["正在", "仍在", "派出", "赶赴", "继续搜救", "尚未扑灭"];

/// A final report that looks for people while all of it is over: words that were carried over from the reports before.
fn still_going_on(body: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut start = 0;
    for clause in body.split_inclusive(['，', '。', '；', '\n']) {
        let said = clause.trim_end_matches(['，', '。', '；', '\n']);
        let going_on = GOING_ON.iter().any(|word| said.contains(word));
        if going_on && !GOES_ON.iter().any(|word| said.contains(word)) {
            let message = format!("终报写已经做完的事，请把“{said}”改成结果和时间，或删去");
            findings.push(finding(start, said, message, Severity::Warning));
        }
        start += clause.len();
    }
    findings
}

/// 若干人, 数人受伤: a number that nobody gave.
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
        if let Some((from, to)) = unhedged_cause(sentence)
            && !sentence.get(from..to).is_some_and(|said| is_plain(said, natural))
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

/// Whether a cause as it was typed is said as a fact, whatever is said after it.
pub(crate) fn is_certain(cause: &str) -> bool {
    cause.split_inclusive(['。', '；']).any(|sentence| unhedged_cause(sentence).is_some())
}

/// Where a cause and its effect stand, unless a word before the effect makes it a judgement. 原因正在核查 behind it takes
/// nothing back.
fn unhedged_cause(sentence: &str) -> Option<(usize, usize)> {
    let (from, to) = cause_and_effect(sentence)?;
    let clause = sentence.get(..from)?.rfind('，').map_or(0, |comma| comma + '，'.len_utf8());
    let (leads, said) = (sentence.get(..clause)?, sentence.get(clause..to)?);
    let led =
        LEADS.iter().any(|hedge| leads.contains(hedge)) && !leads.contains("初步估计") && !leads.contains("初步统计");
    let hedged = led || HEDGES.iter().any(|hedge| said.contains(hedge));
    (!hedged).then_some((from, to))
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
