//! Counts of people in running text: 1人死亡, 死亡1人, 造成1死11伤, 11名伤员, 暂无人员伤亡.

use std::ops::Range;

use super::Finding;
use super::numerals::{self, Numeral};
use crate::count::{Count, Measure, Number};
use crate::facts::Facts;
use crate::pack::Class;
use crate::severity::Severity;

/// What a count in a text is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// A column of the counts table.
    Measure(Measure),
    /// 轻伤: as stated, else 受伤 less 重伤.
    LightlyInjured,
    /// 伤亡: 死亡 and 受伤.
    Casualties,
}

impl Of {
    /// The word for it among people of that class of events.
    pub(crate) const fn word_in(self, class: Option<Class>) -> &'static str {
        match self {
            Self::Measure(measure) => measure.word_in(class),
            Self::LightlyInjured => "轻伤",
            Self::Casualties => "伤亡",
        }
    }
}

/// A count as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counted {
    /// The whole phrase, in bytes.
    pub(crate) at: Range<usize>,
    /// Its number.
    pub(crate) number_at: Range<usize>,
    /// Of what.
    pub(crate) of: Of,
    /// How many; none for a number too large to be one of people.
    pub(crate) value: Option<u32>,
}

/// A statement that there is nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Denial {
    /// Where, in bytes.
    pub(crate) at: Range<usize>,
    /// Nobody of what.
    pub(super) of: Of,
}

/// Longer words before the shorter ones that they begin with.
const WORDS: [(&str, Of); 30] = [
    ("死亡", Of::Measure(Measure::Deaths)),
    ("遇难", Of::Measure(Measure::Deaths)),
    ("罹难", Of::Measure(Measure::Deaths)),
    ("身亡", Of::Measure(Measure::Deaths)),
    ("丧生", Of::Measure(Measure::Deaths)),
    ("死者", Of::Measure(Measure::Deaths)),
    ("轻伤", Of::LightlyInjured),
    ("轻微伤", Of::LightlyInjured),
    ("重伤", Of::Measure(Measure::SeriouslyInjured)),
    ("伤亡", Of::Casualties),
    ("受伤", Of::Measure(Measure::Injured)),
    ("负伤", Of::Measure(Measure::Injured)),
    ("伤员", Of::Measure(Measure::Injured)),
    ("伤者", Of::Measure(Measure::Injured)),
    ("发病", Of::Measure(Measure::Injured)),
    ("病重", Of::Measure(Measure::SeriouslyInjured)),
    ("重症", Of::Measure(Measure::SeriouslyInjured)),
    ("轻症", Of::LightlyInjured),
    ("失联", Of::Measure(Measure::Missing)),
    ("失踪", Of::Measure(Measure::Missing)),
    ("下落不明", Of::Measure(Measure::Missing)),
    ("被困", Of::Measure(Measure::Trapped)),
    ("受困", Of::Measure(Measure::Trapped)),
    ("转移（疏散）", Of::Measure(Measure::Evacuated)),
    ("转移", Of::Measure(Measure::Evacuated)),
    ("疏散", Of::Measure(Measure::Evacuated)),
    ("涉险", Of::Measure(Measure::AtRisk)),
    ("在院治疗", Of::Measure(Measure::InHospital)),
    ("自行撤离", Of::Measure(Measure::Withdrawn)),
    ("获救", Of::Measure(Measure::Rescued)),
];
/// Only directly behind a number: 1死11伤.
const SHORT: [(&str, Of); 2] = [("死", Of::Measure(Measure::Deaths)), ("伤", Of::Measure(Measure::Injured))];
/// What may stand between 人 and the word.
const BETWEEN: [&str; 34] = [
    "群众",
    "人员",
    "工人",
    "村民",
    "居民",
    "学生",
    "师生",
    "矿工",
    "职工",
    "员工",
    "施工",
    "作业",
    "司机",
    "乘客",
    "儿童",
    "老人",
    "男子",
    "女子",
    "不幸",
    "当场",
    "经抢救无效",
    "抢救无效",
    "受",
    "仍",
    "还",
    "尚",
    "均",
    "已",
    "正",
    "因",
    "处于",
    "全部",
    "被",
    "现场",
];
/// Who comes for those who were counted, and is none of them: 2名死者家属.
const RELATIVES: [&str; 6] = ["家属", "亲属", "人员家属", "人员亲属", "家人", "亲友"];
/// What may stand between the word and its number.
const LINKS: [&str; 23] = [
    "至少",
    "人数",
    "人员",
    "群众",
    "者",
    "总数",
    "分别",
    "为",
    "：",
    ":",
    "共计",
    "共",
    "已达",
    "达到",
    "达",
    "约",
    "增至",
    "升至",
    "上升至",
    "至",
    "计",
    "有",
    "累计",
];

/// All counts of people.
pub(crate) fn scan(text: &str) -> Vec<Counted> {
    let mut found: Vec<Counted> = Vec::new();
    for number in numerals::scan(text) {
        // A word that already belongs to the number before it is not the next one's: 1人死亡11人受伤.
        let from = found.last().map_or(0, |last| last.at.end);
        found.extend(behind(text, &number, from).or_else(|| ahead(text, &number)));
    }
    found
}

