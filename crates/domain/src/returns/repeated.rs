//! 续报: reasons 11, 12 and 15. A later report says what changed, in time, and under the first one's number.

use super::{Fault, ReturnFacts};
use crate::letter::corrects_nothing;
use crate::report::Stage;

/// A sentence of so many characters is not the same by chance.
const RETOLD: usize = 15;
/// What is still not known is said again.
const OPEN: [&str; 3] = ["核实", "正在调查", "续报"];

/// 11 续报复述、未写变化
pub(super) fn retold(facts: &ReturnFacts<'_>) -> Vec<Fault> {
    let letter = facts.letter;
    if corrects_nothing(facts.packs, letter) {
        let message = "没有写更正了什么，请把报错的一项改成应有的内容；整件不属实的，请改选更正·撤回";
        return vec![Fault::of(message)];
    }
    let Some(before) = letter.before.filter(|_| letter.stage == Stage::FollowUp) else { return Vec::new() };
    let mut faults = Vec::new();
    if letter.facts == before.facts {
        let message = format!("与{}相比没有写变化，请写明伤亡、处置、原因等有什么变化，没有变化的也写明", before.stage);
        faults.push(Fault::of(message));
    }
    let long = |sentence: &&str| sentence.chars().count() >= RETOLD && !OPEN.iter().any(|open| sentence.contains(open));
    let sentences = before.body.split(['。', '；', '！', '\n']).map(str::trim).filter(long);
    for sentence in sentences.filter(|sentence| facts.body.contains(sentence)) {
        let begun: String = sentence.chars().take(RETOLD).collect();
        let message = format!("“{begun}…”在{}里已经写过，请删去，只写变化", before.stage);
        faults.push(Fault::at("body", message));
    }
    faults
}

/// 12 应续未续
pub(super) fn overdue(facts: &ReturnFacts<'_>) -> Vec<Fault> {
    let late = facts.overdue_follow_ups.iter().map(|words| words.trim()).filter(|words| !words.is_empty());
    late.map(|words| Fault::of(format!("到时没有续报（{words}），请马上续报，没有变化也要报"))).collect()
}

/// 15 重复报送（应作续报）
pub(super) fn reported(facts: &ReturnFacts<'_>) -> Vec<Fault> {
    if facts.letter.stage != Stage::First {
        return Vec::new();
    }
    let alike = facts.similar_reported.iter().map(|words| words.trim()).filter(|words| !words.is_empty());
    let first =
        facts.letter.before.map(|before| format!("本事件已有{}{}，请改作续报，不再首报", before.stage, before.number));
    let alike = alike.map(|words| format!("可能已经报过（{words}），请核对；同一件事请作续报，不再首报"));
    first.into_iter().chain(alike).map(Fault::of).collect()
}
