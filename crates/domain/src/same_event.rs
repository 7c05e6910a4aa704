//! 同一事件: two matters turn out to be one event in the world, or turn out not to be. Neither ends by it; at every level they
//! are shown together. The header's link says which two, so that a unit which may not read the body knows it, too.

use serde::{Deserialize, Serialize};

use crate::entry::Subject;

/// A merge, or its undoing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SameEvent {
    /// The other matter; the entry's own subject is the one.
    pub other: Subject,
    /// They are one; else they are not, after all.
    pub same: bool,
    /// Why, in a line; may be empty.
    pub reason: String,
}
