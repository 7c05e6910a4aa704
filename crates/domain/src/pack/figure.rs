//! 计量与情形: numbers and signs that only some events have, declared by packs so that a new table needs no new code.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::EventKind;

/// A number that the officer may fill in for some events: 受害森林面积, 震级, 断行时间.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// Id, as in the facts and in tables.
    pub id: String,
    /// Name on screen.
    pub name: String,
    /// Unit after the number.
    pub unit: String,
    /// Families of kinds that have it.
    #[serde(default)]
    pub families: Vec<String>,
    /// Kinds that have it.
    #[serde(default)]
    pub kinds: Vec<String>,
}

/// A fact without a number that the officer ticks: 起重机械整体倾覆, 人口密集区.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// Id, as in the facts and in tables.
    pub id: String,
    /// Words on screen and in reasons.
    pub words: String,
    /// Families of kinds that have it.
    #[serde(default)]
    pub families: Vec<String>,
    /// Kinds that have it.
    #[serde(default)]
    pub kinds: Vec<String>,
}

fn asked(families: &[String], kinds: &[String], event: &EventKind) -> bool {
    families.contains(&event.family) || kinds.contains(&event.id)
}

impl Figure {
    /// Whether events of this kind have it.
    #[must_use]
    pub fn asked_of(&self, event: &EventKind) -> bool {
        asked(&self.families, &self.kinds, event)
    }
}

impl Sign {
    /// Whether events of this kind have it.
    #[must_use]
    pub fn asked_of(&self, event: &EventKind) -> bool {
        asked(&self.families, &self.kinds, event)
    }
}
