//! 10 标题不规范: 省市县 + 乡镇 + 场所 + 发生什么 + 伤亡（报别）, in one line without a full stop (practice §4).

use super::elements::{bare, below};
use super::kind::speaks_of;
use super::{Fault, ReturnFacts};
use crate::agreement::counted::{self, Of};
use crate::agreement::{numerals, unspaced};
use crate::count::Measure;
use crate::letter::town_in_title;

/// Punctuation that no title ends with.
const STOPS: [char; 8] = ['。', '，', '；', '、', '：', '！', '？', '.'];
/// A longer title is cut off in the list of the city's desk.
const LONGEST: usize = 60;
/// Harm that a title names where it is known.
const HARM: [Measure; 4] = [Measure::Deaths, Measure::Injured, Measure::Missing, Measure::Trapped];

pub(super) fn faults(facts: &ReturnFacts<'_>) -> Vec<Fault> {
    let mut messages = names(facts);
    messages.extend(kind(facts));
    messages.extend(stage(facts));
    messages.extend(harm(facts));
    messages.extend(form(facts.title));
    messages.into_iter().map(|message| Fault::at("title", message)).collect()
}

fn names(facts: &ReturnFacts<'_>) -> Vec<String> {
    let (letter, title) = (facts.letter, bare(facts.title));
    let (said, divisions) = (letter.facts, &letter.unit.divisions);
    let town = bare(&town_in_title(letter));
    let mut messages = Vec::new();
    if !title.contains(&town) {
        messages.push(format!("标题没有写乡镇，请在省市县后写上“{town}”"));
    }
    let known = |stated: &crate::facts::Stated| stated.known().map(|words| below(words, divisions, &town));
    let subject = [&said.unit, &said.site].into_iter().filter_map(known).filter(|words| !words.is_empty());
    let subject: Vec<String> = subject.collect();
    let place = known(&said.place).filter(|words| !words.is_empty());
    let named = subject.iter().chain(&place).any(|words| title.contains(words.as_str()));
    // A title may do without the place below the town, never without what it happened to.
    if let Some(words) = subject.first().filter(|_| !named) {
        messages.push(format!("标题没有写事发单位或场所，请写上“{words}”"));
    }
    messages
}

/// Neither the kind that was chosen nor any other.
fn kind(facts: &ReturnFacts<'_>) -> Option<String> {
    let said = facts.letter.facts;
    let chosen = facts.packs.event(said.kind.as_deref()?).filter(|_| !said.withdrawn)?;
    let mut others = facts.packs.events().iter().filter(|event| !event.name.starts_with("其他"));
    let named = others.any(|event| speaks_of(facts.title, event));
    let happened = chosen.happened(&said.figures);
    let written = facts.title.contains(&happened) || speaks_of(facts.title, chosen);
    (!written && !named).then(|| format!("标题没有写发生了什么，请写上“{happened}”"))
}

/// （续报三）; what is taken back is called so in the title's last words.
fn stage(facts: &ReturnFacts<'_>) -> Option<String> {
    let stage = facts.letter.stage.word_of(facts.letter.nth);
    let last = if facts.letter.facts.withdrawn { format!("不属实的{stage}") } else { format!("（{stage}）") };
    let ends = facts.title.trim_end().trim_end_matches(STOPS).ends_with(&last);
    (!ends).then(|| format!("标题末尾没有写报别，请写上“{last}”"))
}

fn harm(facts: &ReturnFacts<'_>) -> Vec<String> {
    let said = facts.letter.facts;
    let Some(adopted) = said.adopted().filter(|_| !said.withdrawn) else { return Vec::new() };
    let class = said.class(facts.packs);
    let counts = counted::scan(&unspaced(facts.title));
    let both = [Measure::Deaths, Measure::Injured];
    let written = |measure: Measure| {
        counts
            .iter()
            .any(|count| count.of == Of::Measure(measure) || count.of == Of::Casualties && both.contains(&measure))
    };
    let lacks = HARM.into_iter().filter(|measure| !written(*measure)).filter_map(|measure| {
        let number = adopted.of(measure);
        let people = number.people().filter(|_| number.known() > Some(0))?;
        Some(format!("{people}{}", measure.word_in(class)))
    });
    lacks.map(|harm| format!("标题没有写{harm}，请写上")).collect()
}

fn form(title: &str) -> Vec<String> {
    let mut messages = Vec::new();
    if title.contains(['\n', '\r']) {
        messages.push("标题分了行，请写成一行".to_owned());
    }
    let chars: Vec<char> = title.chars().collect();
    let wide = |c: Option<&char>| c.is_none_or(|c| !c.is_ascii_graphic());
    let spaced = chars.iter().enumerate().any(|(index, c)| {
        let before = index.checked_sub(1).and_then(|before| chars.get(before));
        c.is_whitespace() && !matches!(c, '\n' | '\r') && (wide(before) || wide(chars.get(index + 1)))
    });
    if spaced {
        messages.push("标题里有空格，请删去".to_owned());
    }
    if chars.len() > LONGEST {
        messages.push(format!("标题{}字，超过{LONGEST}字，请缩短，细节写进正文", chars.len()));
    }
    if title.trim_end().ends_with(STOPS) {
        messages.push("标题末尾有标点，请删去".to_owned());
    }
    let title = &unspaced(title);
    let numbers = counted::scan(title);
    let arabic = |count: &&counted::Counted| {
        title.get(count.number_at.clone()).is_some_and(|words| numerals::arabic(words, 0).is_some())
    };
    let (digits, words): (Vec<_>, Vec<_>) = numbers.iter().partition(arabic);
    if let (Some(digits), Some(words)) = (digits.first(), words.first()) {
        let said = |count: &counted::Counted| title.get(count.at.clone()).unwrap_or_default().to_owned();
        messages.push(format!("标题里“{}”和“{}”数字写法不一，请都用阿拉伯数字", said(digits), said(words)));
    }
    messages
}
