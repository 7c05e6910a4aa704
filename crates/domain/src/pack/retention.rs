//! 保留期限: how long incidental personal data is kept, and from when on.

use serde::{Deserialize, Serialize};

use crate::entry::Kind;

/// From when on the days count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetentionStart {
    /// The call was ended and became no incident.
    CallEnded,
    /// The incident was ended and is not followed any more.
    IncidentEnded,
}

impl RetentionStart {
    /// The words on screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::CallEnded => "来电办结",
            Self::IncidentEnded => "事件办结",
        }
    }
}

/// One rule of 清除. Event records are archive (突发事件应对法第九十四条) and no rule can name them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionRule {
    /// Unique in the pack; the same id in a lower layer replaces it.
    pub id: String,
    /// What goes, in words.
    pub what: String,
    /// The kinds of entry whose persons and numbers go.
    pub kinds: Vec<Kind>,
    /// From when on the days count.
    pub after: RetentionStart,
    /// So many whole days (of 24 hours) after it.
    pub days: u32,
    /// The clause, or that the number of days is a proposal.
    pub cite: String,
    /// Key of a `[[source]]`.
    pub source: String,
    /// Whether that source was read and names this number of days.
    pub verified: bool,
}
