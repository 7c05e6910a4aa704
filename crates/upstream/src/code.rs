//! 注册码: a one-time code read out over the phone; only its digest is kept.

use domain::digest::Digest;

/// Letters and digits that nobody confuses on paper or over the phone: no I, L, O, 0, 1.
const ALPHABET: &[u8; 31] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";
const GROUPS: usize = 3;
const GROUP: usize = 4;
/// Bytes from here on would make the first letters likelier than the others.
const FAIR: u8 = 248;

/// A one-time code such as `K7QM-3FXP-9RTV`: 59 bits. It has no `Debug`: it is shown once to the person who asked.
pub struct EnrolCode(String);

impl EnrolCode {
    /// A new code.
    pub(crate) fn draw() -> Result<Self, getrandom::Error> {
        let mut text = String::with_capacity(GROUPS * (GROUP + 1));
        for place in 0..GROUPS * GROUP {
            if place > 0 && place % GROUP == 0 {
                text.push('-');
            }
            text.push(fair_letter()?);
        }
        Ok(Self(text))
    }

    /// As it is shown and typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub(crate) fn digest(&self) -> Digest {
        code_digest(&self.0)
    }
}

fn fair_letter() -> Result<char, getrandom::Error> {
    loop {
        let mut byte = [0];
        getrandom::fill(&mut byte)?;
        if byte[0] < FAIR {
            return Ok(char::from(ALPHABET[usize::from(byte[0]) % ALPHABET.len()]));
        }
    }
}

/// What is kept of a code as somebody typed it: case, spaces and hyphens do not matter.
pub(crate) fn code_digest(typed: &str) -> Digest {
    let letters: String =
        typed.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect();
    Digest::of(letters.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_three_groups_of_four_letters_that_nobody_confuses() {
        let code = EnrolCode::draw().unwrap();
        let groups: Vec<_> = code.as_str().split('-').collect();
        assert_eq!(groups.iter().map(|group| group.len()).collect::<Vec<_>>(), [4, 4, 4]);
        assert!(groups.concat().bytes().all(|letter| ALPHABET.contains(&letter)), "{}", code.as_str());
        assert_ne!(code.as_str(), EnrolCode::draw().unwrap().as_str());
    }

    #[test]
    fn a_code_typed_in_lower_case_without_hyphens_is_the_same_code() {
        assert_eq!(code_digest("k7qm 3fxp9rtv"), code_digest("K7QM-3FXP-9RTV"));
        assert_ne!(code_digest("K7QM-3FXP-9RTW"), code_digest("K7QM-3FXP-9RTV"));
    }
}
