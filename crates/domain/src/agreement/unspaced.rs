//! 去空格: a text as it would be printed, in which 致 1 人死亡 is one death, and where each of its words was typed.

use std::ops::Range;

use crate::hygiene::is_idle_space;

/// A text without the spaces beside Chinese characters.
pub(super) struct Unspaced {
    /// What is left; line feeds stay.
    pub(super) text: String,
    /// For each of its bytes where it stood.
    places: Vec<usize>,
}

impl Unspaced {
    /// The text as typed.
    pub(super) fn of(typed: &str) -> Self {
        let mut unspaced = Self { text: String::with_capacity(typed.len()), places: Vec::with_capacity(typed.len()) };
        for (at, c) in typed.char_indices() {
            if !is_idle_space(typed, at, c) {
                unspaced.text.push(c);
                unspaced.places.extend(at..at + c.len_utf8());
            }
        }
        unspaced
    }

    /// Where words of the text stood in what was typed.
    pub(super) fn place(&self, at: &Range<usize>) -> Range<usize> {
        let end_of = |byte: usize| self.places.get(byte).map(|place| place + 1);
        if at.is_empty() {
            return 0..0;
        }
        let start = self.places.get(at.start).copied().unwrap_or_default();
        start..at.end.checked_sub(1).and_then(end_of).unwrap_or(start)
    }
}

/// The same without the places.
pub(crate) fn unspaced(typed: &str) -> String {
    Unspaced::of(typed).text
}
