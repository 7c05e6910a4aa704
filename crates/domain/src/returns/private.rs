//! 16 个人信息、涉密: numbers that belong to a person, and words of a secrecy grade, in a letter of an open network. Of a
//! number only its end is ever repeated.

use super::{Fault, ReturnFacts};
use crate::hygiene::half_width;

/// Weights and check characters of a citizen's number (GB 11643-1999).
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
/// 密级 (保守国家秘密法 2024 art. 14).
const SECRET: [&str; 3] = ["绝密", "机密", "秘密"];

pub(super) fn faults(facts: &ReturnFacts<'_>) -> Vec<Fault> {
    let leader = facts.letter.facts.scene_leader.known().map(numbers).unwrap_or_default();
    let mut faults = Vec::new();
    for (field, part, text) in facts.parts() {
        for number in numbers(text) {
            if is_identity(&number) {
                let message = format!("{part}写了身份证号（末四位{}），属于个人信息，请删去", end(&number));
                faults.push(Fault::at(field, message));
            } else if field == "body" && is_mobile(&number) && !leader.contains(&number) {
                let message = format!(
                    "{part}写了手机号（末四位{}），不是现场负责人的电话，请删去，或填进现场负责人",
                    end(&number)
                );
                faults.push(Fault::at(field, message));
            }
        }
        for word in SECRET.into_iter().filter(|word| text.match_indices(word).any(|(at, _)| is_mark(text, at, word))) {
            let message = format!("{part}写了“{word}”，涉密信息不得在本系统报送，请核对；不涉密的请删去这个词");
            faults.push(Fault::at(field, message));
        }
    }
    faults
}

/// Runs of digits, with the X that a citizen's number may end in; a single space or hyphen between digits is none.
fn numbers(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().map(half_width).collect();
    let digit = |index: usize| chars.get(index).is_some_and(char::is_ascii_digit);
    let mut found = Vec::new();
    let mut run = String::new();
    for (index, c) in chars.iter().copied().enumerate() {
        match c {
            '0'..='9' => run.push(c),
            'X' | 'x' if run.len() == 17 => run.push('X'),
            ' ' | '-' if !run.is_empty() && digit(index + 1) => {}
            _ => found.extend((!run.is_empty()).then(|| std::mem::take(&mut run))),
        }
    }
    found.extend((!run.is_empty()).then_some(run));
    found
}

/// 司机密切配合, 飞机密集, 手机密码 hold no 机密.
fn is_mark(text: &str, at: usize, word: &str) -> bool {
    let rest = text.get(at + word.len()..).unwrap_or_default();
    word != "机密" || !rest.starts_with(['切', '集', '码', '布', '封', '闭', '度'])
}

fn end(number: &str) -> &str {
    number.get(number.len().saturating_sub(4)..).unwrap_or(number)
}

fn is_identity(number: &str) -> bool {
    if number.len() != 18 {
        return false;
    }
    let digits = number.chars().filter_map(|c| c.to_digit(10));
    let sum: u32 = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let check = usize::try_from(sum % 11).ok().and_then(|at| CHECKS.get(at));
    check.is_some_and(|check| number.ends_with(*check))
}

fn is_mobile(number: &str) -> bool {
    let mut chars = number.chars();
    number.len() == 11 && chars.next() == Some('1') && chars.next().is_some_and(|c| ('3'..='9').contains(&c))
}
