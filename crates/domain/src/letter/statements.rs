//! 陈述: text fields as sentences. What was said is said once, and never stronger than it was.

use super::prose::{clause, sentence};
use super::timeline::Timeline;
use crate::facts::{Facts, FlameOut, Stated};
use crate::pack::{EventKind, Figure, Packs};
use crate::quantity::Quantity;
use crate::report::Stage;

/// What a building's name ends in.
const BUILDINGS: [char; 12] = ['房', '楼', '构', '筑', '库', '宅', '棚', '店', '铺', '厅', '舍', '墅'];

/// So many characters in common make one subject of two figures: 农作物.
const SHARED: usize = 3;

fn known(stated: &Stated) -> Option<String> {
    stated.known().map(clause).filter(|text| !text.is_empty())
}

fn is_none(text: &str) -> bool {
    ["无", "暂无", "没有", "暂时没有", "目前没有", "0"].contains(&text)
}

/// Said as it was, or led in by words where it is no sentence by itself.
fn led(stated: &Stated, complete: &[&str], lead: impl Fn(&str) -> String) -> String {
    let Some(text) = known(stated) else { return String::new() };
    if complete.iter().any(|word| text.contains(word)) { sentence(&text) } else { sentence(&lead(&text)) }
}

/// 简要经过
pub(super) fn course(facts: &Facts) -> String {
    plain(&facts.course)
}

/// 房屋情况
pub(super) fn building(facts: &Facts) -> String {
    let complete = ["该", "起火建筑", "房屋", "建筑物", "为", "系"];
    led(&facts.building, &complete, |text| {
        // 自建，5层，出租 are notes, and name no building.
        let first = text.split(['，', '、', '；']).next().unwrap_or(text);
        let named = first.ends_with(BUILDINGS) || !text.contains(['，', '、', '；']);
        if named { format!("该建筑为{text}") } else { format!("房屋情况：{text}") }
    })
}

/// 已到力量
pub(super) fn forces(facts: &Facts) -> String {
    // Whoever was sent has not arrived yet: 派出5车26人 is not 派出5车26人已到场.
    let complete = [
        "到场", "到达", "赶到", "赶赴", "出动", "抵达", "现场", "投入", "调派", "调集", "派出", "增派", "集结", "途中",
        "参与", "参加", "组织",
    ];
    led(&facts.forces, &complete, |text| {
        if is_none(text) { "暂无力量到场".to_owned() } else { format!("{text}已到场") }
    })
}

/// Said as it was.
pub(super) fn plain(stated: &Stated) -> String {
    known(stated).map(|text| sentence(&text)).unwrap_or_default()
}

/// 已采取措施, without what [`flame_out`] says with its time.
pub(super) fn measures(facts: &Facts) -> String {
    let text = plain(&facts.measures);
    if !matches!(facts.flame_out, Some(FlameOut::Out(_))) {
        return text;
    }
    let out = ["明火已扑灭", "明火扑灭", "明火已经扑灭", "明火已被扑灭"];
    let again = |clause: &&str| !out.contains(&clause.trim_end_matches(['，', '；', '。', '、']));
    let rest: String = text.split_inclusive(['，', '；', '。', '、']).filter(again).collect();
    sentence(&rest)
}

/// 初步估计直接经济损失12万元; in a follow-up 由3万元增至12万元.
pub(super) fn loss(facts: &Facts, before: Option<&Facts>, event: Option<&EventKind>) -> String {
    let name = event.map_or("直接经济损失", |event| event.loss.as_str());
    let Some(wan) = facts.loss_wan else { return String::new() };
    let told = changed(wan, before.and_then(|before| before.loss_wan), "万元");
    format!("初步估计{name}{told}。")
}

/// 180公顷; 由120公顷增至180公顷 where the report before had another number.
fn changed(now: Quantity, before: Option<Quantity>, unit: &str) -> String {
    match before {
        Some(was) if was < now => format!("由{was}{unit}增至{now}{unit}"),
        Some(was) if was > now => format!("由{was}{unit}减至{now}{unit}"),
        _ => format!("{now}{unit}"),
    }
}

