//! 调阅: what stays within the unit is shown to a superior only with a leader's recorded consent. The header's addressees
//! name who may read; the upstream hands on exactly the entries named here.

use serde::{Deserialize, Serialize};

use crate::Moment;
use crate::entry::EntryId;

/// Most entries that one 调阅 may name.
pub const MAX_DISCLOSED: usize = 2000;

/// 调阅 with consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclosed {
    /// Who asked for it: name and post at the superior.
    pub asked_by: String,
    /// The leader of this unit who consented.
    pub consented_by: String,
    /// Their post.
    pub post: String,
    /// When they did, UTC.
    pub at: Moment,
    /// What for.
    pub reason: String,
    /// The entries that may be read.
    pub entries: Vec<EntryId>,
}

impl Disclosed {
    /// The entries that count: never more than [`MAX_DISCLOSED`], whatever was written.
    #[must_use]
    pub fn named(&self) -> &[EntryId] {
        self.entries.get(..MAX_DISCLOSED).unwrap_or(&self.entries)
    }
}
