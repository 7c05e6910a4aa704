//! 情况更正: what was reported and is not so, each with what it should read (practice 2.10).

use super::phrases::known;
use super::{LetterFacts, statements};
use crate::beijing;
use crate::count::{Measure, Number};
use crate::facts::{Facts, Occurred};
use crate::pack::{Class, Packs};
use crate::report::Stage;
use crate::text_field::PLACES;

/// 经县消防救援大队核实; where nobody was named we are the ones who say so.
pub(super) fn verified(letter: &LetterFacts<'_>) -> String {
    format!("经{}核实", known(&letter.facts.verified_by).unwrap_or_else(|| letter.unit.bureau()))
}

/// 中，死亡“2人”更正为“1人”，现予更正; 所报“……”不属实，现予更正.
pub(super) fn corrections(packs: &Packs, letter: &LetterFacts<'_>) -> String {
    let Some(before) = letter.before.filter(|_| letter.stage == Stage::Correction) else { return String::new() };
    if letter.facts.withdrawn {
        let title = before.title.split('（').next().unwrap_or_default();
        return format!("所报“{title}”不属实，现予更正。{}", instead(before.facts, letter.facts));
    }
    let all = differences(packs, before.facts, letter.facts);
    if all.is_empty() { "内容现予更正".to_owned() } else { format!("中，{}，现予更正", all.join("，")) }
}

/// What it was in truth, and who had gone there: what the fields say now and did not say then.
fn instead(was: &Facts, is: &Facts) -> String {
    let news = is.news_since(was);
    [statements::course(&news), statements::forces(&news), statements::measures(&news)].concat()
}

/// Whether a correction names nothing that reads otherwise.
pub(crate) fn corrects_nothing(packs: &Packs, letter: &LetterFacts<'_>) -> bool {
    let correction = letter.stage == Stage::Correction && !letter.facts.withdrawn;
    let same = letter.before.is_none_or(|before| differences(packs, before.facts, letter.facts).is_empty());
    correction && same
}

/// Each field that reads otherwise, old and new.
fn differences(packs: &Packs, was: &Facts, is: &Facts) -> Vec<String> {
    let mut all = Vec::new();
    let mut differs = |label: &str, was: Option<String>, is: Option<String>| all.extend(difference(label, was, is));
    let kind = |facts: &Facts| Some(packs.event(facts.kind.as_deref()?)?.name.clone());
    differs("事件类型", kind(was), kind(is));
    let occurred = |facts: &Facts| facts.occurred.map(|at| spoken(at, facts.occurred_until));
    differs("发生时间", occurred(was), occurred(is));
    let texts: Vec<_> = was.texts().into_iter().zip(is.texts()).collect();
    let (places, others) = texts.split_at(PLACES);
    for ((field, was), (_, is)) in places {
        label(field).into_iter().for_each(|label| differs(label, known(was), known(is)));
    }
    all.extend(Measure::ALL.into_iter().filter_map(|measure| people(measure, was, is, is.class(packs))));
    let mut differs = |label: &str, was: Option<String>, is: Option<String>| all.extend(difference(label, was, is));
    let loss = |facts: &Facts| facts.loss_wan.map(|loss| format!("{loss}万元"));
    differs("直接损失", loss(was), loss(is));
    for figure in packs.figures() {
        let number = |facts: &Facts| facts.figures.get(&figure.id).map(|number| format!("{number}{}", figure.unit));
        differs(&figure.name, number(was), number(is));
    }
    for ((field, was), (_, is)) in others {
        label(field).into_iter().for_each(|label| differs(label, known(was), known(is)));
    }
    all
}

/// 死亡“2人”更正为“1人”
fn difference(label: &str, was: Option<String>, is: Option<String>) -> Option<String> {
    match (was, is) {
        (None, None) => None,
        (Some(was), Some(is)) if was == is => None,
        (Some(was), Some(is)) => Some(format!("{label}“{was}”更正为“{is}”")),
        (None, Some(is)) => Some(format!("{label}补充为“{is}”")),
        (Some(was), None) => Some(format!("{label}“{was}”更正为“待核”")),
    }
}

/// The same of people; that there is nobody is said in words, 补充“无人员失联”: the letter begins with who verified it.
fn people(measure: Measure, was: &Facts, is: &Facts, class: Option<Class>) -> Option<String> {
    let number = |facts: &Facts| facts.adopted().map_or(Number::NotAsked, |count| count.of(measure));
    let (was, is, word) = (number(was), number(is), measure.word_in(class));
    match (was.people(), is) {
        (None, Number::Known(0)) => Some(format!("补充“无人员{word}”")),
        (was, is) => difference(word, was, is.people()),
    }
}

fn spoken(occurred: Occurred, until: Option<crate::Moment>) -> String {
    let until = until.map(|at| format!("至{}", beijing::phrase(Occurred { at, ..occurred }))).unwrap_or_default();
    beijing::phrase(occurred) + &until
}

/// What a text field is called in a correction; what only a final report has is not corrected by it.
fn label(field: &str) -> Option<&'static str> {
    Some(match field {
        "town" => "乡镇（街道）",
        "place" => "具体地点",
        "site" => "场所",
        "unit" => "事发单位",
        "course" => "简要经过",
        "building" => "房屋情况",
        "forces" => "到场力量",
        "measures" => "处置情况",
        "cause" => "原因",
        "scene_leader" => "现场负责人",
        "opinion" => "舆情",
        "next_step" => "下一步",
        "requests" => "请求事项",
        _ => return None,
    })
}
