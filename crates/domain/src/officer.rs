//! 值班人员: who works in this room. An entry of the unit only; what stands last is what holds.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::entry::{Content, Subject};
use crate::placed::Placed;

/// What the desk itself is called where nobody has signed in.
pub const DESK: &str = "值班岗位";
/// What an officer is called whose listing is not held here.
pub const UNLISTED: &str = "值班员（姓名未登记）";

/// A line of the officers' list; each replaces the one before of the same person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficerListed {
    /// Name.
    pub name: String,
    /// Post: 值班员, 带班领导, 局长.
    pub post: String,
    /// Number, empty where not known.
    pub phone: String,
    /// 已调离: no longer offered, but kept.
    pub left: bool,
}

/// A person of the room as folded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Officer {
    /// The subject.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Post.
    pub post: String,
    /// Number.
    pub phone: String,
    /// 已调离
    pub left: bool,
}

impl Officer {
    /// Folds the entries of one subject, which come in the fold's order; none where they list nobody.
    #[must_use]
    pub fn fold(subject: Subject, entries: &[Placed]) -> Option<Self> {
        let listed = entries.iter().rev().find_map(|placed| match &placed.content {
            Content::OfficerListed(listed) => Some(listed.clone()),
            _ => None,
        })?;
        let OfficerListed { name, post, phone, left } = listed;
        Some(Self { id: subject, name, post, phone, left })
    }
}
