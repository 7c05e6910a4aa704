//! 报送类型: 突发事件 or 普通信息, by what the letter says (notice of 2024: 灾害事故信息通过突发事件报送，工作信息通过普通信息报送;
//! 灾害事故信息必须在正文中报送). Advice; nothing is held back by it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::agreement::counted::{self, Of};
use crate::agreement::wording::HOLLOW;
use crate::count::Measure;
use crate::hygiene;
use crate::pack::{EventKind, Packs};

/// The two ways into the system of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 突发事件
    Incident,
    /// 普通信息
    Information,
}

impl Channel {
    /// The word on screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Incident => "突发事件",
            Self::Information => "普通信息",
        }
    }
}

/// Which way a letter should go, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChannelAdvice {
    /// The way.
    pub channel: Channel,
    /// Sentences that quote the words.
    pub reasons: Vec<String>,
}

/// What a room does on a quiet day.
const WORK: [&str; 13] =
    ["会议", "检查", "部署", "培训", "总结", "值班安排", "考核", "排查", "督导", "调研", "宣传", "案例", "学习"];
/// Those that make a letter 普通信息 by themselves.
const INFORMATION: [&str; 7] = ["会议", "检查", "部署", "培训", "总结", "值班安排", "考核"];
/// Words before which nothing has happened yet.
const SUPPOSED: [&str; 19] = [
    "一旦", "如果", "如遇", "假如", "倘若", "假设", "模拟", "防止", "预防", "避免", "严防", "谨防", "杜绝", "遏制",
    "防范", "以免", "预计", "预报", "未来",
];
/// Words that speak of what happened at other times and places.
const RECALLED: [&str; 14] = [
    "近期",
    "近年",
    "去年",
    "往年",
    "历年",
    "全年",
    "上半年",
    "下半年",
    "季度",
    "上月",
    "同比",
    "各地",
    "多起",
    "典型",
];
/// Words of a day that is not past: what happened then is news, in however many places.
const JUST_NOW: [&str; 11] = ["今日", "今天", "今晨", "今早", "今晚", "昨日", "昨天", "昨夜", "昨晚", "凌晨", "刚刚"];
/// What follows a word for an event where it names no event: 火灾隐患.
const NO_EVENT: [&str; 13] =
    ["隐患", "风险", "预案", "防控", "防治", "防范", "防火", "演练", "概率", "预警", "应急", "时应", "时要"];
/// What happened, where the packs have no word for it.
const GENERIC: [&str; 5] = ["事故", "灾害", "灾情", "险情", "突发事件"];
/// So many characters between 发生 and what happened: 发生一起较大生产安全事故.
const FAR: usize = 16;
/// Most characters of a word for an event, and of what follows it.
const LONGEST_WORD: usize = 40;
/// People who were harmed, or may be.
const HARMED: [Measure; 8] = [
    Measure::Deaths,
    Measure::Injured,
    Measure::SeriouslyInjured,
    Measure::LightlyInjured,
    Measure::Missing,
    Measure::Trapped,
    Measure::Evacuated,
    Measure::AtRisk,
];
/// The same where nobody has counted them.
const UNCOUNTED: [&str; 9] =
    ["人员死亡", "人员受伤", "人员失联", "人员失踪", "人员被困", "群众被困", "工人被困", "人员涉险", "群众涉险"];
/// Fewer characters beside a pointer to an attachment tell nothing.
const TOLD: usize = 60;
/// A material of so many characters has something to tell.
const MATERIAL: usize = 200;

/// Which way a letter should go; none where its words do not say.
#[must_use]
pub fn advise(packs: &Packs, title: &str, body: &str) -> Option<ChannelAdvice> {
    let sentences: Vec<&str> = std::iter::once(title).chain(body.split(['。', '；', '！', '\n'])).collect();
    let mut reasons = Vec::new();
    if let Some(words) = sentences.iter().find_map(|sentence| happened(packs, sentence)) {
        reasons.push(format!("文中写了“{words}”，是已经发生的事，请按突发事件报送"));
    }
    if let Some(words) = sentences.iter().find_map(|sentence| people(sentence)) {
        reasons.push(format!("文中写了“{words}”，有人受到伤害或威胁，请按突发事件报送"));
    }
    if !reasons.is_empty() {
        return Some(ChannelAdvice { channel: Channel::Incident, reasons });
    }
    let work = INFORMATION.into_iter().filter(|word| sentences.iter().any(|sentence| sentence.contains(word)));
    let reasons: Vec<String> =
        work.map(|word| format!("文中写了“{word}”，没有写发生了什么，是工作信息，请按普通信息报送")).collect();
    (!reasons.is_empty()).then_some(ChannelAdvice { channel: Channel::Information, reasons })
}

fn any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Told of other times and places.
fn recalled(sentence: &str) -> bool {
    any(sentence, &RECALLED) && !any(sentence, &JUST_NOW)
}

