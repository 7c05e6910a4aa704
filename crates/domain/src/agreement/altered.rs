//! 改动: what a hand has changed in the composed text, number by number and place by place. A number that became another
//! one is found here even where that other number stands somewhere else in the facts.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::known::fields;
use super::{Finding, Take, numerals};
use crate::facts::Facts;
use crate::severity::Severity;

/// What the name of a place ends in.
const PLACES: [&str; 8] = ["镇", "乡", "街道", "村", "社区", "县", "市", "区"];
/// Words that end so and name no place.
const NO_PLACES: [&str; 24] = [
    "小区", "乡镇", "农村", "地区", "灾区", "辖区", "景区", "山区", "片区", "校区", "厂区", "库区", "林区", "园区",
    "市区", "城区", "城市", "全县", "全市", "我县", "我市", "本县", "邻县", "县市",
];
/// Most characters of such a name.
const LONGEST_NAME: usize = 6;

fn is_of_a_name(c: char) -> bool {
    let joins = [
        '在', '到', '至', '由', '向', '从', '于', '和', '与', '及', '的', '距', '该', '往', '经', '近', '是', '为',
        '省', '市', '县', '镇', '乡',
    ];
    ('\u{4e00}'..='\u{9fff}').contains(&c) && (!joins.contains(&c) || PLACES.iter().any(|place| place.starts_with(c)))
}

/// One character, or one number whatever its length.
#[derive(Debug, Clone)]
struct Token<'t> {
    at: Range<usize>,
    text: &'t str,
    value: Option<String>,
}

impl PartialEq for Token<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Some(one), Some(two)) => one == two,
            (None, None) => self.text == other.text,
            _ => false,
        }
    }
}
impl Eq for Token<'_> {}
impl PartialOrd for Token<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Token<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (&self.value, self.value.is_none().then_some(self.text))
            .cmp(&(&other.value, other.value.is_none().then_some(other.text)))
    }
}
impl std::hash::Hash for Token<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        match &self.value {
            Some(value) => value.hash(state),
            None => self.text.hash(state),
        }
    }
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let number = numerals::arabic(text, at);
        let end = number.as_ref().map_or(at + c.len_utf8(), |number| number.at.end);
        all.push(Token {
            at: at..end,
            text: text.get(at..end).unwrap_or_default(),
            value: number.map(|one| one.value),
        });
        at = end;
    }
    all
}

/// Numbers and places of the composed text that read otherwise in the edited one.
pub(super) fn scan(facts: &Facts, composed: &str, text: &str) -> Vec<Finding> {
    if composed == text {
        return Vec::new();
    }
    let (old, new) = (tokens(composed), tokens(text));
    let changes = capture_diff_slices(Algorithm::Myers, &old, &new);
    let edited = Edited { facts, composed, text, old: &old, new: &new };
    let mut findings = edited.numbers(&changes);
    findings.extend(edited.places(&changes));
    findings.extend(edited.new_places(&changes));
    findings
}

/// A composed text and what a hand made of it.
struct Edited<'a> {
    facts: &'a Facts,
    composed: &'a str,
    text: &'a str,
    old: &'a [Token<'a>],
    new: &'a [Token<'a>],
}

