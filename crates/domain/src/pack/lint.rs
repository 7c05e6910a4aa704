//! What a pack must satisfy beyond its form. Each complaint says what to change.

use std::collections::HashSet;

use super::{Pack, PackError, Source};
use crate::letter::Templates;

mod clauses;
mod forms;
mod people;
mod references;
mod retention;
mod roster;
mod tables;
mod zero_report;

pub(super) use references::together;

/// So many complaints are enough of one text; the line of each is looked for in the whole of it.
const MOST_COMPLAINTS: usize = 100;

/// Complaints about one text, each at its line.
struct Lint<'a> {
    file: &'a str,
    text: &'a str,
    errors: Vec<PackError>,
}

impl Lint<'_> {
    /// Complains; `near` is a text that stands in the line meant, the last such line counts.
    fn complain(&mut self, near: &str, reason: impl Into<String>) {
        if self.errors.len() >= MOST_COMPLAINTS {
            return;
        }
        if self.errors.len() + 1 == MOST_COMPLAINTS {
            let reason = "还有更多问题没有列出，请先改正以上各处".to_owned();
            self.errors.push(PackError { file: self.file.to_owned(), line: None, reason });
            return;
        }
        let line = self.text.lines().enumerate().filter(|(_, line)| line.contains(near)).last();
        let line = line.and_then(|(index, _)| u32::try_from(index + 1).ok());
        self.errors.push(PackError { file: self.file.to_owned(), line, reason: reason.into() });
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

    /// A clause must say where it stands, in a source that is listed; what was not read is not verified.
    fn cited(&mut self, near: &str, what: &str, cite: &str, source: (&str, bool), sources: &[Source]) {
        if cite.trim().is_empty() {
            self.complain(near, format!("{what} 没有写明条款 cite"));
        }
        self.sourced(near, what, source, sources);
    }

    /// What rests on no document says so in words, and is not verified.
    fn clause(&mut self, near: &str, what: &str, (cite, source, verified): (&str, &str, bool), pack: &Pack) {
        if verified || !source.is_empty() {
            self.cited(near, what, cite, (source, verified), &pack.sources);
        } else if cite.trim().is_empty() {
            self.complain(near, format!("{what} 没有写明条款 cite"));
        }
    }

    fn sourced(&mut self, near: &str, what: &str, (key, verified): (&str, bool), sources: &[Source]) {
        if key.trim().is_empty() {
            self.complain(near, format!("{what} 没有写明来源 source"));
            return;
        }
        match sources.iter().find(|known| known.key == key) {
            None => self.complain(near, format!("{what} 的来源 {key} 没有列入 [[source]]，请补列")),
            Some(source) if verified && !source.read => {
                self.complain(near, format!("{what} 的来源 {key} 未读到原文，verified 应为 false"));
            }
            Some(_) => {}
        }
    }
}

/// The line of an item: `id = "N1"`.
fn line_of(id: &str) -> String {
    format!("id = \"{id}\"")
}

/// Everything wrong with one pack by itself.
pub(super) fn pack(file: &str, text: &str, pack: &Pack) -> Vec<PackError> {
    let mut lint = Lint { file, text, errors: Vec::new() };
    meta(&mut lint, pack);
    ids(&mut lint, pack);
    tables::all(&mut lint, pack);
    retention::all(&mut lint, pack);
    clauses::all(&mut lint, pack);
    people::all(&mut lint, pack);
    forms::all(&mut lint, pack);
    zero_report::all(&mut lint, pack);
    roster::all(&mut lint, pack);
    if let Some(letter) = &pack.letter
        && let Err(reason) = Templates::compile(letter)
    {
        lint.complain("[letter]", reason.to_string());
    }
    lint.errors
}

fn meta(lint: &mut Lint<'_>, pack: &Pack) {
    let meta = &pack.meta;
    for (key, value) in [("id", &meta.id), ("title", &meta.title), ("version", &meta.version)] {
        if value.trim().is_empty() {
            lint.complain("[meta]", format!("[meta] 的 {key} 为空，请填写"));
        }
    }
    if meta.effective_until.is_some_and(|until| until < meta.effective_from) {
        lint.complain("effective_until", "停用日期 effective_until 早于施行日期 effective_from，请核对");
    }
    if let Some(region) = &meta.region
        && (!matches!(region.len(), 2 | 4 | 6) || !region.bytes().all(|byte| byte.is_ascii_digit()))
    {
        lint.complain("region = ", format!("region = \"{region}\" 应为行政区划码的前二、四或六位数字"));
    }
}

fn ids(lint: &mut Lint<'_>, pack: &Pack) {
    lint.unique("来源", "key", pack.sources.iter().map(|source| source.key.as_str()));
    lint.unique("类型", "id", pack.events.iter().map(|event| event.id.as_str()));
    lint.unique("计量", "id", pack.figures.iter().map(|figure| figure.id.as_str()));
    lint.unique("情形", "id", pack.signs.iter().map(|sign| sign.id.as_str()));
    lint.unique("分级表", "id", pack.grade_tables.iter().map(|table| table.id.as_str()));
    lint.unique("较大涉险", "id", pack.near_misses.iter().map(|rule| rule.id.as_str()));
    lint.unique("报送范围", "id", pack.scope_rows.iter().map(|row| row.id.as_str()));
    lint.unique("提醒", "id", pack.alarms.iter().map(|step| step.id.as_str()));
    lint.unique("规则", "id", pack.rules.iter().map(|rule| rule.id.as_str()));
    lint.unique("清除规则", "id", pack.retention.iter().map(|rule| rule.id.as_str()));
    lint.unique("行政区划", "code", pack.divisions.iter().map(|division| division.code.as_str()));
    lint.unique("报告对象", "id", pack.recipients.iter().map(|recipient| recipient.id.as_str()));
    lint.unique("互通共享单位", "id", pack.partners.iter().map(|partner| partner.id.as_str()));
    lint.unique("签发人", "post", pack.signers.iter().map(|signer| signer.post.as_str()));
    lint.unique("常用电话", "name", pack.phones.iter().map(|phone| phone.name.as_str()));
}
