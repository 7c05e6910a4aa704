//! The bearer token of a device: 32 random bytes, given once; only its digest is kept.

use domain::digest::{Digest, hex};

/// A token on its way to the device. It has no `Debug`: it appears in the answer and nowhere else.
pub(crate) struct Token(String);

impl Token {
    /// A new token.
    pub(crate) fn draw() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(hex(&bytes)))
    }

    /// What is kept of it.
    pub(crate) fn digest(&self) -> Digest {
        token_digest(&self.0)
    }

    /// The text that the device presents.
    pub(crate) fn into_text(self) -> String {
        self.0
    }
}

/// What is kept of a presented token. Lookups go by this digest, so their timing says nothing about a token.
pub(crate) fn token_digest(text: &str) -> Digest {
    Digest::of(text.as_bytes())
}
