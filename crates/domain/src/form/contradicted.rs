//! 数字与文字: what a field says of people and the adopted count denies. One of the two is not so (practice §4, fault 6).

use super::FieldError;
use crate::count::{Count, Number};
use crate::facts::{Facts, Stated};
use crate::severity::Severity;

/// What ends a sentence: 经反复搜救，未发现被困人员 is one.
const SENTENCE: [char; 4] = ['。', '；', ';', '\n'];
/// What ends a clause.
const CLAUSE: [char; 6] = ['，', ',', '。', '；', ';', '\n'];
/// Somebody is being looked for.
const SEARCHED: [&str; 3] = ["搜救", "搜寻", "营救"];
/// The search is over, or found nobody.
const OVER: [&str; 9] = ["结束", "完毕", "终止", "停止", "完成", "告一段落", "未发现", "没有发现", "排除"];
/// Somebody is hurt.
const HURT: [&str; 3] = ["伤员", "伤者", "受伤人员"];
/// Nobody is, or no longer.
const NOT_HURT: [&str; 9] = ["无", "没有", "未发现", "未造成", "是否", "死亡", "抢救无效", "身亡", "家属"];

/// Remarks on fields that the adopted count denies; `said` is what this report says of them.
pub(super) fn remarks(facts: &Facts, said: &Facts) -> Vec<FieldError> {
    let Some(count) = facts.adopted() else { return Vec::new() };
    searching(count, said).into_iter().chain(hurt(count, said)).collect()
}

/// Fields in which it may be said.
fn fields(said: &Facts) -> [(&'static str, &Stated); 4] {
    [("course", &said.course), ("forces", &said.forces), ("measures", &said.measures), ("next_step", &said.next_step)]
}

/// The field in which something between these ends has one of these words and none of those.
fn field_saying(said: &Facts, ends: &[char], words: &[&str], unless: &[&str]) -> Option<&'static str> {
    let says = |clause: &str| {
        words.iter().any(|word| clause.contains(word)) && !unless.iter().any(|word| clause.contains(word))
    };
    let clauses = |stated: &Stated| stated.known().is_some_and(|text| text.split(ends).any(says));
    fields(said).into_iter().find(|(_, stated)| clauses(stated)).map(|(field, _)| field)
}

fn searching(count: &Count, said: &Facts) -> Option<FieldError> {
    let message = match (count.missing, count.trapped) {
        (Number::Known(0), Number::Known(0)) => "失联、被困都填了无，这里又写了搜救，请核对",
        (Number::NotAsked, Number::Known(0)) => {
            "被困填了无，失联没有填，这里又写了搜救，请把要找的人填进失联；还不清楚的填-"
        }
        (Number::Known(0), Number::NotAsked) => {
            "失联填了无，被困没有填，这里又写了搜救，请把要救的人填进被困；还不清楚的填-"
        }
        _ => return None,
    };
    Some(remark(field_saying(said, &SENTENCE, &SEARCHED, &OVER)?, message))
}

fn hurt(count: &Count, said: &Facts) -> Option<FieldError> {
    let parts = [count.seriously_injured, count.lightly_injured, count.in_hospital];
    let nobody = count.injured == Number::Known(0) && !parts.into_iter().any(Number::is_somebody);
    let field = field_saying(said, &CLAUSE, &HURT, &NOT_HURT).filter(|_| nobody)?;
    Some(remark(field, "受伤填了无，这里又写了伤员，请核对"))
}

fn remark(field: &str, message: &str) -> FieldError {
    FieldError { field: field.to_owned(), message: message.to_owned(), severity: Severity::Warning }
}