/// 发生火灾, or a word of the packs for it where the sentence is not about work.
fn happened<'t>(packs: &Packs, sentence: &'t str) -> Option<&'t str> {
    let about_work = any(sentence, &WORK) || recalled(sentence);
    sentence.split(['，', '：', ',', ':']).find_map(|clause| {
        let said = || (!about_work && !any(clause, &SUPPOSED)).then(|| named(packs, clause)).flatten();
        occurred(packs, clause).filter(|_| !recalled(sentence)).or_else(said)
    })
}

/// Every word by which an event goes, with what its title says happened.
fn words_of(event: &EventKind) -> impl Iterator<Item = String> {
    let title = event.happened(&BTreeMap::new());
    let title = title.strip_prefix("发生").map(str::to_owned);
    title.into_iter().chain([event.name.clone()]).chain(event.words.iter().cloned()).filter(|word| !word.is_empty())
}

/// Where the first, and of those the longest, word for an event stands in a text.
fn first_word(packs: &Packs, text: &str) -> Option<std::ops::Range<usize>> {
    let words = packs.events().iter().flat_map(words_of);
    let generic = GENERIC.into_iter().map(str::to_owned);
    let found = words.chain(generic).filter_map(|word| text.find(&word).map(|at| at..at + word.len()));
    found.min_by_key(|at| (at.start, std::cmp::Reverse(at.end)))
}

/// 发生一起较大火灾, from 发生 on; nothing that is only feared.
fn occurred<'t>(packs: &Packs, clause: &'t str) -> Option<&'t str> {
    let supposed = SUPPOSED.iter().filter_map(|word| clause.find(word).map(|at| at + word.len())).min();
    clause.match_indices("发生").find_map(|(at, _)| {
        let (before, rest) = clause.split_at(at);
        let rest = hygiene::beginning(rest, FAR + LONGEST_WORD);
        if supposed.is_some_and(|end| end <= at)
            || before.ends_with(['未', '无', '不', '没', '易', '若', '如'])
            || before.ends_with("可能")
        {
            return None;
        }
        let word = first_word(packs, rest)?;
        let near = rest.get(..word.start)?.chars().count() <= FAR;
        let event = !NO_EVENT.iter().any(|after| rest.get(word.end..).is_some_and(|rest| rest.starts_with(after)));
        rest.get(..word.end).filter(|_| near && event)
    })
}

/// 着火: a word of the packs by itself.
fn named<'t>(packs: &Packs, clause: &'t str) -> Option<&'t str> {
    let words = packs.events().iter().flat_map(words_of);
    let last_of_none = NO_EVENT.iter().filter_map(|word| clause.rfind(word)).max();
    let event = |(at, word): (usize, usize)| {
        let before = clause.get(..at)?;
        let denied = before.ends_with(['未', '无', '没', '防', '灭']) || last_of_none >= Some(at + word);
        clause.get(at..at + word).filter(|_| !denied)
    };
    let mut found: Vec<(usize, usize)> = words
        .flat_map(|word| clause.match_indices(&word).map(|(at, _)| (at, word.len())).collect::<Vec<_>>())
        .collect();
    found.sort_by_key(|(at, length)| (*at, std::cmp::Reverse(*length)));
    found.into_iter().find_map(event)
}

/// 3人被困; 人员失联 where nobody has counted them.
fn people(sentence: &str) -> Option<&str> {
    if any(sentence, &WORK) || recalled(sentence) || any(sentence, &SUPPOSED) {
        return None;
    }
    let harmed = |of: Of| match of {
        Of::Measure(measure) => HARMED.contains(&measure),
        Of::LightlyInjured | Of::Casualties => true,
    };
    let counts = counted::scan(sentence);
    let some = counts.iter().find(|count| harmed(count.of) && count.value.is_some_and(|value| value > 0));
    if let Some(count) = some {
        return sentence.get(count.at.clone());
    }
    let denied =
        |before: &str| ["无", "未", "否", "没有", "是否有", "未发现", "未造成"].iter().any(|no| before.ends_with(no));
    UNCOUNTED.iter().find_map(|words| {
        let said = |at: &usize| !denied(sentence.get(..*at).unwrap_or_default());
        let at = sentence.match_indices(words).map(|(at, _)| at).find(said)?;
        sentence.get(at..at + words.len())
    })
}

/// 附件代正文: a sentence where the body only points elsewhere, or leaves out most of the material it was written from.
#[must_use]
pub fn hollow(body: &str, material: Option<&str>) -> Option<String> {
    let told: usize = body.split(['。', '；', '\n']).filter(|sentence| !any(sentence, &HOLLOW)).map(length).sum();
    let pointer = HOLLOW.into_iter().find(|pointer| body.contains(pointer)).filter(|_| told < TOLD);
    if let Some(words) = pointer {
        return Some(format!("正文只写了“{words}”，灾害事故信息不得以附件代替，请把情况写进正文"));
    }
    let (written, whole) = (length(body), length(material?));
    (whole >= MATERIAL && written.saturating_mul(2) < whole).then(|| {
        format!(
            "正文{written}字，材料{whole}字，正文不到材料的一半，灾害事故信息不得以附件代替，请把材料里的情况写进正文"
        )
    })
}

fn length(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}
