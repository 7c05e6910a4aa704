//! 13 单位、职务、姓名有误: departments by names they no longer have, a leader without a number, another county's bureau.

use super::{Fault, ReturnFacts};
use crate::facts::{Facts, Jurisdiction, Sensitivity};
use crate::hygiene::{half_width_digit, is_punctuation};

/// Old name and the one since (机构改革 of 2018; 公安消防 became 消防救援, 卫计委 became 卫生健康委).
const RENAMED: [(&str, &str); 12] = [
    ("安监局", "应急管理局"),
    ("公安消防", "消防救援"),
    ("卫计委", "卫生健康委"),
    ("卫计局", "卫生健康委"),
    ("国土资源局", "自然资源局"),
    ("环保局", "生态环境局"),
    ("农业局", "农业农村局"),
    ("质监局", "市场监督管理局"),
    ("工商局", "市场监督管理局"),
    ("食药监局", "市场监督管理局"),
    ("旅游局", "文化和旅游局"),
    ("民政救灾", "应急管理部门救灾"),
];
/// What makes the old name one of a place, or says itself that it is old.
const OF_OLD: [&str; 8] = ["家属", "宿舍", "旧址", "老院", "大院", "小区", "路口", "旧楼"];
/// Words of which a post has one.
const POSTS: [&str; 13] =
    ["长", "主任", "书记", "经理", "主席", "负责人", "指挥", "员", "工程师", "秘书", "总监", "主管", "政委"];
/// Our kind of bureau.
const BUREAU: &str = "县应急管理局";
/// What ends where 县应急管理局 is spoken of without a name: 我县, 邻县, 两个县.
const NAMELESS: [char; 12] = ['我', '本', '该', '各', '全', '邻', '外', '两', '多', '个', '边', '事'];
/// Words before it that are no name either.
const VERBS: [&str; 16] = [
    "反馈", "通知", "协调", "联系", "要求", "组织", "安排", "指派", "商请", "督促", "配合", "指导", "上级", "有关",
    "属地", "已",
];

pub(super) fn faults(facts: &ReturnFacts<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (field, part, text) in facts.parts() {
        for (old, new) in
            RENAMED.into_iter().filter(|(old, _)| text.match_indices(old).any(|(at, _)| is_old(text, at, old)))
        {
            let message = format!("{part}写了“{old}”，是机构改革前的名称，请核对，应为“{new}”");
            faults.push(Fault::at(field, message));
        }
        faults.extend(stranger(facts, text).map(|name| {
            let message = format!("{part}写了“{name}”，本单位是“{}”，请核对单位名称", facts.letter.unit.name);
            Fault::at(field, message)
        }));
    }
    let leader = facts.letter.facts.scene_leader.known();
    let posted = |leader: &str| POSTS.iter().any(|post| leader.contains(post));
    if leader.is_some_and(|leader| !posted(leader)) {
        faults.push(Fault::at("scene_leader", "现场负责人没有写职务，请写明单位、姓名、职务、电话"));
    }
    if leader.is_some_and(|leader| !leader.chars().any(|c| half_width_digit(c).is_ascii_digit())) {
        faults.push(Fault::at("scene_leader", "现场负责人没有写电话，请写明单位、姓名、职务、电话"));
    }
    faults
}

/// 文化和旅游局 and its longer forms, 矿山安监局, are today's names.
fn is_old(text: &str, at: usize, old: &str) -> bool {
    let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + old.len()..).unwrap_or_default());
    let place = OF_OLD.iter().any(|word| after.starts_with(word)) || before.ends_with(['原', '老']);
    !place
        && match old {
            "旅游局" => !before.ends_with(['和', '化', '电', '育', '体', '文', '、']),
            "安监局" => !before.ends_with("矿山"),
            "环保局" => !before.ends_with("生态"),
            "农业局" => !after.starts_with('部'),
            _ => true,
        }
}

/// The bureau of a county that is not ours and that no field names.
fn stranger(facts: &ReturnFacts<'_>, text: &str) -> Option<String> {
    let (unit, said) = (&facts.letter.unit.name, facts.letter.facts);
    let ours = unit.strip_suffix(BUREAU)?;
    let beyond = said.jurisdiction != Jurisdiction::Ours || said.sensitive.contains(&Sensitivity::Neighbour);
    text.match_indices(BUREAU).filter(|_| !beyond).find_map(|(at, _)| {
        let clause = text.get(..at)?.rsplit(|c: char| is_punctuation(c) || c.is_whitespace()).next()?;
        let name = clause.rsplit(['省', '市', '由', '报', '向', '接', '据', '与', '和', '同', '对', '在']).next()?;
        let named = (1..=3).contains(&name.chars().count())
            && !name.ends_with(NAMELESS)
            && !VERBS.iter().any(|word| name.contains(word));
        let same = ours.ends_with(name) || name.ends_with(ours);
        let full = format!("{name}{BUREAU}");
        (named && !same && !in_field(said, &full)).then_some(full)
    })
}

fn in_field(facts: &Facts, name: &str) -> bool {
    let texts = [&facts.source, &facts.forces, &facts.measures, &facts.scene_leader, &facts.next_step, &facts.requests];
    texts.into_iter().filter_map(|stated| stated.known()).any(|text| text.contains(name))
        || facts.counts.iter().any(|count| count.source.contains(name))
}
