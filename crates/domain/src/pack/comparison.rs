//! 规则包比较: what a pack would change, item by item.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Packs;

/// One item that differs between two sets of packs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PackChange {
    /// What it is, in words: 规则 N1, 分级表 order-493.
    pub what: String,
    /// How it stands before, as TOML; none where it is new.
    pub before: Option<String>,
    /// How it stands afterwards, as TOML; none where it is gone.
    pub after: Option<String>,
}

/// Everything that differs, in the order of the pack's sections.
#[must_use]
pub fn compare(before: &Packs, after: &Packs) -> Vec<PackChange> {
    let (mut old, new) = (items(before), items(after));
    let mut changes = Vec::new();
    for (place, text) in new {
        let before = old.remove(&place);
        if before.as_ref() != Some(&text) {
            changes.push((place, before, Some(text)));
        }
    }
    changes.extend(old.into_iter().map(|(place, text)| (place, Some(text), None)));
    changes.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    changes.into_iter().map(|((_, what), before, after)| PackChange { what, before, after }).collect()
}

type Items = BTreeMap<(u8, String), String>;

/// Every item by its place and name.
fn items(packs: &Packs) -> Items {
    let mut items = Items::new();
    let mut put = |place: u8, what: String, text: String| drop(items.insert((place, what), text));
    packs.events().iter().for_each(|one| put(0, format!("事件类型 {}", one.id), text(one)));
    packs.figures().iter().for_each(|one| put(1, format!("计量 {}", one.id), text(one)));
    packs.signs().iter().for_each(|one| put(2, format!("情形 {}", one.id), text(one)));
    packs.grade_tables().iter().for_each(|one| put(3, format!("分级表 {}", one.id), text(one)));
    packs.near_misses().iter().for_each(|one| put(4, format!("较大涉险 {}", one.id), text(one)));
    packs.scope_rows().iter().for_each(|one| put(5, format!("报送范围 {}", one.id), text(one)));
    packs.rules().iter().for_each(|one| put(6, format!("规则 {}", one.id), text(one)));
    packs.recipients().iter().for_each(|one| put(7, format!("报告对象 {}", one.id), text(one)));
    packs.signers().iter().for_each(|one| put(8, format!("签发人 {}", one.post), text(one)));
    put(9, "呈签规定".to_owned(), text(packs.sign_off()));
    packs.alarms().iter().for_each(|one| put(10, format!("提醒 {}", one.id), text(one)));
    packs.phones().iter().for_each(|one| put(11, format!("常用电话 {}", one.name), text(one)));
    packs.divisions().iter().for_each(|one| put(12, format!("行政区划 {}", one.code), text(one)));
    packs.event_codes().iter().for_each(|one| put(13, format!("事件编码 {}（{}）", one.kind, one.system), text(one)));
    put(14, "工作日历".to_owned(), text(packs.calendar()));
    let form = packs.form();
    form.fields.iter().for_each(|one| put(15, format!("表单字段 {}", one.id), text(one)));
    form.sections.iter().for_each(|one| put(15, format!("表单分栏 {}", one.title), text(one)));
    form.counts.iter().for_each(|one| put(15, format!("伤亡栏 {}", one.label), text(one)));
    form.townships.iter().for_each(|one| put(15, format!("乡镇栏 {}", one.label), text(one)));
    form.phrases.iter().for_each(|one| put(15, format!("常用语 {}：{}", one.field, one.text), text(one)));
    put(16, "行文模板".to_owned(), text(packs.letter()));
    packs.retention().iter().for_each(|one| put(17, format!("清除规则 {}", one.id), text(one)));
    packs.partners().iter().for_each(|one| put(18, format!("互通共享单位 {}", one.id), text(one)));
    packs.sources().iter().for_each(|one| put(19, format!("来源 {}", one.key), text(one)));
    put(20, "纸质版式".to_owned(), text(packs.paper()));
    packs.zero_report().into_iter().for_each(|one| put(21, "零报告".to_owned(), text(one)));
    let roster = packs.roster().into_iter();
    roster.clone().flat_map(|terms| &terms.patterns).for_each(|one| put(22, format!("班次 {}", one.name), text(one)));
    roster.flat_map(|terms| &terms.checks).for_each(|one| put(23, format!("排班核对 {}", one.of.word()), text(one)));
    items
}

fn text<T: Serialize>(item: &T) -> String {
    toml::to_string(item).unwrap_or_default()
}
