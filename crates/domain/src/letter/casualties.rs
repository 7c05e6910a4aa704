//! 伤亡: the adopted count in words. A number only where one was stated, zero as a statement, unknown as unknown
//! (practice §4, faults 4 to 6).

use super::prose;
use super::timeline::Timeline;
use crate::Moment;
use crate::count::{Count, Measure, Number};
use crate::facts::Facts;
use crate::pack::{Class, Packs};

/// Measures that a title and 是否有人员 speak of.
const PEOPLE: [Measure; 4] = [Measure::Deaths, Measure::Injured, Measure::Missing, Measure::Trapped];
/// What several things that turned out not to be are said behind once.
const VERIFIED_NONE: &str = "经核实无人员";
/// Before a number of an earlier report that holds no more: 首报所报死亡1人.
pub(crate) const REPORTED: &str = "所报";
/// Nobody was counted.
const UNCOUNTED: &str = "人员伤亡情况正在核实。";

/// One informant's count, in the words of its class of events.
#[derive(Clone, Copy)]
pub(super) struct People<'a> {
    count: &'a Count,
    class: Option<Class>,
    settled: bool,
}

impl<'a> People<'a> {
    /// A count of which something was said.
    pub(super) fn of(count: Option<&'a Count>, class: Option<Class>) -> Option<Self> {
        count.filter(|count| !count.is_silent()).map(|count| Self { count, class, settled: false })
    }

    /// As a final report says it: 无 instead of 暂无.
    pub(super) const fn settled(self) -> Self {
        Self { settled: true, ..self }
    }

    fn none_of(self, what: &str) -> String {
        format!("{}{what}", if self.settled { "无人员" } else { "暂无人员" })
    }

    fn not_found(self, what: &str) -> String {
        format!("{}{what}", if self.settled { "无人员" } else { "暂未发现人员" })
    }

