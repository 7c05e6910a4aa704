//! 认领: an officer says that an entry written as the desk (值班岗位) was theirs. The entry itself never changes.

use serde::{Deserialize, Serialize};

use crate::entry::EntryId;

/// 认领; the officer is the author in the header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claimed {
    /// The entry that the desk wrote.
    pub entry: EntryId,
}
