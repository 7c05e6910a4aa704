//! 签发: a leader's word that the report may go, and in which way it was given.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;
use crate::digest::Digest;
use crate::report::NumberGiven;

/// How the word was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SignOffWay {
    /// 当面
    InPerson,
    /// 电话口头
    ByPhone,
    /// 短信或政务即时通信回复
    ByMessage,
    /// 授权: by whom the signer was authorised stands in the unit's 授权书.
    Authorised,
}

impl SignOffWay {
    /// All of them, in the order of the officer's digits.
    pub const ALL: [Self; 4] = [Self::InPerson, Self::ByPhone, Self::ByMessage, Self::Authorised];

    /// The word in brackets behind the signer's name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::InPerson => "当面",
            Self::ByPhone => "电话",
            Self::ByMessage => "短信",
            Self::Authorised => "授权",
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
    /// 期号: given with the first signature of an incident.
    #[serde(default)]
    pub number: Option<NumberGiven>,
}

/// How asking for a signature ended when it gave none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SoughtEnd {
    /// 未接通
    NoAnswer,
    /// 占线
    Busy,
    /// 退改: read, to be changed and shown again. A milestone, never a reason.
    SentBack,
}

impl SoughtEnd {
    /// The word in the record.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoAnswer => "未接通",
            Self::Busy => "占线",
            Self::SentBack => "退改",
        }
    }

    /// Whether the signer was not reached at all.
    #[must_use]
    pub const fn not_reached(self) -> bool {
        !matches!(self, Self::SentBack)
    }
}

/// 请示: a signature was asked for and not given. Time speaks; nobody is accused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SignOffSought {
    /// Post, from the pack.
    pub post: String,
    /// Name, empty where it was not typed.
    pub signer: String,
    /// How it was asked.
    pub way: SignOffWay,
    /// When, UTC.
    pub at: Moment,
    /// How it ended.
    pub ended: SoughtEnd,
}

/// Digest of the letter that was signed: title, a line feed, body.
#[must_use]
pub fn letter_digest(title: &str, body: &str) -> Digest {
    Digest::of(format!("{title}\n{body}").as_bytes())
}
