//! What a pack must satisfy beyond its form. Each complaint says what to change.

use std::collections::HashSet;

use super::{Control, FormLayout, GradeTable, Pack, PackError};
use crate::letter::Templates;
use crate::rule::{Basis, Rule, Schedule};

/// Fields of the draft that a form may name.
const DRAFT_FIELDS: [&str; 19] = [
    "kind",
    "occurred",
    "town",
    "place",
    "site",
    "unit",
    "source",
    "counts",
    "course",
    "building",
    "forces",
    "measures",
    "cause",
    "loss_wan",
    "scene_leader",
    "opinion",
    "next_step",
    "requests",
    "judged",
];
/// The five that a first report needs; a pack may not ask for more (practice §4).
const REQUIRED: [&str; 5] = ["occurred", "place", "kind", "counts", "source"];

struct Lint<'a> {
    file: &'a str,
    text: &'a str,
    errors: Vec<PackError>,
}

impl Lint<'_> {
    /// Complains; `near` is a text that stands in the line meant, the last such line counts.
    fn complain(&mut self, near: &str, reason: String) {
        let line = self.text.lines().enumerate().filter(|(_, line)| line.contains(near)).last();
        let line = line.and_then(|(index, _)| u32::try_from(index + 1).ok());
        self.errors.push(PackError { file: self.file.to_owned(), line, reason });
    }

    fn unique<'i>(&mut self, what: &str, key: &str, ids: impl Iterator<Item = &'i str>) {
        let mut seen = HashSet::new();
        for id in ids {
            if id.trim().is_empty() {
                self.complain(&format!("{key} = \"\""), format!("{what}的{key}为空，请填写"));
            } else if !seen.insert(id) {
                self.complain(&format!("{key} = \"{id}\""), format!("{what} {id} 重复，请改名或删去一处"));
            }
        }
    }
}

/// Everything wrong with one pack by itself.
pub(super) fn pack(file: &str, text: &str, pack: &Pack) -> Vec<PackError> {
    let mut lint = Lint { file, text, errors: Vec::new() };
    lint.unique("来源", "key", pack.sources.iter().map(|source| source.key.as_str()));
    lint.unique("类型", "id", pack.events.iter().map(|event| event.id.as_str()));
    lint.unique("分级表", "id", pack.grade_tables.iter().map(|table| table.id.as_str()));
    lint.unique("提醒", "id", pack.alarms.iter().map(|step| step.id.as_str()));
    lint.unique("规则", "id", pack.rules.iter().map(|rule| rule.id.as_str()));
    lint.unique("报告对象", "id", pack.recipients.iter().map(|recipient| recipient.id.as_str()));
    for table in &pack.grade_tables {
        grade_table(&mut lint, table, pack);
    }
    for rule_ in &pack.rules {
        rule(&mut lint, rule_, pack);
    }
    if let Some(form) = &pack.form {
        form_layout(&mut lint, form);
    }
    if let Some(letter) = &pack.letter
        && let Err(reason) = Templates::compile(letter)
    {
        lint.complain("[letter]", reason.to_string());
    }
    lint.errors
}

fn source(lint: &mut Lint<'_>, near: &str, what: &str, (key, verified): (&str, bool), pack: &Pack) {
    match pack.sources.iter().find(|known| known.key == key) {
        None => lint.complain(near, format!("{what} 的来源 {key} 没有列入 [[source]]，请补列")),
        Some(source) if verified && !source.read => {
            lint.complain(near, format!("{what} 的来源 {key} 未读到原文，verified 应为 false"));
        }
        Some(_) => {}
    }
}