    fn word(self, measure: Measure) -> &'static str {
        measure.word_in(self.class)
    }

    fn number(self, measure: Measure) -> Number {
        self.count.of(measure)
    }

    fn is_none(self, measure: Measure) -> bool {
        self.number(measure) == Number::Known(0)
    }

    /// 1人, 200余人: where there is anybody.
    fn some(self, measure: Measure) -> Option<String> {
        let number = self.number(measure);
        number.people().filter(|_| number.known() > Some(0))
    }

    /// 1人死亡; 人员失联 where there are some, how many not known; none otherwise.
    fn harmed(self, measure: Measure) -> Option<String> {
        match (self.some(measure), self.number(measure)) {
            (Some(people), _) => Some(format!("{people}{}", self.word(measure))),
            (None, Number::SomeUnknown) => Some(format!("人员{}", self.word(measure))),
            _ => None,
        }
    }

    /// 1人死亡11人受伤, for the title; empty where nothing is known to have happened to anybody.
    fn title(self, fell_ill: Option<String>) -> String {
        let mut words: Vec<String> = PEOPLE.into_iter().filter_map(|measure| self.harmed(measure)).collect();
        // Where nobody gave the whole, its parts stand for it: 4人重伤30人轻伤.
        if matches!(self.count.injured, Number::NotAsked | Number::WhetherUnknown) {
            let parts = [Measure::SeriouslyInjured, Measure::LightlyInjured];
            let parts = parts.into_iter().filter_map(|part| Some(format!("{}{}", self.some(part)?, self.word(part))));
            let after_deaths = usize::from(self.harmed(Measure::Deaths).is_some());
            words.splice(after_deaths..after_deaths, parts.chain(fell_ill));
        }
        // Run together, 人员失联3人被困 would read as three missing.
        let unnumbered = PEOPLE.into_iter().any(|measure| self.number(measure) == Number::SomeUnknown);
        if unnumbered { listed(&words) } else { words.concat() }
    }

    /// What was stated, numbers and zeros, without its full stop; `lead` is 已造成, 共造成, 累计造成. A zero that `told`
    /// has been said as a change is not said again.
    fn stated(self, lead: &str, told: &[Measure]) -> String {
        let caused = [self.harmed(Measure::Deaths), self.injured()];
        let caused: Vec<String> = caused.into_iter().flatten().collect();
        let lost = [Measure::Missing, Measure::Trapped];
        let lost: Vec<String> = lost.into_iter().filter_map(|measure| self.harmed(measure)).collect();
        // Who is lost is one of those who were there; of the dead the head count does not say which they were.
        let among = caused.is_empty()
            && self.some(Measure::Present).is_some()
            && lost.iter().all(|people| people.starts_with(|c: char| c.is_ascii_digit()));
        let mut parts = self.head_count(if among { &lost } else { &[] });
        match (caused.is_empty(), lost.is_empty() || among) {
            (false, false) => parts.push(format!("{lead}{}，另有{}", listed(&caused), listed(&lost))),
            (false, true) => parts.push(format!("{lead}{}", listed(&caused))),
            (true, false) => parts.push(format!("有{}", listed(&lost))),
            (true, true) => {}
        }
        parts.extend(self.some(Measure::InHospital).map(|people| format!("{people}在院治疗")));
        parts.extend(self.nobody(told));
        match (self.number(Measure::Evacuated), self.some(Measure::Evacuated)) {
            (_, Some(people)) => parts.push(format!("已{}{people}", self.word(Measure::Evacuated))),
            (Number::Known(_), None) if !told.contains(&Measure::Evacuated) => {
                parts.push(self.none_of(self.word(Measure::Evacuated)));
            }
            (Number::SomeUnknown, None) => parts.push(format!("已有人员{}", self.word(Measure::Evacuated))),
            _ => {}
        }
        parts.extend(self.some(Measure::AtRisk).map(|people| format!("涉险{people}")));
        parts.join("，")
    }

    /// 现场共有13人，其中3人自行撤离、10人获救; 现场共有22人，其中14人自行撤离、8人被困
    fn head_count(self, lost: &[String]) -> Vec<String> {
        let parts = [Measure::Withdrawn, Measure::Rescued];
        let parts = parts.into_iter().filter_map(|measure| self.harmed(measure));
        let parts: Vec<String> = parts.chain(lost.iter().cloned()).collect();
        match (self.some(Measure::Present), parts.is_empty()) {
            (Some(present), false) => vec![format!("现场共有{present}，其中{}", parts.join("、"))],
            (Some(present), true) => vec![format!("现场共有{present}")],
            (None, false) => vec![parts.join("、")],
            (None, true) => Vec::new(),
        }
    }

    /// 暂无人员伤亡: a zero is a statement.
    fn nobody(self, told: &[Measure]) -> Vec<String> {
        let mut parts = Vec::new();
        let none = |measure: Measure| self.is_none(measure) && !told.contains(&measure);
        match (none(Measure::Deaths), none(Measure::Injured)) {
            (true, true) => parts.push(self.none_of("伤亡")),
            (true, false) => parts.push(self.none_of(self.word(Measure::Deaths))),
            (false, true) => parts.push(self.none_of(self.word(Measure::Injured))),
            (false, false) => {}
        }
        if none(Measure::SeriouslyInjured) && self.count.injured.known().is_none() {
            parts.push(self.none_of(self.word(Measure::SeriouslyInjured)));
        }
        let lost: Vec<&str> = [Measure::Missing, Measure::Trapped]
            .into_iter()
            .filter(|measure| none(*measure))
            .map(|measure| self.word(measure))
            .collect();
        if !lost.is_empty() {
            parts.push(self.not_found(&lost.join("、")));
        }
        parts
    }

    /// 11人受伤（其中重伤2人、轻伤9人）
    fn injured(self) -> Option<String> {
        let serious = self
            .some(Measure::SeriouslyInjured)
            .map(|people| format!("{}{people}", self.word(Measure::SeriouslyInjured)));
        let light =
            self.some(Measure::LightlyInjured).map(|people| format!("{}{people}", self.word(Measure::LightlyInjured)));
        let parts: Vec<String> = [serious, light].into_iter().flatten().collect();
        match (self.harmed(Measure::Injured), parts.is_empty()) {
            (Some(injured), false) => {
                Some(self.all_of(&injured).unwrap_or_else(|| format!("{injured}（其中{}）", parts.join("、"))))
            }
            (Some(injured), true)
                if self.is_none(Measure::SeriouslyInjured) && self.some(Measure::Injured).is_some() =>
            {
                Some(format!("{injured}（无{}）", if self.class == Some(Class::Health) { "重症" } else { "重伤" }))
            }
            (Some(injured), true) => Some(injured),
            (None, _) => {
                let parts = [Measure::SeriouslyInjured, Measure::LightlyInjured];
                let parts: Vec<String> = parts.into_iter().filter_map(|part| self.harmed(part)).collect();
                let counted = parts.iter().any(|part| !part.starts_with("人员"));
                counted.then(|| parts.join("、"))
            }
        }
    }

    /// 2人受伤（均为重伤）: where one part is the whole.
    fn all_of(self, injured: &str) -> Option<String> {
        let whole = self.number(Measure::Injured);
        let all = [Measure::SeriouslyInjured, Measure::LightlyInjured];
        let all = all.into_iter().find(|part| matches!(whole, Number::Known(_)) && self.number(*part) == whole)?;
        let others = [Measure::SeriouslyInjured, Measure::LightlyInjured].into_iter().filter(|part| *part != all);
        if others.into_iter().any(|part| self.harmed(part).is_some()) {
            return None;
        }
        let each = if whole == Number::Known(1) { "" } else { "均为" };
        Some(format!("{injured}（{each}{}）", self.word(all)))
    }

    /// 重伤人数、是否有人员失联和被困正在核实。 Without what was `told` already.
    pub(super) fn checking(self, verb: &str, told: &[Measure]) -> String {
        let mut items: Vec<String> = Vec::new();
        let order = [Measure::Deaths, Measure::Injured, Measure::SeriouslyInjured, Measure::Missing, Measure::Trapped];
        let how_many = order.into_iter().filter(|measure| self.number(*measure) == Number::SomeUnknown);
        items.extend(how_many.map(|measure| format!("{}人数", self.word(measure))));
        // Whether there is anyone is not how many there are: 失联人数 would say that people are missing.
        let whether: Vec<&str> = order
            .into_iter()
            .filter(|measure| self.number(*measure) == Number::WhetherUnknown && !told.contains(measure))
            .filter(|measure| PEOPLE.contains(measure) || self.count.injured != Number::WhetherUnknown)
            .map(|measure| self.word(measure))
            .collect();
        match whether.split_last() {
            Some((last, [])) => items.push(format!("是否有人员{last}")),
            Some((last, first)) => items.push(format!("是否有人员{}和{last}", first.join("、"))),
            None => {}
        }
        if matches!(self.count.evacuated, Number::SomeUnknown | Number::WhetherUnknown) {
            items.push(format!("人员{}情况", self.word(Measure::Evacuated)));
        }
        if matches!(self.count.at_risk, Number::SomeUnknown | Number::WhetherUnknown) {
            items.push("涉险人员情况".to_owned());
        }
        if items.is_empty() { String::new() } else { format!("{}{verb}。", items.join("、")) }
    }

    /// 据县消防救援大队18时28分反馈，
    fn said(self, timeline: &mut Timeline) -> String {
        let at = self.count.as_of.map(|at| timeline.minute(at)).unwrap_or_default();
        self.said_at(&at)
    }

    /// 据县消防救援大队反馈， where the report says 截至 when they did; with their time where it is another one.
    pub(super) fn said_as_of(self, as_of: Moment, timeline: &mut Timeline) -> String {
        let at = self.count.as_of.filter(|at| *at != as_of).map(|at| timeline.minute(at)).unwrap_or_default();
        self.sourced(&at)
    }

    /// 据县消防救援大队此前反馈， where nobody asked them again and nobody noted when they said so.
    pub(super) fn said_before(self, timeline: &mut Timeline) -> String {
        let at = self.count.as_of.map_or_else(|| "此前".to_owned(), |at| timeline.minute(at));
        self.sourced(&at)
    }

    fn sourced(self, at: &str) -> String {
        if self.count.source.trim().is_empty() { String::new() } else { self.said_at(at) }
    }

    fn said_at(self, at: &str) -> String {
        let source = prose::clause(&self.count.source);
        match (source.is_empty(), at.is_empty()) {
            (false, _) => format!("据{source}{at}反馈，"),
            (true, false) => format!("截至{at}，"),
            (true, true) => String::new(),
        }
    }

    /// Whether every number is what it was.
    pub(super) fn same_as(self, before: Option<&Count>) -> bool {
        let before_of = |measure: Measure| before.map_or(Number::NotAsked, |count| count.of(measure));
        Measure::ALL.into_iter().all(|measure| self.number(measure) == before_of(measure))
    }

    /// 死亡由6人增至18人: what the newer count says differently; the earlier number is told, so that both can be found.
    pub(super) fn changes_since(self, before: Option<&Count>) -> Vec<String> {
        let before_of = |measure: Measure| before.map_or(Number::NotAsked, |count| count.of(measure));
        let changes = Measure::ALL.into_iter().filter_map(|measure| self.change(measure, before_of(measure)));
        changes.fold(Vec::new(), |mut said: Vec<String>, change| {
            let none = change.strip_prefix(VERIFIED_NONE);
            match (said.last_mut().filter(|last| last.starts_with(VERIFIED_NONE)), none) {
                (Some(last), Some(what)) => last.push_str(&format!("、{what}")),
                _ => said.push(change),
            }
            said
        })
    }

    /// 首报所报死亡1人正在重新核实。 What `stage` reported and this count does not know any more never goes silently.
    pub(super) fn retracted(self, before: Option<&Count>, stage: &str) -> String {
        let gone = before.map(|before| (before, self.count.retracts(before)));
        let Some((before, gone)) = gone.filter(|(_, gone)| !gone.is_empty()) else { return String::new() };
        let (asked, silent): (Vec<Measure>, Vec<Measure>) =
            gone.into_iter().partition(|measure| self.number(*measure) == Number::WhetherUnknown);
        let said = |measure: Measure| match before.of(measure).people() {
            Some(people) => format!("{}{people}", self.word(measure)),
            None => format!("人员{}", self.word(measure)),
        };
        let of = |measures: Vec<Measure>, what: &str| {
            let said: Vec<String> = measures.into_iter().map(said).collect();
            (!said.is_empty()).then(|| format!("{stage}{REPORTED}{}{what}", said.join("、")))
        };
        let said = [of(asked, "正在重新核实"), of(silent, "，本次反馈未提及")];
        format!("{}。", said.into_iter().flatten().collect::<Vec<_>>().join("；"))
    }

    /// Measures of which [`People::changes_since`] says that there is nobody.
    pub(super) fn now_none(self, before: Option<&Count>) -> Vec<Measure> {
        let before_of = |measure: Measure| before.map_or(Number::NotAsked, |count| count.of(measure));
        let gone = |measure: &Measure| self.is_none(*measure) && self.change(*measure, before_of(*measure)).is_some();
        Measure::ALL.into_iter().filter(gone).collect()
    }

    fn change(self, measure: Measure, before: Number) -> Option<String> {
        let (now, word) = (self.number(measure), self.word(measure));
        if now == before {
            return None;
        }
        let people = now.people();
        match (before.people(), people, before) {
            (Some(was), Some(is), _) if now.known() > before.known() => Some(format!("{word}由{was}增至{is}")),
            (Some(was), Some(is), _) => Some(format!("{word}由{was}减至{is}")),
            // What nobody had asked is new, not changed: the whole says it.
            (None, Some(_), Number::NotAsked) => None,
            (None, Some(_), _) if self.is_none(measure) => Some(format!("{VERIFIED_NONE}{word}")),
            (None, Some(is), Number::SomeUnknown) => Some(format!("{word}人数核实为{is}")),
            (None, Some(is), _) => Some(format!("核实{word}{is}")),
            (_, None, _) if now == Number::SomeUnknown => Some(format!("有人员{word}")),
            _ => None,
        }
    }
}