/// 受害森林面积12公顷，断行6小时; what the event's own name says is not said again but where it changed.
pub(super) fn figures(packs: &Packs, facts: &Facts, before: Option<&Facts>, event: Option<&EventKind>) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut last: Option<&Figure> = None;
    for figure in packs.figures() {
        let told = |_: &&Quantity| before.is_some() || event.is_none_or(|event| !event.names(&figure.id));
        let Some(number) = facts.figures.get(&figure.id).filter(told) else { continue };
        let was = before.and_then(|before| before.figures.get(&figure.id).copied());
        // 停电0户 says nothing, unless there had been some.
        if *number == Quantity::default() && was.is_none_or(|was| was == *number) {
            continue;
        }
        // What the event is called after does not grow, it was measured anew.
        let told = match was.filter(|was| was != number && event.is_some_and(|event| event.names(&figure.id))) {
            Some(was) => {
                let (was, number) = (was.with_tenths(), number.with_tenths());
                format!("由{was}{unit}更正为{number}{unit}", unit = figure.unit)
            }
            None => changed(*number, was, &figure.unit),
        };
        // What changed is said with its whole name.
        let same = last.filter(|_| was.is_none()).map_or("", |last| shared(last, figure));
        let name = figure.name.strip_prefix(same).unwrap_or(&figure.name);
        match said.last_mut() {
            Some(before) if name.is_empty() => before.push_str(&told),
            Some(before) if !same.is_empty() => before.push_str(&format!("、{name}{told}")),
            _ => said.push(format!("{name}{told}")),
        }
        last = Some(figure).filter(|_| was.is_none());
    }
    if said.is_empty() { String::new() } else { format!("{}。", said.join("，")) }
}

/// What the names of two figures begin with and is said once: 倒塌房屋94户291间, 农作物受灾12公顷、成灾6公顷.
fn shared<'a>(last: &Figure, figure: &'a Figure) -> &'a str {
    if last.name == figure.name {
        return &figure.name;
    }
    let alike = last.name.chars().zip(figure.name.chars()).take_while(|(a, b)| a == b);
    let length: usize = alike.map(|(c, _)| c.len_utf8()).sum();
    let same = figure.name.get(..length).unwrap_or_default();
    if last.unit == figure.unit && same.chars().count() >= SHARED { same } else { "" }
}

/// 明火已于14时20分扑灭。
pub(super) fn flame_out(facts: &Facts, timeline: &mut Timeline) -> String {
    match facts.flame_out {
        Some(FlameOut::Out(at)) => format!("明火已于{}扑灭。", timeline.minute(at)),
        Some(FlameOut::Burning) => "明火尚未扑灭。".to_owned(),
        None => String::new(),
    }
}

/// 现场负责人
pub(super) fn scene_leader(facts: &Facts) -> String {
    led(&facts.scene_leader, &["负责", "指挥"], |text| format!("现场负责人：{text}"))
}

/// 舆情
pub(super) fn opinion(facts: &Facts) -> String {
    let Some(text) = known(&facts.opinion) else { return String::new() };
    let not_found = ["暂未发现", "未发现", "暂未发现舆情", "未发现舆情", "暂无发现"].contains(&text.as_str());
    if is_none(&text) || not_found { "暂未发现相关舆情。".to_owned() } else { sentence(&text) }
}

/// 下一步
pub(super) fn next_step(facts: &Facts) -> String {
    led(&facts.next_step, &["下一步"], |text| format!("下一步，{text}"))
}

/// 请求事项
pub(super) fn requests(facts: &Facts) -> String {
    let Some(text) = known(&facts.requests) else { return String::new() };
    if is_none(&text) {
        return "暂无请求事项。".to_owned();
    }
    if text.contains('请') { sentence(&text) } else { sentence(&format!("请求{text}")) }
}

/// Fields under check that have no sentence of their own; a final report leaves them open.
pub(super) fn checking(facts: &Facts, stage: Stage) -> String {
    let fields = [
        (&facts.place, "具体地点"),
        (&facts.unit, "事发单位"),
        (&facts.source, "信息来源"),
        (&facts.course, "事发经过"),
        (&facts.building, "房屋情况"),
        (&facts.forces, "到场力量"),
        (&facts.measures, "处置情况"),
        (&facts.scene_leader, "现场负责人"),
        (&facts.opinion, "舆情情况"),
    ];
    let names: Vec<&str> =
        fields.iter().filter(|(stated, _)| **stated == Stated::Checking).map(|(_, name)| *name).collect();
    let verb = if stage == Stage::Final { "未能核实" } else { "正在核实" };
    if names.is_empty() { String::new() } else { format!("{}{verb}。", names.join("、")) }
}