fn grade_table(lint: &mut Lint<'_>, table: &GradeTable, pack: &Pack) {
    let near = format!("id = \"{}\"", table.id);
    let id = &table.id;
    if table.cite.trim().is_empty() {
        lint.complain(&near, format!("分级表 {id} 没有写明条款 cite"));
    }
    source(lint, &near, &format!("分级表 {id}"), (&table.source, table.verified), pack);
    if table.scales.is_empty() {
        lint.complain(&near, format!("分级表 {id} 没有任何标准 scale"));
    }
    for scale in &table.scales {
        let word = scale.of.word();
        let Some(last) = scale.bands.last() else {
            lint.complain(&near, format!("分级表 {id} 的{word}没有任何档次"));
            continue;
        };
        if let Some(below) = last.below {
            lint.complain(&near, format!("分级表 {id} 的{word}最高一档不应有上限 {below}"));
        }
        for pair in scale.bands.windows(2) {
            let [milder, graver] = pair else { continue };
            if milder.grade >= graver.grade || milder.from >= graver.from {
                let words = &graver.words;
                lint.complain(words, format!("分级表 {id} 的{word}应由轻到重排列：“{words}”次序不对"));
            }
            match milder.below {
                Some(below) if below < graver.from => {
                    lint.complain(&graver.words, format!("分级表 {id} 的{word}在{below}与{}之间有空档", graver.from));
                }
                Some(below) if below == graver.from => {}
                _ => lint.complain(&graver.words, format!("分级表 {id} 的{word}在“{}”处有重叠", graver.words)),
            }
        }
    }
}

fn rule(lint: &mut Lint<'_>, rule: &Rule, pack: &Pack) {
    let near = format!("id = \"{}\"", rule.id);
    let id = &rule.id;
    if !rule.origin.supported() {
        lint.complain(&near, format!("规则 {id} 的起算点“{}”本版本尚不支持", rule.origin.word()));
    }
    // 立即 and 及时 say "as soon as it is known" by themselves: no length is measured from the origin.
    let promptly = rule.schedule == Schedule::Promptly && ["立即", "及时"].iter().any(|word| rule.text.contains(word));
    if !promptly && !rule.origin.words().iter().any(|word| rule.text.contains(word)) {
        let words = rule.origin.words().join("、");
        let origin = rule.origin.word();
        lint.complain(&near, format!("规则 {id} 从“{origin}”起算，条文里却没有这样的字样（{words}），请核对条文"));
    }
    if rule.basis == Basis::Internal {
        if !rule.source.is_empty() {
            source(lint, &near, &format!("规则 {id}"), (&rule.source, rule.verified), pack);
        }
        return;
    }
    let basis = rule.basis.word();
    if rule.cite.trim().is_empty() {
        lint.complain(&near, format!("规则 {id} 标为{basis}，必须写明条款 cite"));
    }
    if rule.source.trim().is_empty() {
        lint.complain(&near, format!("规则 {id} 标为{basis}，必须写明来源 source"));
    } else {
        source(lint, &near, &format!("规则 {id}"), (&rule.source, rule.verified), pack);
    }
}

fn form_layout(lint: &mut Lint<'_>, form: &FormLayout) {
    lint.unique("表单分区", "id", form.sections.iter().map(|section| section.id.as_str()));
    lint.unique("表单字段", "id", form.fields.iter().map(|field| field.id.as_str()));
    for field in &form.fields {
        let near = format!("id = \"{}\"", field.id);
        if !DRAFT_FIELDS.contains(&field.id.as_str()) {
            lint.complain(&near, format!("表单字段 {} 不存在，可用：{}", field.id, DRAFT_FIELDS.join(" ")));
        }
        if !form.sections.iter().any(|section| section.id == field.section) {
            lint.complain(&near, format!("表单字段 {} 所在分区 {} 不存在", field.id, field.section));
        }
        if field.required && !REQUIRED.contains(&field.id.as_str()) {
            lint.complain(&near, format!("首报必填只有时间、地点、类型、伤亡、来源五项，{} 不得必填", field.label));
        }
        if (field.control == Control::Counts) != (field.id == "counts") {
            lint.complain(&near, format!("表单字段 {} 的控件不对：只有伤亡口径用 counts", field.id));
        }
    }
    for required in REQUIRED {
        if !form.field(required).is_some_and(|field| field.required) {
            lint.complain("[form", format!("表单缺少必填字段 {required}，首报五项必须都在"));
        }
    }
    lint.unique("伤亡口径列", "measure", form.counts.iter().map(|column| column.measure.key()));
}
