//! 伤亡: the adopted count in words. A number only where one was stated, zero as a statement, unknown as unknown
//! (practice §4, faults 4 to 6).

use super::prose;
use super::timeline::Timeline;
use crate::count::{Count, Measure, Number};

/// Measures that a title and 是否有人员 speak of.
const PEOPLE: [Measure; 4] = [Measure::Deaths, Measure::Injured, Measure::Missing, Measure::Trapped];

/// 致1人死亡11人受伤, for the title; empty where nothing is known to have happened to anybody.
pub(super) fn title(count: &Count) -> String {
    let mut words: Vec<String> = PEOPLE.into_iter().filter_map(|measure| stated_harm(count, measure)).collect();
    if let (Number::NotAsked | Number::WhetherUnknown, Number::Known(n @ 1..)) =
        (count.injured, count.seriously_injured)
    {
        let after_deaths = usize::from(stated_harm(count, Measure::Deaths).is_some());
        words.insert(after_deaths, format!("{n}人重伤"));
    }
    // Run together, 人员失联3人被困 would read as three missing.
    let unnumbered = PEOPLE.into_iter().any(|measure| count.of(measure) == Number::SomeUnknown);
    let all = words.join(if unnumbered { "、" } else { "" });
    if all.is_empty() { all } else { format!("致{all}") }
}

/// 1人死亡; 人员失联 where there are some, how many not known; none otherwise.
fn stated_harm(count: &Count, measure: Measure) -> Option<String> {
    match count.of(measure) {
        Number::Known(n) if n > 0 => Some(format!("{n}人{}", measure.word())),
        Number::SomeUnknown => Some(format!("人员{}", measure.word())),
        _ => None,
    }
}

/// The paragraph on people.
pub(super) fn paragraph(count: Option<&Count>, timeline: &mut Timeline) -> String {
    let Some(count) = count.filter(|count| !count.is_silent()) else {
        return "人员伤亡情况正在核实。".to_owned();
    };
    let (stated, checking) = (stated(count), checking(count));
    let said = said(count, timeline);
    match (stated.is_empty(), checking.is_empty()) {
        (true, _) => format!("{said}{checking}"),
        (false, true) => format!("{said}{stated}。"),
        (false, false) => format!("{said}{stated}。{checking}"),
    }
}

/// Stated and unknown numbers in two short sentences, without who said so: to be spoken.
pub(super) fn spoken(count: Option<&Count>) -> String {
    let Some(count) = count.filter(|count| !count.is_silent()) else {
        return "伤亡情况正在核实。".to_owned();
    };
    let (stated, checking) = (stated(count), checking(count));
    if stated.is_empty() { checking } else { format!("{stated}。{checking}") }
}

/// 据县消防救援大队18时28分反馈，
fn said(count: &Count, timeline: &mut Timeline) -> String {
    let source = prose::clause(&count.source);
    let at = count.as_of.map(|at| timeline.minute(at)).unwrap_or_default();
    match (source.is_empty(), at.is_empty()) {
        (false, _) => format!("据{source}{at}反馈，"),
        (true, false) => format!("截至{at}，"),
        (true, true) => String::new(),
    }
}

/// What was stated, numbers and zeros, without its full stop.
fn stated(count: &Count) -> String {
    let mut parts = Vec::new();
    let caused: Vec<String> = [stated_harm(count, Measure::Deaths), injured(count)].into_iter().flatten().collect();
    let lost: Vec<String> =
        [Measure::Missing, Measure::Trapped].into_iter().filter_map(|m| stated_harm(count, m)).collect();
    match (caused.is_empty(), lost.is_empty()) {
        (false, false) => parts.push(format!("已造成{}，另有{}", caused.join("、"), lost.join("、"))),
        (false, true) => parts.push(format!("已造成{}", caused.join("、"))),
        (true, false) => parts.push(format!("有{}", lost.join("、"))),
        (true, true) => {}
    }
    let none = |measure| count.of(measure) == Number::Known(0);
    match (none(Measure::Deaths), none(Measure::Injured)) {
        (true, true) => parts.push("暂无人员伤亡".to_owned()),
        (true, false) => parts.push("暂无人员死亡".to_owned()),
        (false, true) => parts.push("暂无人员受伤".to_owned()),
        (false, false) => {}
    }
    if none(Measure::SeriouslyInjured) && count.injured.known().is_none() {
        parts.push("暂无人员重伤".to_owned());
    }
    match (none(Measure::Missing), none(Measure::Trapped)) {
        (true, true) => parts.push("暂未发现人员失联、被困".to_owned()),
        (true, false) => parts.push("暂未发现人员失联".to_owned()),
        (false, true) => parts.push("暂未发现人员被困".to_owned()),
        (false, false) => {}
    }
    match count.evacuated {
        Number::Known(0) => parts.push("暂无人员转移（疏散）".to_owned()),
        Number::Known(n) => parts.push(format!("已转移（疏散）{n}人")),
        Number::SomeUnknown => parts.push("已有人员转移（疏散）".to_owned()),
        Number::NotAsked | Number::WhetherUnknown => {}
    }
    if let Number::Known(n @ 1..) = count.at_risk {
        parts.push(format!("涉险{n}人"));
    }
    parts.join("，")
}

/// 11人受伤（其中重伤2人）
fn injured(count: &Count) -> Option<String> {
    match (count.injured, count.seriously_injured) {
        (Number::Known(n), Number::Known(0)) if n > 0 => Some(format!("{n}人受伤（无重伤）")),
        (Number::Known(n), Number::Known(serious)) if n > 0 => Some(format!("{n}人受伤（其中重伤{serious}人）")),
        (Number::SomeUnknown, Number::Known(serious)) if serious > 0 => {
            Some(format!("人员受伤（其中重伤{serious}人）"))
        }
        (_, Number::Known(serious)) if serious > 0 => Some(format!("{serious}人重伤")),
        _ => stated_harm(count, Measure::Injured),
    }
}

/// 重伤人数、是否有人员失联和被困正在核实。
fn checking(count: &Count) -> String {
    let mut items: Vec<String> = Vec::new();
    let order = [Measure::Deaths, Measure::Injured, Measure::SeriouslyInjured, Measure::Missing, Measure::Trapped];
    let how_many = order.into_iter().filter(|measure| count.of(*measure) == Number::SomeUnknown);
    items.extend(how_many.map(|measure| format!("{}人数", measure.word())));
    // Whether there is anyone is not how many there are: 失联人数 would say that people are missing.
    let whether: Vec<&str> = order
        .into_iter()
        .filter(|measure| count.of(*measure) == Number::WhetherUnknown)
        .filter(|measure| PEOPLE.contains(measure) || count.injured != Number::WhetherUnknown)
        .map(Measure::word)
        .collect();
    match whether.split_last() {
        Some((last, [])) => items.push(format!("是否有人员{last}")),
        Some((last, first)) => items.push(format!("是否有人员{}和{last}", first.join("、"))),
        None => {}
    }
    if matches!(count.evacuated, Number::SomeUnknown | Number::WhetherUnknown) {
        items.push("人员转移（疏散）情况".to_owned());
    }
    if matches!(count.at_risk, Number::SomeUnknown | Number::WhetherUnknown) {
        items.push("涉险人员情况".to_owned());
    }
    if items.is_empty() { String::new() } else { format!("{}正在核实。", items.join("、")) }
}
