//! Dates and times of day in running text.

use std::ops::Range;

use super::numerals::{Numeral, number};

/// What kind of time was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Time {
    /// 2024年
    Year(u32),
    /// 4月7日
    Day(u32, u32),
    /// 7日
    DayOfMonth(u32),
    /// 18时09分, 18:09
    Minute(u32, u32),
    /// 18时, 18时许
    Hour(u32),
}

/// A time as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Timed {
    /// Where, in bytes.
    pub(crate) at: Range<usize>,
    /// What.
    pub(super) time: Time,
}

/// All dates and times of day.
pub(crate) fn scan(text: &str) -> Vec<Timed> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let Some(first) = number(text, at) else {
            at += c.len_utf8();
            continue;
        };
        let timed = timed(text, &first);
        at = timed.as_ref().map_or(first.at.end, |timed| timed.at.end);
        found.extend(timed);
    }
    found
}

fn rest(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
}

/// The end of the first of these words that stands here.
fn eat(text: &str, at: usize, words: &[&str]) -> Option<usize> {
    words.iter().find(|word| rest(text, at).starts_with(**word)).map(|word| at + word.len())
}

fn timed(text: &str, first: &Numeral) -> Option<Timed> {
    let value = first.whole()?;
    let arabic = rest(text, first.at.start).starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
    let end = first.at.end;
    let made = |end: usize, time: Time| Some(Timed { at: first.at.start..end, time });
    if let Some(end) = eat(text, end, &["年"]).filter(|_| value >= 1900) {
        return made(end, Time::Year(value));
    }
    if let Some(month) = eat(text, end, &["月"]) {
        let day = number(text, month)?;
        let end = eat(text, day.at.end, &["日", "号"])?;
        return made(end, Time::Day(value, day.whole()?));
    }
    if let Some(end) = eat(text, end, &["日"]).filter(|_| arabic) {
        return made(end, Time::DayOfMonth(value));
    }
    if let Some(colon) = eat(text, end, &[":", "："]).filter(|_| arabic && value < 25) {
        let minute = number(text, colon)?;
        let two_digits = rest(text, colon).chars().take_while(|c| c.is_numeric()).count() == 2;
        return two_digits.then(|| made(minute.at.end, Time::Minute(value, minute.whole()?)))?;
    }
    let hour = eat(text, end, &["时", "点钟", "点"])?;
    if eat(text, hour, &["半"]).is_some() {
        return made(eat(text, hour, &["半"])?, Time::Minute(value, 30));
    }
    if let Some(minute) = number(text, hour)
        && let Some(end) = eat(text, minute.at.end, &["分"])
    {
        return made(end, Time::Minute(value, minute.whole()?));
    }
    let vague = eat(text, hour, &["许", "左右", "整", "前后"]).is_some();
    let said = vague || (arabic && rest(text, end).starts_with('时'));
    said.then(|| made(hour, Time::Hour(value)))?
}
