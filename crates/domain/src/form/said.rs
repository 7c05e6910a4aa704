//! 说了等于没说: words in a text field that name nothing. 不详 is 待核; 无 is an answer in a few fields only, and in the
//! others no sentence can be made of it.

use super::FieldError;
use crate::facts::{Facts, Stated};
use crate::hygiene;
use crate::report::Stage;
use crate::severity::Severity;

/// Fields in which 无 says that there is none: a road accident has no building.
const NONE_APPLIES: [&str; 3] = ["unit", "site", "building"];
/// Fields whose sentence says that there is none yet.
const NONE_IS_SAID: [&str; 3] = ["forces", "opinion", "requests"];
/// Ways to say that there is none.
const NONE: [&str; 6] = ["无", "暂无", "没有", "暂时没有", "目前没有", "0"];

/// Whether a field says that there is none.
pub(super) fn is_none(text: &str) -> bool {
    NONE.contains(&text.trim_end_matches(['。', '，']))
}

/// A cell of that text field as stated, and what is to be said of it where it was not adopted.
pub(super) fn read(field: &str, cell: &str) -> (Stated, Option<FieldError>) {
    let stated = if field == "scene_leader" { Stated::read(&separated(cell)) } else { Stated::read(cell) };
    match stated.known().filter(|text| is_none(text)).map(str::to_owned) {
        Some(_) if NONE_APPLIES.contains(&field) => (Stated::NotApplicable, None),
        Some(none) if !NONE_IS_SAID.contains(&field) => (Stated::NotAsked, Some(not_adopted(field, &none))),
        _ => (stated, None),
    }
}

fn not_adopted(field: &str, none: &str) -> FieldError {
    let message = format!("“{none}”没有写进正文，请写明；还不清楚的填-");
    FieldError { field: field.to_owned(), message, severity: Severity::Error }
}

/// 李四 副县长 13900000000 as 李四，副县长，13900000000; 李 四 is one name.
fn separated(cell: &str) -> String {
    let parts: Vec<&str> = cell.split([' ', '\t', '\u{3000}', '\u{a0}']).filter(|part| !part.is_empty()).collect();
    let mut line = String::new();
    for (index, part) in parts.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| parts.get(before));
        let one = |part: &str| part.chars().count() == 1 && !part.is_ascii();
        let joined = line.is_empty()
            || line.ends_with(hygiene::is_punctuation)
            || part.starts_with(hygiene::is_punctuation)
            || before.is_some_and(|before| one(before) && one(part));
        if !joined {
            line.push('，');
        }
        line.push_str(part);
    }
    line
}

/// Facts that came without a draft, read as a draft is.
#[must_use]
pub fn understood(facts: &Facts) -> (Facts, Vec<FieldError>) {
    let mut understood = facts.clone();
    let mut remarks = Vec::new();
    for (field, stated) in understood.texts_mut() {
        if let Stated::Known(text) = stated {
            let (read, remark) = read(field, text);
            *stated = read;
            remarks.extend(remark);
        }
    }
    (understood, remarks)
}

/// A correction that names nobody who verified it says that we did.
#[must_use]
pub fn unverified(facts: &Facts, stage: Stage) -> Option<FieldError> {
    let message = "没有写经谁核实，正文写的是经本单位核实，请写明由谁核实";
    let unnamed = stage == Stage::Correction && facts.verified_by.known().is_none();
    unnamed.then(|| FieldError {
        field: "verified_by".to_owned(),
        message: message.to_owned(),
        severity: Severity::Warning,
    })
}
