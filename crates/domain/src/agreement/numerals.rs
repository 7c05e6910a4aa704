//! Numbers in running text: Arabic, full-width and Chinese.

use std::ops::Range;

use crate::hygiene::half_width_digit;

/// A number as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Numeral {
    /// Where, in bytes.
    pub(crate) at: Range<usize>,
    /// Its value: digits without leading zeros, a point and a fraction where there is one.
    pub(super) value: String,
}

impl Numeral {
    /// The value as a whole number.
    pub(super) fn whole(&self) -> Option<u32> {
        self.value.parse().ok()
    }
}

/// What a Chinese numeral must be followed by to be a number of anything: 一人 is, 一民房 is not.
const COUNTED: [&str; 11] = ["人", "名", "位", "死", "伤", "辆", "台", "车", "户", "个人", "余人"];

/// Most characters of a Chinese number.
const LONGEST_CHINESE: usize = 12;

/// All numbers that stand for something: Arabic ones everywhere, Chinese ones where they count.
pub(super) fn scan(text: &str) -> Vec<Numeral> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if let Some(number) = arabic(text, at) {
            at = number.at.end;
            found.push(number);
        } else if let Some(number) = chinese(text, at) {
            at = number.at.end;
            let rest = text.get(at..).unwrap_or_default();
            let ordinal = text.get(..number.at.start).is_some_and(|before| before.ends_with('第'));
            if !ordinal && !rest.starts_with("人民") && COUNTED.iter().any(|word| rest.starts_with(word)) {
                found.push(number);
            }
        } else {
            at += c.len_utf8();
        }
    }
    found
}

/// Any number that begins here.
pub(super) fn number(text: &str, at: usize) -> Option<Numeral> {
    arabic(text, at).or_else(|| chinese(text, at))
}

pub(crate) fn arabic(text: &str, start: usize) -> Option<Numeral> {
    let rest = text.get(start..)?;
    let (whole, length) = digits(rest);
    if length == 0 {
        return None;
    }
    let mut value = whole.trim_start_matches('0').to_owned();
    if value.is_empty() {
        value.push('0');
    }
    let mut end = start + length;
    if let Some(fraction) = rest.get(length..).and_then(|rest| rest.strip_prefix('.')) {
        let (fraction, length) = digits(fraction);
        if length > 0 {
            end += 1 + length;
            let fraction = fraction.trim_end_matches('0');
            if !fraction.is_empty() {
                value = format!("{value}.{fraction}");
            }
        }
    }
    Some(Numeral { at: start..end, value })
}

/// The digits a text begins with, as ordinary ones, and their length in bytes.
fn digits(text: &str) -> (String, usize) {
    let mut digits = String::new();
    let mut length = 0;
    for c in text.chars() {
        let digit = half_width_digit(c);
        if !digit.is_ascii_digit() {
            break;
        }
        digits.push(digit);
        length += c.len_utf8();
    }
    (digits, length)
}

fn chinese(text: &str, start: usize) -> Option<Numeral> {
    let rest = text.get(start..)?;
    let of_one = rest.chars().take_while(|c| digit(*c).is_some() || scale(*c).is_some());
    // One more than is meant says that it is too long; a whole page of 十 is not read once for each of them.
    let run: String = of_one.take(LONGEST_CHINESE + 1).collect();
    let value = chinese_value(&run)?;
    Some(Numeral { at: start..start + run.len(), value: value.to_string() })
}

const fn digit(c: char) -> Option<u64> {
    Some(match c {
        '〇' | '零' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

const fn scale(c: char) -> Option<u64> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1_000,
        '万' => 10_000,
        _ => return None,
    })
}

/// 十二 is 12, 二〇二四 is 2024; none for an empty run or one too long to be meant.
fn chinese_value(run: &str) -> Option<u64> {
    if run.is_empty() || run.chars().count() > LONGEST_CHINESE {
        return None;
    }
    if run.chars().all(|c| digit(c).is_some()) {
        return run.chars().filter_map(digit).try_fold(0_u64, |sum, digit| sum.checked_mul(10)?.checked_add(digit));
    }
    let (mut total, mut section, mut last) = (0_u64, 0_u64, None);
    for c in run.chars() {
        match (digit(c), scale(c)) {
            (Some(digit), _) => last = Some(digit),
            (_, Some(10_000)) => {
                total = (total + section + last.unwrap_or(0)).checked_mul(10_000)?;
                (section, last) = (0, None);
            }
            (_, Some(scale)) => {
                // 百 or 千 alone is no number; 十 alone is ten.
                let count = match last {
                    Some(count) => count,
                    None if scale == 10 => 1,
                    None => return None,
                };
                section += count * scale;
                last = None;
            }
            _ => return None,
        }
    }
    Some(total + section + last.unwrap_or(0)).filter(|value| *value > 0)
}
