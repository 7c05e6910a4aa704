//! 续报: what changed since the report before, in the order in which a superior asks. Never the story again (肇庆; domain
//! §2.1).

use super::casualties::{People, whole};
use super::phrases::known;
use super::timeline::Timeline;
use super::{LetterFacts, prose};
use crate::facts::Facts;
use crate::pack::Packs;
use crate::process::SubIncident;
use crate::quantity::Quantity;
use crate::report::Stage;
use crate::township::unit_of;

/// 死亡由6人增至18人，受伤由10人减至1人。累计造成18人死亡、1人受伤。
pub(super) fn changes(people: Option<People<'_>>, letter: &LetterFacts<'_>) -> String {
    let Some(before) = letter.before.filter(|_| letter.stage == Stage::FollowUp) else { return String::new() };
    let Some(people) = people else { return "人员伤亡情况仍在核实。".to_owned() };
    let changes = people.changes_since(before.facts.adopted());
    let checking = people.checking("仍在核实");
    if people.same_as(before.facts.adopted()) {
        return format!("伤亡情况无变化。{checking}");
    }
    let lead = if changes.is_empty() { "已造成" } else { "累计造成" };
    let sum = whole(Some(people), lead, &people.now_none(before.facts.adopted()));
    let said = [changes.join("，"), sum].into_iter().filter(|said| !said.is_empty()).map(|said| format!("{said}。"));
    said.collect::<String>() + &checking
}

/// What identifies the event and reads otherwise now: 发生时间更正为……; 经核实，具体地点为…… where it was not known.
pub(super) fn amended(packs: &Packs, letter: &LetterFacts<'_>, timeline: &mut Timeline) -> String {
    let Some(before) = letter.before.filter(|_| letter.stage == Stage::FollowUp) else { return String::new() };
    let (was, is) = (before.facts, letter.facts);
    let mut said = Vec::new();
    if let Some(occurred) =
        is.occurred.filter(|_| (is.occurred, is.occurred_until) != (was.occurred, was.occurred_until))
    {
        let time = timeline.span(occurred, is.occurred_until);
        said.push(amendment("发生时间", was.occurred.is_some(), &time));
    }
    if is.kind != was.kind
        && let Some(kind) = is.kind.as_deref().and_then(|kind| packs.event(kind))
    {
        said.push(amendment("事件类型", was.kind.is_some(), &kind.name));
    }
    for (label, now, then) in
        [("乡镇（街道）", &is.town, &was.town), ("具体地点", &is.place, &was.place), ("场所", &is.site, &was.site)]
    {
        if let Some(text) = known(now).filter(|_| now != then) {
            said.push(amendment(label, then.known().is_some(), &text));
        }
    }
    said.concat()
}

fn amendment(label: &str, was_known: bool, now: &str) -> String {
    if was_known { format!("{label}更正为{now}。") } else { format!("经核实，{label}为{now}。") }
}

/// 分乡镇看，高阳街道死亡2人、转移3036人；彝海镇……。
pub(super) fn townships(packs: &Packs, facts: &Facts) -> String {
    let columns = &packs.form().townships;
    let of = |town: &crate::township::Township| {
        let numbers: Vec<String> = columns
            .iter()
            .filter_map(|column| {
                let number = town.numbers.get(&column.of).filter(|number| **number != Quantity::default())?;
                Some(format!("{}{number}{}", column.label, unit_of(packs, &column.of)))
            })
            .collect();
        let town = prose::clause(&town.town);
        (!numbers.is_empty() && !town.is_empty()).then(|| format!("{town}{}", numbers.join("、")))
    };
    let rows: Vec<String> = facts.townships.iter().filter_map(of).collect();
    if rows.is_empty() { String::new() } else { format!("分乡镇看，{}。", rows.join("；")) }
}

/// So many 险情 are named one by one; of more, those in which somebody was harmed.
const NAMED: usize = 5;

/// 过程中已单独报送险情2起：红石镇一民房房屋倒塌（〔2026〕第019期）、……，人员伤亡已计入以上数字。
pub(super) fn sub_incidents(said: &Facts, before: Option<&Facts>) -> String {
    let reported: Vec<&SubIncident> = said.sub_incidents.iter().filter(|one| !one.number.is_empty()).collect();
    if reported.is_empty() {
        return String::new();
    }
    let harmed: Vec<&SubIncident> = reported.iter().copied().filter(|one| one.harmed()).collect();
    let few = reported.len() <= NAMED;
    let named = if few { &reported } else { &harmed };
    let lead = if few { String::new() } else { format!("，其中有人员死亡失踪的{}起", harmed.len()) };
    let one = |one: &&SubIncident| format!("{}（{}）", prose::clause(&one.name), one.number);
    let names = named.iter().take(NAMED).map(one).collect::<Vec<_>>().join("、");
    let more = if named.len() > NAMED { "等" } else { "" };
    let names = if names.is_empty() { names } else { format!("{lead}：{names}{more}") };
    let counted = if harmed.is_empty() { "" } else { "，人员伤亡已计入以上数字" };
    let again = before.is_some_and(|before| before.sub_incidents.iter().any(|one| !one.number.is_empty()));
    let verb = if again { "又" } else { "已" };
    format!("过程中{verb}单独报送险情{}起{names}{counted}。", reported.len())
}
