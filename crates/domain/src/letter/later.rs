//! 续报: what changed since the report before, in the order in which a superior asks. Never the story again (肇庆; domain
//! §2.1).

use super::casualties::{People, whole};
use super::phrases::known;
use super::timeline::Timeline;
use super::{LetterFacts, prose};
use crate::Moment;
use crate::facts::Facts;
use crate::pack::Packs;
use crate::process::SubIncident;
use crate::quantity::Quantity;
use crate::report::Stage;
use crate::township::unit_of;

/// Somebody was asked and said so.
pub(crate) const UNCHANGED: &str = "伤亡情况无变化";
/// Nobody was: the count is still the one of the report before.
pub(crate) const NOT_HEARD: &str = "尚未收到新的伤亡情况反馈";

/// 据县消防救援大队反馈，死亡由6人增至18人，受伤由10人减至1人。累计造成18人死亡、1人受伤。
pub(super) fn changes(people: Option<People<'_>>, letter: &LetterFacts<'_>, timeline: &mut Timeline) -> String {
    let Some(before) = letter.before.filter(|_| letter.stage == Stage::FollowUp) else { return String::new() };
    let Some(people) = people else { return "人员伤亡情况仍在核实。".to_owned() };
    let counted = before.facts.adopted();
    let gone = letter.facts.adopted().zip(counted).map(|(now, then)| now.retracts(then)).unwrap_or_default();
    let checking = people.checking("仍在核实", &gone);
    if people.same_as(counted) && !asked_since(letter) {
        return format!("{NOT_HEARD}。{checking}");
    }
    let source = people.said_as_of(speaks_as_of(letter), timeline);
    if people.same_as(counted) {
        return format!("{source}{UNCHANGED}。{checking}");
    }
    let changes = people.changes_since(counted);
    let retracted = people.retracted(counted, before.stage);
    let lead = if changes.is_empty() { "已造成" } else { "累计造成" };
    let sum = whole(Some(people), lead, &people.now_none(counted));
    let said = [changes.join("，"), sum].into_iter().filter(|said| !said.is_empty()).map(|said| format!("{said}。"));
    let said = said.collect::<String>();
    if said.is_empty() { retracted + &checking } else { retracted + &source + &said + &checking }
}

/// 据县人民医院反馈，共造成2人死亡、10人受伤: the whole of a final report, and who said so.
pub(super) fn settled(people: Option<People<'_>>, letter: &LetterFacts<'_>, timeline: &mut Timeline) -> String {
    let sum = whole(people.map(People::settled), "共造成", &[]);
    let Some(people) = people.filter(|_| letter.stage == Stage::Final && !sum.is_empty()) else { return sum };
    let told = letter.before.and_then(|before| before.facts.adopted());
    if !asked_since(letter) && people.same_as(told) {
        return people.said_before(timeline) + &sum;
    }
    people.said_as_of(speaks_as_of(letter), timeline) + &sum
}

/// 截至: when the adopted count was given, where that is news; else when the report is written.
pub(super) fn speaks_as_of(letter: &LetterFacts<'_>) -> Moment {
    let counted = letter.facts.adopted().and_then(|count| count.as_of);
    counted.filter(|at| letter.before.is_none_or(|before| *at > before.at)).unwrap_or(letter.as_of)
}

/// Whether the adopted count was given after the report before went.
fn asked_since(letter: &LetterFacts<'_>) -> bool {
    let counted = letter.facts.adopted().and_then(|count| count.as_of);
    counted.is_some_and(|at| letter.before.is_none_or(|before| at > before.at))
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
