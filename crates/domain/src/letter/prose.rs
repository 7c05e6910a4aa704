//! 连缀: words from fields made into sentences that join cleanly.

use crate::hygiene;

const fn is_wide(c: char) -> bool {
    !c.is_ascii()
}

/// A line as it is printed: clean, Chinese punctuation.
pub(crate) fn as_printed(text: &str) -> String {
    punctuated(&hygiene::line(text))
}

/// Words of a field as they stand inside a sentence: clean, Chinese punctuation, none at either end.
pub(super) fn clause(text: &str) -> String {
    let text = as_printed(text);
    let ends = |c: char| matches!(c, '，' | '。' | '；' | '、' | '：' | ',' | ';' | '.' | ' ');
    text.trim_start_matches(ends).trim_end_matches(ends).to_owned()
}

/// Words of a field as a sentence of its own; empty stays empty.
pub(super) fn sentence(text: &str) -> String {
    let clause = clause(text);
    match clause.chars().last() {
        None => String::new(),
        Some('！' | '？' | '…') => clause,
        Some(_) => clause + "。",
    }
}

/// ASCII punctuation between Chinese characters as Chinese punctuation, quotes in pairs; 18:28 and 3.5 stay.
fn punctuated(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let wide = |index: Option<usize>| index.and_then(|index| chars.get(index)).is_some_and(|c| is_wide(*c));
    let digit = |index: Option<usize>| index.and_then(|index| chars.get(index)).is_some_and(char::is_ascii_digit);
    let paired = chars.iter().filter(|c| **c == '"').count().is_multiple_of(2) && !text.is_ascii();
    let mut quotes = 0_usize;
    let mut prose = String::with_capacity(text.len());
    for (index, c) in chars.iter().copied().enumerate() {
        let (before, after) = (index.checked_sub(1), Some(index + 1));
        let between_digits = digit(before) && digit(after);
        let beside_wide = wide(before) || wide(after);
        quotes += usize::from(c == '"');
        prose.push(match c {
            '"' if paired && quotes.is_multiple_of(2) => '”',
            '"' if paired => '“',
            ',' if beside_wide && !between_digits => '，',
            ';' if beside_wide => '；',
            ':' if beside_wide && !between_digits => '：',
            '?' if wide(before) => '？',
            '!' if wide(before) => '！',
            '(' if beside_wide => '（',
            ')' if beside_wide => '）',
            '.' if wide(before) && !digit(after) => '。',
            c => c,
        });
    }
    prose
}

/// A rendered paragraph made fast: one line, no doubled punctuation where fields and template meet.
pub(super) fn tidy(text: &str) -> String {
    let mut prose = String::with_capacity(text.len());
    for c in hygiene::line(text).chars() {
        match (prose.chars().last(), c) {
            (None, '，' | '。' | '；' | '、' | '：') => continue,
            (Some('。' | '！' | '？' | '，' | '；' | '、' | '：'), '，' | '；' | '、') => continue,
            (Some('。' | '！' | '？' | '：'), '。') => continue,
            (Some('，' | '；' | '、'), '。') => {
                prose.pop();
            }
            _ => {}
        }
        prose.push(c);
    }
    prose
}
