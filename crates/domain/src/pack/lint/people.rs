//! 报告对象, 互通共享单位 and the sheets: whom a desk tells.

use std::collections::HashMap;

use super::super::{Pack, Partner, Recipient};
use super::{Lint, line_of};
use crate::rule::When;

pub(super) fn all(lint: &mut Lint<'_>, pack: &Pack) {
    for one in &pack.recipients {
        recipient(lint, one);
    }
    for one in &pack.partners {
        partner(lint, one);
    }
    for sheet in pack.paper.iter().flat_map(|paper| &paper.sheets) {
        of_a_clock(lint, &line_of(&sheet.id), &format!("纸质 {}", sheet.id), &sheet.when);
    }
    words(lint, &pack.partners);
}

fn recipient(lint: &mut Lint<'_>, recipient: &Recipient) {
    let near = line_of(&recipient.id);
    if recipient.level.is_some() && !recipient.superior {
        lint.complain(&near, format!("报告对象 {} 不是上级，level 只写在 superior = true 的报告对象上", recipient.id));
    }
    of_a_clock(lint, &near, &format!("报告对象 {}", recipient.id), &recipient.when);
}

fn partner(lint: &mut Lint<'_>, partner: &Partner) {
    let near = line_of(&partner.id);
    let what = format!("互通共享单位 {}", partner.id);
    if partner.name.trim().is_empty() {
        lint.complain(&near, format!("{what} 没有名称 name"));
    }
    if partner.cite.trim().is_empty() {
        lint.complain(&near, format!("{what} 没有写明依据 cite；没有公开规定的写“实务做法，无公开规定”"));
    }
    if partner.words.iter().any(|word| word.trim().chars().count() < 2) {
        lint.complain(&near, format!("{what} 的 words 应为两个字以上的词，否则会认错来电单位"));
    }
    if let Some(when) = &partner.when {
        of_a_clock(lint, &near, &what, when);
    }
}

/// Stage, change, demand and a skipped level are asked of a clock; whom to tell is asked of the incident itself.
fn of_a_clock(lint: &mut Lint<'_>, near: &str, what: &str, when: &When) {
    if when.stage.is_some() || when.change.is_some() || when.demand.is_some() || when.level_skipped.is_some() {
        let reason = format!("{what} 的 when 不用 stage、change、demand 和 level_skipped：告知谁只看事件本身");
        lint.complain(near, reason);
    }
}

/// A word that two have would give a caller to whichever comes first.
fn words(lint: &mut Lint<'_>, partners: &[Partner]) {
    let mut whose: HashMap<&str, &str> = HashMap::new();
    for partner in partners {
        for word in &partner.words {
            if let Some(other) = whose.insert(word, &partner.id).filter(|other| *other != partner.id) {
                let reason = format!("互通共享单位 {} 和 {other} 都用 {word} 认来电单位，请只留一处", partner.id);
                lint.complain(&line_of(&partner.id), reason);
            }
        }
    }
}
