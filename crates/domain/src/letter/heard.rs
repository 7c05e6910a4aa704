//! 接报与报告: how the room came to know, and whom it told. No call that nobody made, no verification that nobody did
//! (practice 2.19; §4, fault 10).

use super::phrases::known;
use super::timeline::Timeline;
use super::whereabouts::{division_beyond, named_division};
use super::{LetterFacts, prose};
use crate::contact::{CallOut, Purpose, Reached};
use crate::facts::Stated;
use crate::pack::{Packs, Recipient};

/// Sources that nobody rings from: 网络巡查发现, 微信群信息, 中国地震台网.
const NO_CALLERS: [&str; 17] = [
    "巡查", "网络", "微信", "短信", "台网", "监测", "平台", "系统", "邮件", "传真", "视频", "媒体", "舆情", "微博",
    "抖音", "监控", "预警",
];
/// Whoever is called so has a telephone: 县环境监测站.
const OFFICES: [char; 10] = ['站', '心', '局', '队', '室', '员', '办', '所', '院', '人'];
/// Whoever leads the shift is the room itself, and is not reported to.
const SHIFT_LEADER: &str = "带班领导";
/// What the verb of the sentence says anyway.
const VERBS: [&str; 10] =
    ["电话询问", "来电询问", "询问", "电话报告", "来电报告", "报告", "来电", "电话", "报警", "发现"];
/// Who passed on what somebody else told: 110指挥中心转.
const PASSED_ON: [&str; 5] = ["转报", "转来", "转办", "转警", "转"];

/// 接群众电话报告; 获悉（来源：网络巡查）; 接市应急管理局电话核实通知，经向县消防救援大队核实，情况属实.
pub(super) fn heard(letter: &LetterFacts<'_>) -> String {
    let stated = stated(letter);
    let source = bare(&stated);
    let phone = if letter.by_phone { "电话" } else { "" };
    if is_question(&stated) {
        return format!("接{source}{phone}核实通知{}", verified(letter));
    }
    if !is_caller(source) {
        return format!("获悉（来源：{source}）");
    }
    match PASSED_ON.iter().find_map(|verb| source.strip_suffix(verb)) {
        Some(who) if !who.is_empty() => format!("接{who}{phone}转报"),
        _ if source.is_empty() && !letter.by_phone => "获悉".to_owned(),
        _ => format!("接{source}{phone}报告"),
    }
}

/// Who told the room, where somebody did of their own accord.
pub(super) fn informant(letter: &LetterFacts<'_>) -> Option<String> {
    let stated = stated(letter);
    let source = bare(&stated);
    (!is_question(&stated) && is_caller(source) && !source.is_empty()).then(|| source.to_owned())
}

fn stated(letter: &LetterFacts<'_>) -> String {
    match &letter.facts.source {
        Stated::Known(source) => prose::clause(source),
        Stated::NotAsked => letter.caller.map(prose::clause).unwrap_or_default(),
        Stated::Checking | Stated::NotApplicable => String::new(),
    }
}

/// The source without the verb that the sentence adds.
fn bare(stated: &str) -> &str {
    VERBS.iter().find_map(|verb| stated.strip_suffix(verb)).unwrap_or(stated)
}

/// Whoever asks knew before we did.
fn is_question(stated: &str) -> bool {
    stated.ends_with("询问")
}

fn is_caller(source: &str) -> bool {
    source.ends_with(OFFICES) || !NO_CALLERS.iter().any(|word| source.contains(word))
}

/// Said only of whoever was rung for it and answered.
fn verified(letter: &LetterFacts<'_>) -> String {
    let asked = |call: &&&CallOut| call.purpose == Purpose::Verify && call.reached == Reached::Answered;
    let with = letter.calls.iter().find(asked).map(|call| prose::clause(&call.name)).filter(|name| !name.is_empty());
    with.map(|name| format!("，经向{name}核实，情况属实")).unwrap_or_default()
}

/// ；18时20分报县委值班室、县政府总值班室，已通报邻山县值班室（张三，18时25分）
pub(super) fn told(packs: &Packs, letter: &LetterFacts<'_>, timeline: &mut Timeline) -> String {
    let mut named: Vec<&str> = Vec::new();
    let mut said: Vec<String> = Vec::new();
    let mut last = None;
    for call in letter.calls.iter().filter(|call| call.reports()) {
        let recipient = call.recipient.as_deref().and_then(|id| packs.recipient(id));
        let opening = letter.first_reported.is_some_and(|(_, whom)| whom == call.name);
        if opening
            || call.name == SHIFT_LEADER
            || recipient.is_none() && !call.superior
            || named.contains(&call.name.as_str())
        {
            continue;
        }
        named.push(&call.name);
        if recipient.is_some_and(Recipient::is_neighbour) {
            said.push(told_neighbour(letter, call, timeline));
            last = None;
            continue;
        }
        let verb = if packs.partner_named(&call.name).is_some() { "通报" } else { "报" };
        let (name, time) = (prose::clause(&call.name), timeline.minute(call.at));
        let at = (crate::beijing::full(call.at), verb);
        match said.last_mut().filter(|_| last.as_ref() == Some(&at)) {
            Some(same) => same.push_str(&format!("、{name}")),
            None => said.push(format!("{time}{verb}{name}")),
        }
        last = Some(at);
    }
    if said.is_empty() { String::new() } else { format!("；{}", said.join("，")) }
}

fn told_neighbour(letter: &LetterFacts<'_>, call: &CallOut, timeline: &mut Timeline) -> String {
    let region = division_beyond(&letter.facts.town, &letter.facts.place);
    let name = match named_division(&region) {
        county if !county.is_empty() && call.name.starts_with("毗邻") => format!("{county}值班室"),
        _ => prose::clause(&call.name),
    };
    let who = known(&Stated::read(&call.taken_by)).map(|person| person + "，").unwrap_or_default();
    format!("已通报{name}（{who}{}）", timeline.minute(call.at))
}
