//! 原因: never more than 初步判断 while nobody found it, and never where it began instead of why (practice §4, fault 7).

use super::prose::{clause, sentence};
use crate::agreement::wording::is_certain;
use crate::facts::Stated;
use crate::report::Stage;

/// Words that make a cause a judgement.
const HEDGES: [&str; 8] = ["初步", "疑似", "调查", "核实", "核查", "待查", "可能", "不排除"];
/// Words by which an investigation is still open.
const OPEN: [&str; 4] = ["调查", "核实", "核查", "待查"];
/// By whom it was found.
const FOUND: [&str; 2] = ["认定", "查明"];
/// What a place within a building ends in: 一楼电动自行车充电处, 西侧卧室.
const PLACES: [&str; 12] = ["处", "部位", "间", "楼", "室", "房", "层", "库", "棚", "阳台", "客厅", "楼道"];
/// What ends in the same character and is a time.
const SPANS: [&str; 3] = ["期间", "时间", "夜间"];

/// 怀疑管道破裂, 疑因管道破裂 as 疑似管道破裂, so that the name of the cause can stand before it.
fn supposed(text: &str) -> String {
    let leads = ["怀疑是", "怀疑为", "怀疑系", "怀疑因", "怀疑", "疑因", "疑为", "疑是", "疑系"];
    let rest = leads.iter().find_map(|lead| text.strip_prefix(lead));
    rest.map_or_else(|| text.to_owned(), |rest| format!("疑似{rest}"))
}

/// 起火原因初步判断为电气线路故障。
pub(super) fn cause(stated: &Stated, name: &str, stage: Stage) -> String {
    let text = match stated {
        Stated::Known(text) => supposed(&clause(text)),
        Stated::Checking => return format!("{name}正在调查。"),
        Stated::NotAsked | Stated::NotApplicable => return String::new(),
    };
    let found = FOUND.iter().any(|word| text.contains(word));
    if found && matches!(stage, Stage::FollowUp | Stage::Final) {
        return sentence(&text);
    }
    let (said, open) = without_open_end(&text);
    if HEDGES.iter().any(|word| said.contains(word)) && !is_certain(said) {
        return hedged(&text, name);
    }
    let bare = bare(said);
    match began_at(bare).filter(|_| name == "起火原因") {
        Some(place) => format!("起火部位初步判断为{place}，{name}正在调查。"),
        None => sentence(&format!("{name}初步判断为{bare}{}", still_open(open))),
    }
}

fn hedged(text: &str, name: &str) -> String {
    let named = ["原因", "部位", "起因"].iter().any(|word| text.contains(word));
    let named = named || text.starts_with("经初步") || text.starts_with("据初步");
    if named { sentence(text) } else { sentence(&format!("{name}{}", strip_lead(text))) }
}

/// 火灾系充电处起火引发 of 火灾系充电处起火引发，原因正在核查; and what was cut off.
fn without_open_end(text: &str) -> (&str, &str) {
    let Some(at) = text.rfind(['，', '；', '。']) else { return (text, "") };
    let (said, end) = text.split_at(at);
    let end = end.trim_start_matches(['，', '；', '。']);
    let starts = ["原因", "具体", "起因", "起火原因", "事故原因", "正在", "尚在", "有待", "待"];
    let open = OPEN.iter().any(|word| end.contains(word)) && starts.iter().any(|start| end.starts_with(start));
    if open { (said, end) } else { (text, "") }
}

/// 原因正在核查 beside a judgement is the cause in detail.
fn still_open(open: &str) -> String {
    match open {
        "" => String::new(),
        open if open.starts_with("原因") => format!("，具体{open}"),
        open => format!("，{open}"),
    }
}

/// The cause alone: 电动自行车充电 of 火灾系电动自行车充电引发火灾.
fn bare(text: &str) -> &str {
    let found = ["认定为", "认定系", "认定是", "查明为", "查明系"];
    let text = found.iter().find_map(|found| text.split_once(found)).map_or(text, |(_, found)| found);
    let named = ["起火原因", "事故原因", "原因", "起因"].iter().find_map(|name| text.strip_prefix(name));
    let caused = || {
        let events = ["该起火灾", "此次火灾", "本次火灾", "火灾", "该起事故", "此次事故", "本次事故", "事故"];
        let rest = events.iter().find_map(|event| text.strip_prefix(event));
        rest.filter(|rest| strip_lead(rest) != *rest)
    };
    let bare = strip_lead(named.or_else(caused).unwrap_or(text));
    let tails = ["引发火灾", "导致火灾", "引起火灾", "引发事故", "导致事故", "引发", "引起", "导致", "所致", "造成"];
    tails.iter().find_map(|tail| bare.strip_suffix(tail)).unwrap_or(bare)
}

/// 一楼电动自行车充电处 of 一楼电动自行车充电处起火; none where it is no place.
fn began_at(bare: &str) -> Option<&str> {
    let place = ["起火", "着火", "起燃", "失火"].iter().find_map(|verb| bare.strip_suffix(verb)).unwrap_or(bare);
    let place = place.strip_suffix('先').unwrap_or(place);
    let place = place.strip_prefix('从').unwrap_or(place);
    let is_place = PLACES.iter().any(|end| place.ends_with(end)) && !SPANS.iter().any(|span| place.ends_with(span));
    is_place.then_some(place)
}

fn strip_lead(text: &str) -> &str {
    let leads = ["是由于", "由于", "因为", "系因", "系由", "系", "因", "是", "为", "：", "，"];
    let text = text.trim_start();
    leads.iter().find_map(|lead| text.strip_prefix(lead)).unwrap_or(text)
}
