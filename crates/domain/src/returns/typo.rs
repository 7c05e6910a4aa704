//! 16 错别字: slips that a city's desk knows by sight.

use super::{Fault, ReturnFacts};
use crate::agreement::times;
use crate::hygiene;

/// As written, as it should be, and the words in which it is no slip: 按装备.
const SLIPS: [(&str, &str, &[&str]); 13] = [
    ("按装", "安装", &["备", "载", "配", "置", "修"]),
    ("部份", "部分", &[]),
    ("帐户", "账户", &[]),
    ("既使", "即使", &["用", "得", "人"]),
    ("座标", "坐标", &[]),
    ("其它", "其他", &[]),
    ("重迭", "重叠", &[]),
    ("布署", "部署", &["名"]),
    ("暴炸", "爆炸", &[]),
    ("伤忘", "伤亡", &[]),
    ("死忘", "死亡", &[]),
    ("抢捡", "抢险", &[]),
    ("己经", "已经", &["营", "过", "历", "手", "常"]),
];
/// Most characters of a time, with date and 左右.
const LONGEST_TIME: usize = 30;
/// Until when, said without a number.
const UNTIL: [&str; 7] = ["目前", "现在", "今", "昨", "发稿", "到", "至"];

pub(super) fn faults(facts: &ReturnFacts<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (field, part, text) in facts.parts() {
        if let Some(words) = until(text) {
            let message = format!("{part}写了“{words}”，后面跟时间的应写“截至”，请改正");
            faults.push(Fault::at(field, message));
        }
        for (slip, right, _) in SLIPS.into_iter().filter(|(slip, _, but)| slipped(text, slip, but)) {
            faults.push(Fault::at(field, format!("{part}写了“{slip}”，应写“{right}”，请改正")));
        }
    }
    faults
}

fn slipped(text: &str, slip: &str, but: &[&str]) -> bool {
    let after = |at: usize| text.get(at + slip.len()..).unwrap_or_default();
    text.match_indices(slip).any(|(at, _)| !but.iter().any(|word| after(at).starts_with(word)))
}

/// 截止 before a time; 报名截止 and 截止日期 are right.
fn until(text: &str) -> Option<String> {
    text.match_indices("截止").find_map(|(at, word)| {
        let rest = text.get(at + word.len()..)?;
        let time = times::scan(hygiene::beginning(rest, LONGEST_TIME))
            .into_iter()
            .next()
            .filter(|time| time.at.start == 0)
            .map(|time| time.at.end);
        let said = || UNTIL.iter().find(|until| rest.starts_with(**until)).map(|until| until.len());
        let end = time.or_else(said)?;
        Some(format!("{word}{}", rest.get(..end)?))
    })
}
