//! 改动: what a hand has changed in the composed text, number by number and place by place. A number that became another
//! one is found here even where that other number stands somewhere else in the facts.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{Finding, Take, numerals};
use crate::facts::Facts;
use crate::severity::Severity;
use crate::text_field::PLACES;

/// What the name of a place ends in.
const ENDS_A_NAME: [&str; 8] = ["镇", "乡", "街道", "村", "社区", "县", "市", "区"];
/// Words that end so and name no place.
const NO_PLACES: [&str; 24] = [
    "小区", "乡镇", "农村", "地区", "灾区", "辖区", "景区", "山区", "片区", "校区", "厂区", "库区", "林区", "园区",
    "市区", "城区", "城市", "全县", "全市", "我县", "我市", "本县", "邻县", "县市",
];
/// Tokens that two texts may differ by and still be compared piece by piece; the work grows with the square of it.
const MOST_UNLIKE: usize = 6_000;
/// Most characters of such a name.
const LONGEST_NAME: usize = 6;

fn is_of_a_name(c: char) -> bool {
    let joins = [
        '在', '到', '至', '由', '向', '从', '于', '和', '与', '及', '的', '距', '该', '往', '经', '近', '是', '为',
        '省', '市', '县', '镇', '乡',
    ];
    ('\u{4e00}'..='\u{9fff}').contains(&c)
        && (!joins.contains(&c) || ENDS_A_NAME.iter().any(|place| place.starts_with(c)))
}

/// What two texts are compared by: one character, or one number whatever its length and its width.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Token {
    Character(char),
    Number(String),
}

/// A text as tokens, each with its place in bytes.
struct Tokens {
    all: Vec<Token>,
    places: Vec<Range<usize>>,
}

impl Tokens {
    fn of(text: &str) -> Self {
        let mut tokens = Self { all: Vec::new(), places: Vec::new() };
        let mut at = 0;
        while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
            let (token, end) = match numerals::arabic(text, at) {
                Some(number) => (Token::Number(number.value), number.at.end),
                None => (Token::Character(c), at + c.len_utf8()),
            };
            tokens.all.push(token);
            tokens.places.push(at..end);
            at = end;
        }
        tokens
    }

    fn numbers(&self, mut range: Range<usize>) -> Vec<Range<usize>> {
        range.end = range.end.min(self.all.len());
        let number = |index: &usize| matches!(self.all.get(*index), Some(Token::Number(_)));
        range.filter(number).filter_map(|index| self.places.get(index).cloned()).collect()
    }
}

/// How many tokens stand between the beginning and the end that both have.
fn unlike(old: &[Token], new: &[Token]) -> usize {
    let begins = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old, new) = (old.get(begins..).unwrap_or_default(), new.get(begins..).unwrap_or_default());
    let ends = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    old.len() + new.len() - 2 * ends
}

/// Numbers and places of the composed text that read otherwise in the edited one. Where hardly anything of it is left
/// there is nothing to hold the new one against.
pub(super) fn scan(facts: &Facts, composed: &str, text: &str) -> Vec<Finding> {
    if composed == text {
        return Vec::new();
    }
    let (old, new) = (Tokens::of(composed), Tokens::of(text));
    if unlike(&old.all, &new.all) > MOST_UNLIKE {
        return Vec::new();
    }
    let changes = capture_diff_slices(Algorithm::Myers, &old.all, &new.all);
    let edited = Edited { facts, composed, text, old: &old, new: &new };
    let mut findings = edited.numbers(&changes);
    findings.extend(edited.places(&changes));
    findings.extend(edited.new_places(&changes));
    findings
}

/// A composed text and what a hand made of it, each with the places of its tokens.
struct Edited<'a> {
    facts: &'a Facts,
    composed: &'a str,
    text: &'a str,
    old: &'a Tokens,
    new: &'a Tokens,
}

impl Edited<'_> {
    fn numbers(&self, changes: &[DiffOp]) -> Vec<Finding> {
        let replaced = changes.iter().filter(|change| matches!(change, DiffOp::Replace { .. }));
        let pairs = replaced.flat_map(|change| {
            self.old.numbers(change.old_range()).into_iter().zip(self.new.numbers(change.new_range()))
        });
        pairs.filter_map(|(was, is)| self.number(&was, is)).collect()
    }

    fn number(&self, was: &Range<usize>, is: Range<usize>) -> Option<Finding> {
        let (then, now) = (self.composed.get(was.clone())?, self.text.get(is.clone())?);
        let message = format!("这里写了“{now}”，字段里是“{then}”，请核对");
        let take = self.take(was, now);
        Some(Finding { at: is, expected: then.to_owned(), message, severity: Severity::Error, take })
    }

    /// The field whose words stand round there, as it would read with the new ones.
    fn take(&self, was: &Range<usize>, is: &str) -> Option<Take> {
        let mut found = self.facts.texts().into_iter().filter_map(|(field, stated)| {
            let words = stated.known()?;
            let mut begins = self.composed.match_indices(words).map(|(at, _)| at);
            let begin = begins.find(|at| *at <= was.start && was.end <= at + words.len())?;
            let (start, end) = (was.start - begin, was.end - begin);
            let value = format!("{}{is}{}", words.get(..start)?, words.get(end..)?);
            Some(Take { field: field.to_owned(), value })
        });
        found.next()
    }

    /// The town, the place, the site or the unit where a part of it was replaced.
    fn places(&self, changes: &[DiffOp]) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        for (field, stated) in self.facts.texts().into_iter().take(PLACES) {
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
                    || self
                        .facts
                        .texts()
                        .iter()
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
        let end = self.new.places.get(last)?.end;
        let before = self.text.get(..end)?;
        if !ENDS_A_NAME.iter().any(|place| before.ends_with(place))
            || NO_PLACES.iter().any(|word| before.ends_with(word))
        {
            return None;
        }
        let name = before.char_indices().rev().take_while(|(_, c)| is_of_a_name(*c)).take(LONGEST_NAME);
        let start = name.map(|(at, _)| at).last()?;
        (before.get(start..)?.chars().count() > 2).then_some(start..end)
    }

    /// Where a piece of the composed text stands in the edited one, with what was put in its place; none where all of it
    /// is gone.
    fn now(&self, was: &Range<usize>, changes: &[DiffOp]) -> Option<Range<usize>> {
        let inside = |token: &Range<usize>| was.start <= token.start && token.end <= was.end;
        let first = self.old.places.iter().position(inside)?;
        let last = self.old.places.iter().rposition(inside)?;
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
        Some(self.new.places.get(start)?.start..self.new.places.get(end.checked_sub(1)?)?.end)
    }
}
