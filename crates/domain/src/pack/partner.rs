//! 互通共享单位: departments and neighbours that tell us of an incident, and that we tell (practice 1.3).

use serde::{Deserialize, Serialize};

use crate::rule::When;

/// A partner of 互通共享.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Partner {
    /// Id, as in 互通记录.
    pub id: String,
    /// As the record names it: 消防（119）.
    pub name: String,
    /// Place in the list, from 1.
    pub order: u32,
    /// Words by which it is known in the name of a caller's unit: 消防, 119.
    #[serde(default)]
    pub words: Vec<String>,
    /// When it is to be told; none given: nobody asks for it, and what was told is noted all the same.
    #[serde(default)]
    pub when: Option<When>,
    /// Number to dial.
    #[serde(default)]
    pub phone: Option<String>,
    /// Where it stands that this is a partner.
    #[serde(default)]
    pub cite: String,
    /// Whether that was read.
    #[serde(default)]
    pub verified: bool,
}

impl Partner {
    /// The longest of its words that a name holds, in characters; none where none is there.
    pub(super) fn found_in(&self, name: &str) -> Option<usize> {
        let held = self.words.iter().filter(|word| name.contains(word.as_str()));
        held.map(|word| word.chars().count()).max()
    }
}
