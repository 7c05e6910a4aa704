//! What is personal in a caller's words: the name, the number, and numbers in running text.

use crate::entry::CallNoted;

/// Stands in the place of what is gone, so that nobody reads it as never asked.
pub const CLEARED: &str = "〔已清除〕";

/// A caller who gave no name: nobody is named by it.
const NOBODY_IN_PARTICULAR: [&str; 2] = ["群众", CLEARED];

/// As many digits in a row are a number: a landline without its area code has seven.
const NUMBER_DIGITS: usize = 7;
/// As many digits in groups of three or more, with a space or a hyphen between, are a number: 138 0000 0000. A date has
/// groups of two.
const GROUPED_DIGITS: usize = 10;
const GROUP: usize = 3;
/// Digits of an 18-place id whose last place is X.
const ID_DIGITS: usize = 17;

/// The same without caller, number, and numbers in the words and the unit; none where nothing in it has to go.
pub(super) fn without_persons(noted: &CallNoted) -> Option<CallNoted> {
    if names_nobody(noted) {
        return None;
    }
    let left = cleared(noted);
    (left != *noted).then_some(left)
}

/// The most usual case, told without writing anything anew: each save asks it of the whole matter.
fn names_nobody(noted: &CallNoted) -> bool {
    let caller = noted.caller.trim();
    let nobody = caller.is_empty() || NOBODY_IN_PARTICULAR.contains(&caller);
    nobody
        && noted.number.trim().is_empty()
        && [&noted.words, &noted.caller_unit].into_iter().all(|text| is_short_of_a_number(text))
}

fn is_short_of_a_number(text: &str) -> bool {
    text.chars().filter(is_digit).count() < NUMBER_DIGITS
}

fn cleared(noted: &CallNoted) -> CallNoted {
    let gone = |text: &str| if text.trim().is_empty() { text.to_owned() } else { CLEARED.to_owned() };
    let named = !NOBODY_IN_PARTICULAR.contains(&noted.caller.trim());
    let caller = if named { gone(&noted.caller) } else { noted.caller.clone() };
    CallNoted {
        caller,
        number: gone(&noted.number),
        words: without_numbers(&without_name(noted, &noted.words, named)),
        caller_unit: without_numbers(&without_name(noted, &noted.caller_unit, named)),
        recording: noted.recording.clone(),
        asked_by_superior: noted.asked_by_superior,
    }
}

/// A single character may be anything: only a name of two or more goes from running text too.
fn without_name(noted: &CallNoted, text: &str, named: bool) -> String {
    let name = noted.caller.trim();
    if named && name.chars().count() > 1 { text.replace(name, CLEARED) } else { text.to_owned() }
}

/// The same text with phone numbers and ids replaced.
#[must_use]
pub fn without_numbers(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut left = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        let run = digits_at(&chars, at);
        if run == 0 {
            left.push(*c);
            at += 1;
        } else if let Some(length) = number_at(&chars, at, run) {
            left.push_str(CLEARED);
            at += length;
        } else {
            left.extend(chars.iter().skip(at).take(run));
            at += run;
        }
    }
    left
}

/// Length of the number that begins with a run of digits here; none where it is no number.
fn number_at(chars: &[char], at: usize, first: usize) -> Option<usize> {
    let (mut length, mut digits) = (first, first);
    while first >= GROUP && chars.get(at + length).is_some_and(|c| matches!(c, ' ' | '-' | '－' | '　')) {
        let next = digits_at(chars, at + length + 1);
        if next < GROUP {
            break;
        }
        length += 1 + next;
        digits += next;
    }
    if digits < GROUPED_DIGITS {
        (length, digits) = (first, first);
    }
    if digits == ID_DIGITS && chars.get(at + length).is_some_and(|c| matches!(c, 'x' | 'X' | 'Ｘ' | 'ｘ')) {
        length += 1;
    }
    (digits >= NUMBER_DIGITS).then_some(length)
}

fn digits_at(chars: &[char], at: usize) -> usize {
    chars.iter().skip(at).take_while(|c| is_digit(c)).count()
}

fn is_digit(c: &char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(c)
}
