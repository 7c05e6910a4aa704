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
pub(crate) mod wording;

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
    all.extend(part(packs, Part::Body, body, &composed.body, letter, &known));
    let left_out = if letter.stage == Stage::Correction {
        Vec::new()
    } else {
        let before = letter.before.filter(|_| letter.stage == Stage::FollowUp);
        counted::left_out(letter.facts, before.and_then(|before| before.facts.adopted()), body)
    };
    all.extend(
        left_out.into_iter().map(|finding| placed(Part::Body, &mut Units { text: "", byte: 0, unit: 0 }, finding)),
    );
    all
}

fn part(
    packs: &Packs,
    part: Part,
    text: &str,
    composed: &str,
    letter: &LetterFacts<'_>,
    known: &known::Known,
) -> Vec<Disagreement> {
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
        findings.extend(wording::lint(text, letter.stage, known.natural));
    }
    findings.sort_by_key(|finding| (finding.at.start, finding.at.end));
    let mut units = Units { text, byte: 0, unit: 0 };
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

impl Units<'_> {
    fn from(&self, until: usize) -> u32 {
        let between = self.text.get(self.byte..until).unwrap_or_default();
        u32::try_from(between.encode_utf16().count()).unwrap_or(u32::MAX)
    }

    /// Where a place begins that is not before the one asked for last, and where it ends.
    fn of(&mut self, at: &std::ops::Range<usize>) -> (u32, u32) {
        self.unit = self.unit.saturating_add(self.from(at.start));
        self.byte = at.start;
        (self.unit, self.unit.saturating_add(self.from(at.end)))
    }
}

fn placed(part: Part, units: &mut Units<'_>, finding: Finding) -> Disagreement {
    let text = units.text;
    let (start, end) = units.of(&finding.at);
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
