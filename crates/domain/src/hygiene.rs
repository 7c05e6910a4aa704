//! 文字清洗: what may pass from a field into facts and letters. Plain text only; markup stays text.

/// Most characters of one field.
pub const MAX_FIELD: usize = 2_000;
/// Most characters of an edited body.
pub const MAX_BODY: usize = 20_000;

/// Whether a character is invisible and can make text read otherwise than it is: control characters, bidirectional
/// marks and overrides, zero-width characters and fillers, variation selectors, tags. White space is not meant.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
                | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
                | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
        )
}

/// What somebody else wrote, as it stands on a screen or in a terminal: hidden characters gone but for line breaks and
/// tabs, everything else as it is.
#[must_use]
pub fn shown(text: &str) -> String {
    text.chars().filter(|c| matches!(c, '\n' | '\t') || !is_hidden(*c)).collect()
}

/// A text up to so many characters.
#[must_use]
pub fn beginning(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// A full-width digit as the ordinary one; every other character as it is.
#[must_use]
pub fn half_width_digit(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        _ => c,
    }
}

/// A full-width digit, Latin letter or ％ as the ordinary one; every other character as it is: punctuation stays Chinese.
#[must_use]
pub fn half_width_word(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' => half_width(c),
        _ => c,
    }
}

/// A full-width ASCII character (digit, letter, punctuation) as the ordinary one.
#[must_use]
pub fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// Whether a character is punctuation after or before which no comma is due.
#[must_use]
pub const fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(
            c,
            '，' | '。'
                | '；'
                | '：'
                | '、'
                | '！'
                | '？'
                | '（'
                | '）'
                | '“'
                | '”'
                | '‘'
                | '’'
                | '《'
                | '》'
                | '…'
                | '—'
        )
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Space,
    Break,
}

/// One clean line: hidden characters gone, full-width digits and letters ordinary, line breaks a comma, no spaces but between
/// Latin words and numbers. Cleaning twice changes nothing.
#[must_use]
pub fn line(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut gap = Gap::None;
    let mut before: Option<char> = None;
    for c in text.chars() {
        if matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            gap = Gap::Break;
        } else if c.is_whitespace() {
            gap = if gap == Gap::Break { Gap::Break } else { Gap::Space };
        } else if !is_hidden(c) {
            let c = half_width_word(c);
            if let Some(before) = before {
                match gap {
                    Gap::Break if !is_punctuation(before) && !is_punctuation(c) => clean.push('，'),
                    Gap::Space if before.is_ascii_graphic() && c.is_ascii_graphic() => clean.push(' '),
                    _ => {}
                }
            }
            clean.push(c);
            before = Some(c);
            gap = Gap::None;
        }
    }
    clean
}

/// Whether this character of a text is a space that separates nothing: 5 月, but not K12 G40, and no line feed.
#[must_use]
pub fn is_idle_space(text: &str, at: usize, c: char) -> bool {
    if !c.is_whitespace() || matches!(c, '\n' | '\r') {
        return false;
    }
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_graphic());
    let before = text.get(..at).and_then(|before| before.chars().rev().find(|c| !c.is_whitespace()));
    let after = text.get(at..).and_then(|after| after.chars().find(|c| !c.is_whitespace()));
    !(latin(before) && latin(after))
}

/// An edited body: hidden characters gone, line ends as line feeds, no spaces at the ends of lines.
#[must_use]
pub fn paragraphs(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let clean: Vec<String> = unified
        .split('\n')
        .map(|paragraph| paragraph.chars().filter(|c| !is_hidden(*c)).collect::<String>().trim().to_owned())
        .collect();
    clean.join("\n").trim().to_owned()
}
