//! 停表: what stops a clock, and of what it is a clock.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// What stops a clock.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StoppedBy {
    /// Our first phone report to a superior.
    FirstReported,
    /// The report stands in the system of record. A save or a send stops nothing.
    Entered,
    /// A later report stands in the system of record.
    FollowedUp,
    /// A phone report to this recipient of the pack.
    Told(String),
    /// The direct superior knows: by phone, or by the report in the system of record.
    DirectSuperiorKnows,
    /// The officer ticks it as done, with a time: what has no richer record here.
    Ticked,
    /// A window that ends by itself.
    Elapsed,
    /// 来件: the shift leader was told.
    LeaderTold,
    /// 来件: it was passed on.
    Forwarded,
    /// A directive was answered.
    Answered,
    /// Next month's roster stands in the system of record.
    RosterEntered,
    /// 签到
    SignedIn,
}

/// Of what a rule is a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// One incident.
    Incident,
    /// Something that came in: a warning, a directive, a document.
    Inbound,
    /// The room itself.
    Room,
}

const PLAIN: [(&str, StoppedBy); 11] = [
    ("first_reported", StoppedBy::FirstReported),
    ("entered", StoppedBy::Entered),
    ("followed_up", StoppedBy::FollowedUp),
    ("direct_superior_knows", StoppedBy::DirectSuperiorKnows),
    ("ticked", StoppedBy::Ticked),
    ("elapsed", StoppedBy::Elapsed),
    ("leader_told", StoppedBy::LeaderTold),
    ("forwarded", StoppedBy::Forwarded),
    ("answered", StoppedBy::Answered),
    ("roster_entered", StoppedBy::RosterEntered),
    ("signed_in", StoppedBy::SignedIn),
];

impl StoppedBy {
    /// Of what a rule that this stops is a clock.
    #[must_use]
    pub const fn subject(&self) -> Subject {
        match self {
            Self::FirstReported
            | Self::Entered
            | Self::FollowedUp
            | Self::Told(_)
            | Self::DirectSuperiorKnows
            | Self::Ticked
            | Self::Elapsed => Subject::Incident,
            Self::LeaderTold | Self::Forwarded | Self::Answered => Subject::Inbound,
            Self::RosterEntered | Self::SignedIn => Subject::Room,
        }
    }
}

impl<'de> Deserialize<'de> for StoppedBy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = toml::Value::deserialize(deserializer)?;
        if let Some(name) = value.as_str() {
            let known = PLAIN.into_iter().find(|(plain, _)| *plain == name);
            let names = || PLAIN.map(|(name, _)| name).join("、");
            let unknown =
                || D::Error::custom(format!("stopped_by {name} 无此写法，应为{}或 {{ told = \"报告对象\" }}", names()));
            return known.map(|(_, stopped_by)| stopped_by).ok_or_else(unknown);
        }
        let told = value.as_table().filter(|table| table.len() == 1).and_then(|table| table.get("told")?.as_str());
        told.map(|told| Self::Told(told.to_owned()))
            .ok_or_else(|| D::Error::custom("stopped_by 应为一个词或 { told = \"报告对象\" }"))
    }
}

/// What takes a duty away before it is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndedBy {
    /// 明火扑灭
    FlameOut,
}
