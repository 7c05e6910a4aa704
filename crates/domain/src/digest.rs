//! 摘要: SM3 (GB/T 32905) over exact bytes.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sm3::{Digest as _, Sm3};
use std::borrow::Cow;
use std::fmt;

/// A 256-bit SM3 digest, written as 64 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// What the first entry of an epoch names as its predecessor.
    pub const ZERO: Self = Self([0; 32]);

    /// The SM3 digest of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sm3::digest(bytes).into())
    }

    /// Reads 64 hex digits, lower case only: one digest has one spelling.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        hex_bytes(text)?.try_into().ok().map(Self)
    }

    /// Its 32 bytes.
    pub fn bytes(self) -> impl Iterator<Item = u8> {
        self.0.into_iter()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex(&self.0))
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("64 lower-case hex digits expected"))
    }
}

impl JsonSchema for Digest {
    fn schema_name() -> Cow<'static, str> {
        "Digest".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9a-f]{64}$", "description": "An SM3 digest in lower-case hex." })
    }
}

/// Lower-case hex of these bytes.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]).collect()
}

/// Bytes of lower-case hex; none where the text is anything else.
#[must_use]
pub fn hex_bytes(text: &str) -> Option<Vec<u8>> {
    let nibble = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    digits.chunks_exact(2).map(|pair| Some(nibble(pair[0])? << 4 | nibble(pair[1])?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_standard_example_so_that_others_can_check_our_hashes() {
        // GB/T 32905-2016, appendix A.1.
        let digest = Digest::of(b"abc").to_string();
        assert_eq!(digest, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    }

    #[test]
    fn one_digest_has_one_spelling() {
        let text = Digest::of(b"abc").to_string();
        assert!(Digest::parse(&text).is_some());
        assert!(Digest::parse(&text.to_uppercase()).is_none(), "a second spelling would be a second identity");
        assert!(Digest::parse(&text[1..]).is_none());
        assert!(Digest::parse(&text.replace('6', "é")).is_none());
    }
}