/// 人员死亡、受伤、3人失联: 人员 is said once.
fn listed(words: &[String]) -> String {
    let mut list = String::new();
    let mut unnumbered = false;
    for word in words {
        let bare = word.strip_prefix("人员");
        if !list.is_empty() {
            list.push('、');
        }
        list.push_str(bare.filter(|_| unnumbered).unwrap_or(word));
        unnumbered = bare.is_some();
    }
    list
}

/// 致1人死亡11人受伤; of those who fell ill the figure where no row says how many: 致133人发病.
pub(super) fn harm(people: Option<People<'_>>, ill: Option<u32>) -> String {
    let fell_ill = ill.map(|ill| format!("{ill}人发病"));
    let all = match people {
        Some(people) => people.title(fell_ill),
        None => fell_ill.unwrap_or_default(),
    };
    if all.is_empty() { all } else { format!("致{all}") }
}

/// How many fell ill, where a figure says so and no row of the counts does.
pub(crate) fn ill(packs: &Packs, facts: &Facts) -> Option<u32> {
    let event = packs.event(facts.kind.as_deref()?).filter(|event| event.class == Class::Health)?;
    let counted = facts.adopted().is_some_and(|count| !matches!(count.injured, Number::NotAsked));
    let of_people = packs.figures().iter().filter(|figure| figure.unit == "人" && figure.asked_of(event));
    let ill = of_people.filter_map(|figure| facts.figures.get(&figure.id)?.as_whole()).find(|ill| *ill > 0);
    ill.filter(|_| !counted)
}

