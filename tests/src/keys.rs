//! Key presses: what is sent to a window, and what it costs the officer.
//!
//! The count is the one of the promise "keys for a first report": a key is one key press, Tab and Enter included; a
//! key with Ctrl, Shift or Alt held is one; a Chinese character costs three (pinyin and choice); any other typed
//! character one.

const CTRL: char = '\u{E009}';
const SHIFT: char = '\u{E008}';
const ALT: char = '\u{E00A}';

/// One key press, with the modifiers held meanwhile. Codes are WebDriver's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Press {
    /// Modifiers in the order in which they go down.
    pub held: Vec<char>,
    /// The key itself.
    pub key: char,
}

impl Press {
    /// A key by name: `F2`, `Enter`, `Tab`, `Ctrl+Enter`, `Shift+Tab`, `Numpad0`, `Numpad-`, `3`, `-`, `a`.
    pub fn named(name: &str) -> Self {
        let mut held = Vec::new();
        let mut rest = name;
        while let Some((modifier, after)) = rest.split_once('+').filter(|(_, after)| !after.is_empty()) {
            held.push(match modifier {
                "Ctrl" => CTRL,
                "Shift" => SHIFT,
                "Alt" => ALT,
                other => panic!("no modifier is called {other:?} (in {name:?}): Ctrl, Shift, Alt"),
            });
            rest = after;
        }
        Self { held, key: code(rest) }
    }

    /// A typed character; a line break is Enter.
    pub fn typed(character: char) -> Self {
        Self { held: Vec::new(), key: if character == '\n' { code("Enter") } else { character } }
    }

    /// What this press costs.
    pub fn cost(&self) -> u32 {
        if self.held.is_empty() && is_chinese(self.key) { 3 } else { 1 }
    }
}

/// The presses of names separated by blanks: `"F2 3 Tab Ctrl+Enter"`.
pub fn named(names: &str) -> Vec<Press> {
    names.split_whitespace().map(Press::named).collect()
}

/// The presses that type a text.
pub fn typed(text: &str) -> Vec<Press> {
    text.chars().map(Press::typed).collect()
}

/// What presses cost together.
pub fn cost(presses: &[Press]) -> u32 {
    presses.iter().map(Press::cost).sum()
}

fn is_chinese(character: char) -> bool {
    matches!(character,
        '〇' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

fn code(name: &str) -> char {
    let mut characters = name.chars();
    if let (Some(only), None) = (characters.next(), characters.next()) {
        return only;
    }
    match name {
        "Enter" => '\u{E006}',
        "NumpadEnter" => '\u{E007}',
        "Tab" => '\u{E004}',
        "Space" => ' ',
        "Escape" => '\u{E00C}',
        "Backspace" => '\u{E003}',
        "Delete" => '\u{E017}',
        "PageUp" => '\u{E00E}',
        "PageDown" => '\u{E00F}',
        "End" => '\u{E010}',
        "Home" => '\u{E011}',
        "Left" => '\u{E012}',
        "Up" => '\u{E013}',
        "Right" => '\u{E014}',
        "Down" => '\u{E015}',
        "Numpad-" => '\u{E027}',
        _ => numbered(name, "F", 1..=12, 0xE031)
            .or_else(|| numbered(name, "Numpad", 0..=9, 0xE01A))
            .unwrap_or_else(|| panic!("no key is called {name:?}: add it to tests/src/keys.rs")),
    }
}

/// The code of `F7` or `Numpad0`: a prefix and a number, in a row that starts at `first`.
fn numbered(name: &str, prefix: &str, range: std::ops::RangeInclusive<u32>, first: u32) -> Option<char> {
    let number: u32 = name.strip_prefix(prefix)?.parse().ok()?;
    range.contains(&number).then(|| char::from_u32(first + number - range.start()))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_key_costs_one_with_or_without_modifiers() {
        for name in ["F2", "Enter", "Tab", "3", "-", "Ctrl+Enter", "Shift+Tab", "Ctrl+Shift+a", "Numpad0", "Space"] {
            assert_eq!(Press::named(name).cost(), 1, "{name}");
        }
    }

    #[test]
    fn a_chinese_character_costs_three_and_any_other_one() {
        assert_eq!(cost(&typed("火灾")), 6);
        assert_eq!(cost(&typed("〇㐀")), 6);
        assert_eq!(cost(&typed("18:09")), 5);
        assert_eq!(cost(&typed("死亡1人，")), 3 * 3 + 1 + 1);
        assert_eq!(cost(&typed("a b\nC。")), 6);
        assert_eq!(cost(&[]), 0);
    }

    #[test]
    fn names_become_the_codes_of_webdriver() {
        assert_eq!(
            named("F2 F12 Numpad9 x Ctrl+Enter"),
            [
                Press { held: vec![], key: '\u{E032}' },
                Press { held: vec![], key: '\u{E03C}' },
                Press { held: vec![], key: '\u{E023}' },
                Press { held: vec![], key: 'x' },
                Press { held: vec![CTRL], key: '\u{E006}' },
            ]
        );
        assert_eq!(Press::named("+"), Press::typed('+'), "a plus alone is a key");
        assert_eq!(Press::named("Ctrl++").key, '+');
        assert_eq!(typed("\n"), named("Enter"));
    }

    #[test]
    #[should_panic(expected = "no key is called \"F13\"")]
    fn an_unknown_name_fails_by_name() {
        Press::named("F13");
    }
}
