//! What packs laid over each other refer to must be there in one of them.

use super::super::{Criterion, GradeTable, PackError, PackText, Packs};
use super::{Lint, line_of};
use crate::harm::HarmMeasure;
use crate::rule::{StoppedBy, When};

/// References that lead nowhere in any layer; the text of the lowest layer tells the line where it has it.
pub(in super::super) fn together(packs: &Packs, last: PackText<'_>) -> Vec<PackError> {
    let mut lint = Lint { file: last.file, text: last.text, errors: Vec::new() };
    if packs.events().is_empty() {
        lint.complain("[meta]", "各层都没有事件类型 [[event]]，请补列");
    }
    for event in packs.events() {
        for table in event.graded_by.iter().filter(|table| packs.grade_table(table).is_none()) {
            let reason = format!("类型 {} 所用分级表 {table} 不存在，请补列或改名", event.id);
            lint.complain(&line_of(&event.id), reason);
        }
    }
    for table in packs.grade_tables() {
        grade_table(&mut lint, packs, table);
    }
    for rule in packs.near_misses() {
        let what = format!("较大涉险 {}", rule.id);
        families(&mut lint, packs, &line_of(&rule.id), &what, &rule.families);
        criteria(&mut lint, packs, &line_of(&rule.id), &what, &rule.all);
    }
    let figures = packs.figures().iter().map(|one| (&one.id, "计量", &one.families, &one.kinds));
    let signs = packs.signs().iter().map(|one| (&one.id, "情形", &one.families, &one.kinds));
    for (id, word, of_families, of_kinds) in figures.chain(signs) {
        let (near, what) = (line_of(id), format!("{word} {id}"));
        families(&mut lint, packs, &near, &what, of_families);
        kinds(&mut lint, packs, &near, &what, of_kinds);
    }
    conditions(&mut lint, packs);
    for code in packs.event_codes() {
        kinds(&mut lint, packs, &format!("code = \"{}\"", code.code), "事件编码", std::slice::from_ref(&code.kind));
    }
    for field in &packs.form().fields {
        families(&mut lint, packs, &line_of(&field.id), &format!("表单字段 {}", field.id), &field.families);
    }
    people(&mut lint, packs);
    if packs.own_phone().is_none() && !packs.phones().is_empty() {
        lint.complain("[[phone]]", "常用电话里没有本局的号码，纸质落款就没有联系电话：请补一行 name = \"本局值班室\"");
    }
    lint.errors
}

fn people(lint: &mut Lint<'_>, packs: &Packs) {
    for signer in packs.signers() {
        if let Some(tell) = &signer.tell
            && packs.recipient(&tell.recipient).is_none()
        {
            let near = format!("post = \"{}\"", signer.post);
            lint.complain(&near, format!("签发人 {} 同时报的 {} 不在报告对象里", signer.post, tell.recipient));
        }
    }
    for rule in packs.rules() {
        if let StoppedBy::Told(recipient) = &rule.stopped_by
            && packs.recipient(recipient).is_none()
        {
            let reason = format!("规则 {} 所报的 {recipient} 不在报告对象里，请补列", rule.id);
            lint.complain(&line_of(&rule.id), reason);
        }
    }
}

fn grade_table(lint: &mut Lint<'_>, packs: &Packs, table: &GradeTable) {
    let (near, what) = (line_of(&table.id), format!("分级表 {}", table.id));
    kinds(lint, packs, &near, &what, &table.also_grades);
    for scale in &table.scales {
        measure(lint, packs, &near, &what, &scale.of);
        for sign in &scale.given {
            known_sign(lint, packs, &near, &what, sign);
        }
    }
    for trigger in &table.triggers {
        criteria(lint, packs, &near, &what, &trigger.all);
    }
}

fn conditions(lint: &mut Lint<'_>, packs: &Packs) {
    let rules = packs.rules().iter().map(|rule| (&rule.id, "规则", &rule.when));
    let rows = packs.scope_rows().iter().map(|row| (&row.id, "报送范围", &row.when));
    let recipients = packs.recipients().iter().map(|one| (&one.id, "报告对象", &one.when));
    let partners = packs.partners().iter().filter_map(|one| Some((&one.id, "互通共享单位", one.when.as_ref()?)));
    let sheets = packs.paper().sheets.iter().map(|one| (&one.id, "纸质", &one.when));
    for (id, word, when) in rules.chain(rows).chain(recipients).chain(partners).chain(sheets) {
        condition(lint, packs, (&line_of(id), &format!("{word} {id}")), when);
    }
}

fn condition(lint: &mut Lint<'_>, packs: &Packs, (near, what): (&str, &str), when: &When) {
    kinds(lint, packs, near, what, &when.kinds);
    families(lint, packs, near, what, &when.families);
    if let Some(sign) = &when.sign {
        known_sign(lint, packs, near, what, sign);
    }
    if let Some(harm) = &when.harm {
        measure(lint, packs, near, what, &harm.of);
    }
}

fn kinds(lint: &mut Lint<'_>, packs: &Packs, near: &str, what: &str, kinds: &[String]) {
    for kind in kinds.iter().filter(|kind| packs.event(kind).is_none()) {
        lint.complain(near, format!("{what} 所指类型 {kind} 不存在"));
    }
}

fn families(lint: &mut Lint<'_>, packs: &Packs, near: &str, what: &str, families: &[String]) {
    let known = |family: &String| packs.events().iter().any(|event| event.family == *family);
    for family in families.iter().filter(|family| !known(family)) {
        lint.complain(near, format!("{what} 所指类别 {family} 不存在"));
    }
}

fn criteria(lint: &mut Lint<'_>, packs: &Packs, near: &str, what: &str, all: &[Criterion]) {
    for criterion in all {
        match criterion {
            Criterion::Reached(threshold) => measure(lint, packs, near, what, &threshold.of),
            Criterion::Ticked(ticked) => known_sign(lint, packs, near, what, &ticked.sign),
        }
    }
}

fn measure(lint: &mut Lint<'_>, packs: &Packs, near: &str, what: &str, measure: &HarmMeasure) {
    if let HarmMeasure::Figure(id) = measure
        && packs.figure(id).is_none()
    {
        lint.complain(near, format!("{what} 所用计量 {id} 没有列入 [[figure]]"));
    }
}

fn known_sign(lint: &mut Lint<'_>, packs: &Packs, near: &str, what: &str, sign: &str) {
    if packs.sign(sign).is_none() {
        lint.complain(near, format!("{what} 所用情形 {sign} 没有列入 [[sign]]"));
    }
}