/// The paragraph on people.
pub(super) fn paragraph(people: Option<People<'_>>, timeline: &mut Timeline) -> String {
    let Some(people) = people else { return UNCOUNTED.to_owned() };
    let said = people.said(timeline);
    sentences(&said, &people.stated("已造成", &[]), &people.checking("正在核实", &[]))
}

/// Stated and unknown numbers in two short sentences, without who said so: to be spoken.
pub(super) fn spoken(people: Option<People<'_>>) -> String {
    let Some(people) = people else { return "伤亡情况正在核实。".to_owned() };
    sentences("", &people.stated("已造成", &[]), &people.checking("正在核实", &[]))
}

/// 累计造成18人死亡、1人受伤: the whole as it stands now; `lead` says of when. Without the zeros that were told already.
pub(super) fn whole(people: Option<People<'_>>, lead: &str, told: &[Measure]) -> String {
    people.map(|people| people.stated(lead, told)).unwrap_or_default()
}

/// What a final report must leave open, said so.
pub(super) fn left_open(people: Option<People<'_>>) -> String {
    people.map(|people| people.checking("未能核实", &[])).unwrap_or_default()
}

fn sentences(said: &str, stated: &str, checking: &str) -> String {
    match (stated.is_empty(), checking.is_empty()) {
        (true, _) => format!("{said}{checking}"),
        (false, true) => format!("{said}{stated}。"),
        (false, false) => format!("{said}{stated}。{checking}"),
    }
}
