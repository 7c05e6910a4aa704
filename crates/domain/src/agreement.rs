//! 图文一致: every number in a letter is one of the facts'. Typed counts, times and other numbers are compared with
//! the fields; wording that a first report should not have is pointed out.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::letter::{self, LetterFacts};
use crate::pack::Packs;
use crate::report::Stage;
use crate::severity::Severity;

mod altered;
mod by_township;
pub(crate) mod counted;
mod known;
pub(crate) mod numerals;
pub(crate) mod times;
mod typeset;
mod unspaced;
pub(crate) mod wording;

use unspaced::Unspaced;
pub(crate) use unspaced::unspaced;

/// Which part of the letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// 标题
    Title,
    /// 正文
    Body,
}

/// A place where a letter and the fields do not agree, or wording to look at again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Disagreement {
    /// First UTF-16 unit of the words meant; 0 with `end` 0 where something is missing.
    pub start: u32,
    /// After their last UTF-16 unit.
    pub end: u32,
    /// In title or body.
    #[serde(rename = "in")]
    pub part: Part,
    /// What stands there.
    pub found: String,
    /// What the fields say; empty where they say nothing of it.
    pub expected: String,
    /// A sentence that says what to do.
    pub message: String,
    /// How loudly.
    pub severity: Severity,
    /// The field that would take what the text says, where one can.
    #[serde(default)]
    pub take: Option<Take>,
}

/// What a field becomes where the text is right and the field is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Take {
    /// Name of the draft's field; a measure is `counts.deaths`.
    pub field: String,
    /// What is typed there.
    pub value: String,
}

/// Where in a part, in bytes, and what is to be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// Where, in bytes.
    pub(crate) at: std::ops::Range<usize>,
    expected: String,
    message: String,
    severity: Severity,
    take: Option<Take>,
}

/// Compares title and body, as composed or edited, with the facts; title first, then in order of place.
#[must_use]
pub fn disagreements(packs: &Packs, letter: &LetterFacts<'_>, title: &str, body: &str) -> Vec<Disagreement> {
    let composed = letter::compose(packs, letter);
    let known = known::Known::new(packs, letter, &composed);
    let mut all = part(packs, Part::Title, title, &composed.title, letter, &known);
    all.extend(retracted(packs, letter).map(|finding| placed(Part::Title, &mut Units::of_none(), finding)));
    all.extend(part(packs, Part::Body, body, &composed.body, letter, &known));
    let left_out = if letter.stage == Stage::Correction {
        Vec::new()
    } else {
        let before = letter.before.filter(|_| letter.stage == Stage::FollowUp);
        let told = before.and_then(|before| before.facts.adopted());
        counted::left_out(letter.facts, letter.facts.class(packs), told, &unspaced(body))
    };
    all.extend(left_out.into_iter().map(|finding| placed(Part::Body, &mut Units::of_none(), finding)));
    all
}

/// 首报死亡1人, and no death in the title any more: whoever reads it asks where it went.
fn retracted(packs: &Packs, letter: &LetterFacts<'_>) -> Option<Finding> {
    let before = letter.before.filter(|_| matches!(letter.stage, Stage::FollowUp | Stage::Final))?;
    let gone = letter.facts.adopted()?.retracted(before.facts.adopted()?, letter.facts.class(packs))?;
    let message = format!("{}报了{gone}，标题里没有了，请先核实；确实报错的，用情况更正说明", before.stage);
    Some(Finding { at: 0..0, expected: String::new(), message, severity: Severity::Warning, take: None })
}

fn part(
    packs: &Packs,
    part: Part,
    written: &str,
    composed: &str,
    letter: &LetterFacts<'_>,
    known: &known::Known,
) -> Vec<Disagreement> {
    let unspaced = Unspaced::of(written);
    let text = unspaced.text.as_str();
    let mut findings = Vec::new();
    let times = times::scan(text);
    let mut counts = counted::scan(text);
    if letter.stage == Stage::Correction {
        // What is quoted is what was reported then.
        let quoted = quoted(text);
        counts.retain(|count| !quoted.iter().any(|at| overlap(at, &count.at)));
    }
    let words = |at: &std::ops::Range<usize>| text.get(at.clone()).unwrap_or_default();
    findings.extend(times.iter().filter_map(|time| known.time(time, words(&time.at))));
    let townships = by_township::scan(packs, letter.facts, text);
    findings.extend(counts.iter().filter_map(|count| {
        let words = words(&count.at);
        match townships.iter().find(|township| township.holds(count)) {
            Some(township) => township.count(count, words),
            None if known.was_reported(count, text) => None,
            None => known.count(count, words),
        }
    }));
    findings.extend(counted::denials(text).iter().filter_map(|denial| known.denial(denial)));
    let taken: Vec<_> =
        times.into_iter().map(|time| time.at).chain(counts.into_iter().map(|count| count.number_at)).collect();
    let free = numerals::scan(text).into_iter().filter(|number| !taken.iter().any(|at| overlap(at, &number.at)));
    findings.extend(free.filter_map(|number| known.number(&number, words(&number.at))));
    for altered in altered::scan(letter.facts, composed, text) {
        let found = findings.iter_mut().find(|finding| overlap(&finding.at, &altered.at));
        match found {
            // What the fields say of a count is said already; what the text would make of the field is not.
            Some(finding) => finding.take = finding.take.take().or(altered.take),
            None => findings.push(altered),
        }
    }
    if part == Part::Body {
        findings.extend(wording::lint(text, letter.stage, known));
    }
    findings.iter_mut().for_each(|finding| finding.at = unspaced.place(&finding.at));
    findings.extend(typeset::scan(written));
    findings.sort_by_key(|finding| (finding.at.start, finding.at.end));
    let mut units = Units::of(written);
    findings.into_iter().map(|finding| placed(part, &mut units, finding)).collect()
}

/// What stands between “ and ”.
fn quoted(text: &str) -> Vec<std::ops::Range<usize>> {
    let ends = |start: usize| text.get(start..).and_then(|rest| rest.find('”')).map(|length| start..start + length);
    text.match_indices('“').filter_map(|(start, _)| ends(start)).collect()
}

fn overlap(a: &std::ops::Range<usize>, b: &std::ops::Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Places of a text in UTF-16, counted on from the place asked for last.
struct Units<'a> {
    text: &'a str,
    byte: usize,
    unit: u32,
}

impl<'a> Units<'a> {
    const fn of(text: &'a str) -> Self {
        Self { text, byte: 0, unit: 0 }
    }

    /// For what is said of no place.
    const fn of_none() -> Self {
        Self::of("")
    }

    fn from(&self, until: usize) -> u32 {
        let between = self.text.get(self.byte..until).unwrap_or_default();
        u32::try_from(between.encode_utf16().count()).unwrap_or(u32::MAX)
    }

    /// Where a place begins that is not before the one asked for last, and where it ends.
    fn place(&mut self, at: &std::ops::Range<usize>) -> (u32, u32) {
        self.unit = self.unit.saturating_add(self.from(at.start));
        self.byte = at.start;
        (self.unit, self.unit.saturating_add(self.from(at.end)))
    }
}

fn placed(part: Part, units: &mut Units<'_>, finding: Finding) -> Disagreement {
    let text = units.text;
    let (start, end) = units.place(&finding.at);
    Disagreement {
        start,
        end,
        part,
        found: text.get(finding.at.clone()).unwrap_or_default().to_owned(),
        expected: finding.expected,
        message: finding.message,
        severity: finding.severity,
        take: finding.take,
    }
}