fn person(rest: &str) -> Option<usize> {
    let vague = ["余", "多", "几", "个"].iter().find(|word| rest.starts_with(**word)).map_or(0, |word| word.len());
    let rest = rest.get(vague..)?;
    let word = ["人", "名", "位"].iter().find(|word| rest.starts_with(**word))?;
    (!rest.starts_with("人民")).then_some(vague + word.len())
}

/// 死亡1人: the word before the number.
fn behind(text: &str, number: &Numeral, from: usize) -> Option<Counted> {
    let mut before = text.get(from..number.at.start)?;
    while let Some(link) = LINKS.iter().find(|link| before.ends_with(**link)) {
        before = before.strip_suffix(link)?;
    }
    let (word, of) = WORDS.iter().find(|(word, _)| before.ends_with(word))?;
    let rest = text.get(number.at.end..)?;
    let person = person(rest);
    let ends = rest.chars().next().is_none_or(|c| crate::hygiene::is_punctuation(c) || c == '\n');
    if person.is_none() && !ends {
        return None;
    }
    let end = number.at.end + person.unwrap_or(0);
    let start = from + before.len() - word.len();
    let of = if is_out(before.strip_suffix(word)?) { Of::Measure(Measure::Rescued) } else { *of };
    Some(Counted { at: start..end, number_at: number.at.clone(), of, value: number.whole() })
}

/// 救出被困人员3人 counts those rescued; 正在营救被困人员3人 does not.
fn is_out(before: &str) -> bool {
    let done = ["成功", "已", "共", "累计", "已经"];
    let saved = ["营救", "解救"].iter().find_map(|word| before.strip_suffix(word));
    before.ends_with("救出") || saved.is_some_and(|before| done.iter().any(|word| before.ends_with(word)))
}

/// 1人死亡, 11名伤员, 1死: the word after the number.
fn ahead(text: &str, number: &Numeral) -> Option<Counted> {
    let rest = text.get(number.at.end..)?;
    let mut length = person(rest).unwrap_or(0);
    let made = |length: usize, of: Of| {
        let at = number.at.start..number.at.end + length;
        Some(Counted { at, number_at: number.at.clone(), of, value: number.whole() })
    };
    loop {
        let rest = rest.get(length..)?;
        let words = WORDS.iter().filter(|_| length > 0).chain(&SHORT);
        if let Some((word, of)) = words.into_iter().find(|(word, _)| rest.starts_with(word)) {
            let after = rest.get(word.len()..).unwrap_or_default();
            let relatives = RELATIVES.iter().any(|word| after.starts_with(word));
            return made(length + word.len(), *of).filter(|_| !relatives);
        }
        let between = BETWEEN.iter().filter(|_| length > 0).find(|word| rest.starts_with(**word))?;
        length += between.len();
    }
}

/// 暂无人员死亡, 无人员失联、被困, 未造成人员伤亡: each thing denied.
pub(crate) fn denials(text: &str) -> Vec<Denial> {
    let mut found = Vec::new();
    for lead in ["无", "没有", "未造成", "未发现"] {
        for (start, _) in text.match_indices(lead) {
            let mut at = start + lead.len();
            at +=
                ["人员", "人", "群众"].iter().find(|word| text[at..].starts_with(**word)).map_or(0, |word| word.len());
            while let Some((word, of)) = WORDS.iter().find(|(word, _)| text[at..].starts_with(word)) {
                at += word.len();
                found.push(Denial { at: start..at, of: *of });
                at +=
                    ["、", "和", "或"].iter().find(|word| text[at..].starts_with(**word)).map_or(0, |word| word.len());
            }
        }
    }
    found
}

/// 2人受伤（均为重伤）: a part that is the whole has no number of its own.
fn named_whole(part: Measure, body: &str) -> bool {
    let words = [part.word(), part.word_in(Some(Class::Health))];
    let of_injured = matches!(part, Measure::SeriouslyInjured | Measure::LightlyInjured);
    let named = |word: &str| body.contains(&format!("（{word}）")) || body.contains(&format!("（均为{word}）"));
    of_injured && words.into_iter().any(named)
}

/// Counts of the fields of which an edited body says nothing; what the report before told need not be told again.
pub(super) fn left_out(facts: &Facts, class: Option<Class>, told: Option<&Count>, body: &str) -> Vec<Finding> {
    let Some(adopted) = facts.adopted() else { return Vec::new() };
    let counts = scan(body);
    let of = |measure| if measure == Measure::LightlyInjured { Of::LightlyInjured } else { Of::Measure(measure) };
    let written = |measure: Measure| counts.iter().any(|count| count.of == of(measure));
    let absent = |measure: &Measure| match adopted.of(*measure) {
        number if told.is_some_and(|told| told.of(*measure) == number) => false,
        number if number == adopted.injured && named_whole(*measure, body) => false,
        Number::Known(n) | Number::Over(n) => n > 0 && !written(*measure),
        _ => false,
    };
    let finding = |measure: Measure| {
        let expected = format!("{}人{}", adopted.of(measure).known().unwrap_or(0), measure.word_in(class));
        let message = format!("字段里有{expected}，正文没有写，请补上");
        Finding { at: 0..0, expected, message, severity: Severity::Error, take: None }
    };
    // 现场共有 stands before its number; the parts say it too.
    Measure::ALL.into_iter().filter(|measure| *measure != Measure::Present).filter(absent).map(finding).collect()
}
