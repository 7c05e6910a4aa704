//! 6 原因、责任定性过早: a cause or a guilt said as a fact before those who investigate it have found it.

use super::{Fault, ReturnFacts};
use crate::agreement::wording;
use crate::report::Stage;

/// Whose fault it is.
const GUILT: [&str; 7] = ["负有责任", "负全责", "主要责任", "违法", "违规操作", "玩忽职守", "重大责任"];
/// Asked, not said.
const ASKED: [&str; 4] = ["是否", "有无", "未发现", "未认定"];

pub(super) fn faults(facts: &ReturnFacts<'_>) -> Vec<Fault> {
    if !matches!(facts.letter.stage, Stage::First | Stage::FollowUp) {
        return Vec::new();
    }
    let natural = facts.letter.facts.is_natural(facts.packs);
    let causes =
        wording::certain_cause(facts.body, natural).into_iter().filter_map(|finding| facts.body.get(finding.at));
    let cause = |words: &str| format!("正文写了“{words}”，原因还没有调查清楚，请写“初步判断为”或“原因正在调查”");
    let mut faults: Vec<Fault> = causes.map(|words| Fault::at("body", cause(words))).collect();
    for (field, part, text) in facts.parts() {
        for words in GUILT.into_iter().filter(|words| text.split(['。', '；', '\n']).any(|said| blames(said, words)))
        {
            let message = format!("{part}写了“{words}”，责任要由调查认定，请删去，写“原因和责任正在调查”");
            faults.push(Fault::at(field, message));
        }
    }
    faults
}

/// 主要责任人 is a post.
fn blames(sentence: &str, words: &str) -> bool {
    let mut places = sentence.match_indices(words);
    !ASKED.iter().any(|asked| sentence.contains(asked))
        && places.any(|(at, _)| !sentence.get(at + words.len()..).is_some_and(|rest| rest.starts_with('人')))
}
