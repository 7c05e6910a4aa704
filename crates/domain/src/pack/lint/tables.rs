//! Grading tables, figures, signs and codes: no gap, no overlap, nothing invented.

use super::super::{Class, Criterion, Division, GradeTable, Pack, Scale};
use super::{Lint, line_of};
use crate::harm::HarmMeasure;

pub(super) fn all(lint: &mut Lint<'_>, pack: &Pack) {
    for table in &pack.grade_tables {
        grade_table(lint, table, pack);
    }
    for rule in &pack.near_misses {
        let near = line_of(&rule.id);
        let what = format!("较大涉险 {}", rule.id);
        lint.cited(&near, &what, &rule.cite, (&rule.source, rule.verified), &pack.sources);
        criteria(lint, &near, &what, &rule.all);
    }
    for event in pack.events.iter().filter(|event| event.class == Class::Security && !event.graded_by.is_empty()) {
        let reason = format!("类型 {} 属社会安全事件，不按本法分级，graded_by 应为空", event.id);
        lint.complain(&line_of(&event.id), reason);
    }
    let figures = pack.figures.iter().map(|one| (&one.id, &one.name, &one.families, &one.kinds));
    let signs = pack.signs.iter().map(|one| (&one.id, &one.words, &one.families, &one.kinds));
    for (id, words, families, kinds) in figures.chain(signs) {
        if words.trim().is_empty() {
            lint.complain(&line_of(id), format!("{id} 没有名称，请填写"));
        }
        if families.is_empty() && kinds.is_empty() {
            lint.complain(&line_of(id), format!("{id} 没有写明用于哪些类别 families 或类型 kinds"));
        }
        if matches!(HarmMeasure::from(id.clone()), HarmMeasure::Figure(_)) {
            continue;
        }
        lint.complain(&line_of(id), format!("{id} 是程序自有的计量名，请改名"));
    }
    for division in &pack.divisions {
        division_code(lint, division, pack);
    }
    for code in &pack.event_codes {
        let near = format!("code = \"{}\"", code.code);
        let what = format!("事件编码 {}", code.code);
        lint.sourced(&near, &what, (&code.source, false), &pack.sources);
        if [&code.code, &code.system, &code.edition].iter().any(|text| text.trim().is_empty()) {
            lint.complain(&near, format!("{what} 应写明 code、system、edition"));
        }
    }
    if let Some(calendar) = &pack.calendar {
        lint.sourced("[calendar]", "工作日历", (&calendar.source, false), &pack.sources);
        for holiday in calendar.holidays.iter().filter(|holiday| holiday.until < holiday.from) {
            let reason = format!("工作日历的{}止日早于起日，请核对", holiday.name);
            lint.complain(&format!("name = \"{}\"", holiday.name), reason);
        }
    }
}

fn division_code(lint: &mut Lint<'_>, division: &Division, pack: &Pack) {
    let code = &division.code;
    let near = format!("code = \"{code}\"");
    lint.sourced(&near, &format!("行政区划 {code}"), (&division.source, false), &pack.sources);
    let digits = |text: &str| text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    let well_formed = match code.split_once('-') {
        None => digits(code) && !division.extension,
        Some((base, own)) => {
            let own = (2..=8).contains(&own.len()) && own.bytes().all(|byte| byte.is_ascii_alphanumeric());
            digits(base) && own && division.extension
        }
    };
    if !well_formed {
        let reason = format!("区划码 {code} 应为六位数字；本地扩展码应写作六位数字-字母数字，并标明 extension = true");
        lint.complain(&near, reason);
    }
}

fn grade_table(lint: &mut Lint<'_>, table: &GradeTable, pack: &Pack) {
    let near = line_of(&table.id);
    let id = &table.id;
    lint.cited(&near, &format!("分级表 {id}"), &table.cite, (&table.source, table.verified), &pack.sources);
    if table.scales.is_empty() && table.triggers.is_empty() {
        lint.complain(&near, format!("分级表 {id} 没有任何标准 scale 或 trigger"));
    }
    for scale in &table.scales {
        bands(lint, &near, id, scale);
        for band in scale.bands.iter().filter(|band| band.verified == Some(true)) {
            let what = format!("分级表 {id} 的“{}”", band.words);
            lint.sourced(&band.words, &what, (&table.source, true), &pack.sources);
        }
    }
    for trigger in &table.triggers {
        let near = if trigger.words.is_empty() { near.as_str() } else { trigger.words.as_str() };
        let what = format!("分级表 {id} 的“{}”", trigger.words);
        criteria(lint, near, &what, &trigger.all);
        if trigger.verified == Some(true) {
            lint.sourced(near, &what, (&table.source, true), &pack.sources);
        }
    }
}

fn criteria(lint: &mut Lint<'_>, near: &str, what: &str, all: &[Criterion]) {
    if all.is_empty() {
        lint.complain(near, format!("{what} 没有任何标准 all"));
    }
}

fn bands(lint: &mut Lint<'_>, near: &str, id: &str, scale: &Scale) {
    let word = String::from(scale.of.clone());
    let Some(last) = scale.bands.last() else {
        lint.complain(near, format!("分级表 {id} 的 {word} 没有任何档次"));
        return;
    };
    if let Some(below) = last.below {
        lint.complain(&last.words, format!("分级表 {id} 的 {word} 最高一档不应有上限 {below}"));
    }
    for pair in scale.bands.windows(2) {
        let [milder, graver] = pair else { continue };
        let words = &graver.words;
        if milder.grade >= graver.grade || milder.from >= graver.from {
            lint.complain(words, format!("分级表 {id} 的 {word} 应由轻到重排列：“{words}”次序不对"));
        }
        match milder.below {
            Some(below) if below < graver.from => {
                lint.complain(words, format!("分级表 {id} 的 {word} 在{below}与{}之间有空档", graver.from));
            }
            Some(below) if below == graver.from => {}
            _ => lint.complain(words, format!("分级表 {id} 的 {word} 在“{words}”处有重叠")),
        }
    }
}