impl Edited<'_> {
    fn numbers(&self, changes: &[DiffOp]) -> Vec<Finding> {
        let mut findings = Vec::new();
        for change in changes {
            let DiffOp::Replace { old_index, old_len, new_index, new_len } = *change else { continue };
            let numbers = |tokens: &[Token<'_>], from: usize, length: usize| -> Vec<usize> {
                (from..from + length)
                    .filter(|index| tokens.get(*index).is_some_and(|token| token.value.is_some()))
                    .collect()
            };
            let (was, is) = (numbers(self.old, old_index, old_len), numbers(self.new, new_index, new_len));
            for (was, is) in was.into_iter().zip(is) {
                findings.extend(self.number(was, is));
            }
        }
        findings
    }

    fn number(&self, was: usize, is: usize) -> Option<Finding> {
        let (was, is) = (self.old.get(was)?, self.new.get(is)?);
        let message = format!("这里写了“{}”，字段里是“{}”，请核对", is.text, was.text);
        Some(Finding {
            at: is.at.clone(),
            expected: was.text.to_owned(),
            message,
            severity: Severity::Error,
            take: self.take(&was.at, is.text),
        })
    }

    /// The field whose words stand round there, as it would read with the new ones.
    fn take(&self, was: &Range<usize>, is: &str) -> Option<Take> {
        let mut found = fields(self.facts).into_iter().filter_map(|(field, stated)| {
            let words = stated.known()?;
            let begins = self.composed.match_indices(words).map(|(at, _)| at);
            let begin = begins.into_iter().find(|at| *at <= was.start && was.end <= at + words.len())?;
            let (start, end) = (was.start - begin, was.end - begin);
            let value = format!("{}{is}{}", words.get(..start)?, words.get(end..)?);
            Some(Take { field: field.to_owned(), value })
        });
        found.next()
    }

    /// The town, the place, the site or the unit where a part of it was replaced.
    fn places(&self, changes: &[DiffOp]) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        for (field, stated) in fields(self.facts).into_iter().take(4) {
            let Some(words) = stated.known().filter(|words| !words.is_empty()) else { continue };
            for (begin, _) in self.composed.match_indices(words) {
                let whole = begin..begin + words.len();
                let Some(now) = self.now(&whole, changes).filter(|now| !now.is_empty()) else { continue };
                let is = self.text.get(now.clone()).unwrap_or_default();
                if is == words || findings.iter().any(|finding| super::overlap(&finding.at, &now)) {
                    continue;
                }
                let message = format!("这里写了“{is}”，字段里是“{words}”，请核对");
                let take = Some(Take { field: field.to_owned(), value: is.to_owned() });
                findings.push(Finding {
                    at: now,
                    expected: words.to_owned(),
                    message,
                    severity: Severity::Error,
                    take,
                });
            }
        }
        findings
    }

    /// A township, village or county that a hand has written and no field names.
    fn new_places(&self, changes: &[DiffOp]) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        for change in changes {
            let new = change.new_range();
            if matches!(change, DiffOp::Equal { .. }) || new.is_empty() {
                continue;
            }
            // 高阳 written before a 镇 that stood there is as new as 高阳镇.
            for last in new.start..=new.end {
                let Some(name) = self.place_that_ends_at(last) else { continue };
                let words = self.text.get(name.clone()).unwrap_or_default();
                let named = self.composed.contains(words)
                    || fields(self.facts)
                        .into_iter()
                        .any(|(_, stated)| stated.known().is_some_and(|text| text.contains(words)));
                if named || findings.iter().any(|finding| finding.at == name) {
                    continue;
                }
                let message = format!("字段里没有“{words}”，请核对，或先补进字段");
                findings.push(Finding {
                    at: name,
                    expected: String::new(),
                    message,
                    severity: Severity::Warning,
                    take: None,
                });
            }
        }
        findings
    }

    /// The name of a place whose last token this is: 高阳镇, 石门村.
    fn place_that_ends_at(&self, last: usize) -> Option<Range<usize>> {
        let end = self.new.get(last)?.at.end;
        let before = self.text.get(..end)?;
        if !PLACES.iter().any(|place| before.ends_with(place)) || NO_PLACES.iter().any(|word| before.ends_with(word)) {
            return None;
        }
        let name = before.char_indices().rev().take_while(|(_, c)| is_of_a_name(*c)).take(LONGEST_NAME);
        let start = name.map(|(at, _)| at).last()?;
        (before.get(start..)?.chars().count() > 2).then_some(start..end)
    }

    /// Where a piece of the composed text stands in the edited one, with what was put in its place; none where all of it
    /// is gone.
    fn now(&self, was: &Range<usize>, changes: &[DiffOp]) -> Option<Range<usize>> {
        let inside = |token: &Token<'_>| was.start <= token.at.start && token.at.end <= was.end;
        let first = self.old.iter().position(inside)?;
        let last = self.old.iter().rposition(inside)?;
        let mut kept = false;
        let (mut start, mut end) = (None, 0);
        for change in changes {
            let (old, new) = (change.old_range(), change.new_range());
            let from = old.start.max(first);
            let until = old.end.min(last + 1);
            let inserted = old.is_empty() && (first + 1..=last).contains(&old.start);
            if from >= until && !inserted {
                continue;
            }
            let piece = match change {
                DiffOp::Equal { .. } => {
                    kept = true;
                    new.start + (from - old.start)..new.start + (until - old.start)
                }
                _ => new,
            };
            if piece.is_empty() {
                continue;
            }
            start = start.or(Some(piece.start));
            end = piece.end;
        }
        let start = start.filter(|_| kept)?;
        Some(self.new.get(start)?.at.start..self.new.get(end.checked_sub(1)?)?.at.end)
    }
}
