//! 9 类型等级选错: a letter that names another kind of event than was chosen, or another grade than its numbers make.

use std::collections::BTreeMap;

use super::{Fault, ReturnFacts};
use crate::facts::Facts;
use crate::grade::Grade;
use crate::grading;
use crate::hygiene;
use crate::pack::{EventKind, Packs};

/// What a grade is of.
const GRADED: [&str; 3] = ["事故", "火灾", "灾害"];
/// Most characters of an event's name, and of what follows it.
const LONGEST_EVENT: usize = 40;
/// Longer words before those they contain.
const GRAVEST_FIRST: [Grade; 4] = [Grade::Extraordinary, Grade::Major, Grade::Large, Grade::Ordinary];

pub(super) fn faults(facts: &ReturnFacts<'_>) -> Vec<Fault> {
    let mut faults: Vec<Fault> = kind(facts).into_iter().collect();
    faults.extend(grade(facts));
    faults.extend(judged_low(facts));
    faults
}

/// Title and first sentence; a kind that they share a word with is left alone.
fn kind(facts: &ReturnFacts<'_>) -> Option<Fault> {
    let (packs, chosen) = (facts.packs, facts.letter.facts.kind.as_deref()?);
    let chosen = packs.event(chosen)?;
    let first = facts.body.split(['。', '\n']).next().unwrap_or_default();
    [facts.title, first].into_iter().find_map(|text| {
        let (words, other) = named(packs, text)?;
        let unlike = other.family != chosen.family && !speaks_of(text, chosen);
        let message = || format!("文中写了“发生{words}”，类型选的是“{}”，请改正其中一处", chosen.name);
        unlike.then(|| Fault::at("kind", message()))
    })
}

/// The kind that stands right after 发生.
fn named<'p>(packs: &'p Packs, text: &str) -> Option<(String, &'p EventKind)> {
    let key = |event: &EventKind| {
        let happened = event.happened(&BTreeMap::new());
        [happened.strip_prefix("发生").unwrap_or_default().to_owned(), event.name.clone()]
    };
    let keys: Vec<(String, &EventKind)> = packs
        .events()
        .iter()
        .flat_map(|event| key(event).map(|key| (key, event)))
        .filter(|(key, _)| !key.is_empty())
        .collect();
    text.match_indices("发生").find_map(|(at, happened)| {
        let rest = text.get(at + happened.len()..)?;
        let rest = rest.strip_prefix("一起").unwrap_or(rest);
        let rest = GRAVEST_FIRST.into_iter().find_map(|grade| rest.strip_prefix(grade.word())).unwrap_or(rest);
        let found = keys.iter().filter(|(key, _)| rest.starts_with(key.as_str()));
        found.max_by_key(|(key, _)| key.len()).cloned()
    })
}

/// Whether a text has anything of that kind's name or words: 煤矿 of 煤矿事故.
pub(super) fn speaks_of(text: &str, event: &EventKind) -> bool {
    let name: Vec<char> = event.name.chars().collect();
    let pairs = name.windows(2).map(|pair| pair.iter().collect::<String>());
    let telling = |pair: &String| !["事故", "灾害", "事件", "其他", "突发", "发生"].contains(&pair.as_str());
    event.name.starts_with("其他")
        || pairs.filter(telling).any(|pair| text.contains(&pair))
        || event.words.iter().any(|word| text.contains(word.as_str()))
}

fn grade(facts: &ReturnFacts<'_>) -> Vec<Fault> {
    let graded = grading::grade(facts.packs, facts.letter.facts);
    let grades: Vec<Grade> =
        [graded.confirmed, graded.possible].into_iter().flatten().map(|reason| reason.grade).collect();
    let computed = match grades.last() {
        Some(grade) => format!("按字段研判为{grade}"),
        None => "按字段还研判不出等级".to_owned(),
    };
    let mut faults = Vec::new();
    for (field, part, text) in facts.parts() {
        for (words, grade) in graded_words(facts.packs, text) {
            if !grades.contains(&grade) {
                let message = format!("{part}写了“{words}”，{computed}，请核对等级或先改字段");
                faults.push(Fault::at(field, message));
            }
        }
    }
    faults
}

/// 就高: the officer's word never lowers what the numbers make.
fn judged_low(facts: &ReturnFacts<'_>) -> Option<Fault> {
    let said = facts.letter.facts;
    let judged = said.judged?;
    let computed = grading::grade(facts.packs, &Facts { judged: None, ..said.clone() }).possible?;
    let message = || format!("初判填的是{judged}，{}，请就高改为{}", computed.why, computed.grade);
    (judged < computed.grade).then(|| Fault::at("judged", message()))
}

/// 较大火灾, 重大生产安全事故; not 重大事故隐患, 较大涉险事故, 防范重大事故.
fn graded_words<'t>(packs: &Packs, text: &'t str) -> Vec<(&'t str, Grade)> {
    let mut found: Vec<(&str, Grade)> = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let grade = GRAVEST_FIRST.into_iter().find(|grade| rest.starts_with(grade.word()));
        let Some(grade) = grade else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        let start = at;
        at += grade.word().len();
        let supposed = text.get(..start).is_some_and(|before| {
            ["不", "未", "非", "防", "防范", "遏制", "防止", "构成", "达到", "杜绝"]
                .iter()
                .any(|word| before.ends_with(word))
        });
        let event = text.get(at..).and_then(|rest| event_at(packs, rest)).filter(|_| !supposed);
        if let Some(words) = event.and_then(|length| text.get(start..at + length)) {
            found.push((words, grade));
        }
    }
    found
}

/// Length of the event that a text begins with: 事故, 生产安全事故, 森林火灾.
fn event_at(packs: &Packs, rest: &str) -> Option<usize> {
    let rest = hygiene::beginning(rest, LONGEST_EVENT);
    let end = GRADED.iter().filter_map(|word| rest.find(word).map(|at| at + word.len())).min()?;
    let (words, after) = (rest.get(..end)?, rest.get(end..)?);
    let known = |event: &EventKind| event.name.ends_with(words) || event.title.ends_with(words);
    let other = ["隐患", "风险", "应急", "防范", "以上"].iter().any(|word| after.starts_with(word));
    (!other && (GRADED.contains(&words) || packs.events().iter().any(known))).then_some(end)
}
