//! 签发: a leader's word that the report may go, and in which way it was given.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;
use crate::digest::Digest;

/// How the word was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SignOffWay {
    /// 当面
    InPerson,
    /// 电话口头
    ByPhone,
}

impl SignOffWay {
    /// The word in brackets behind the signer's name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::InPerson => "当面",
            Self::ByPhone => "电话",
        }
    }
}

/// 签发 of one letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOff {
    /// Post, from the pack: 带班领导.
    pub post: String,
    /// Name of the signer.
    pub signer: String,
    /// How.
    pub way: SignOffWay,
    /// When, UTC.
    pub at: Moment,
    /// Digest of title and body as they were signed ([`letter_digest`]).
    pub letter: Digest,
}

/// Digest of the letter that was signed: title, a line feed, body.
#[must_use]
pub fn letter_digest(title: &str, body: &str) -> Digest {
    Digest::of(format!("{title}\n{body}").as_bytes())
}
