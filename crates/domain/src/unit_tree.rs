//! 单位名单: a unit among those that it knows, by the one list that its upstream named to it. Who stands above whom is read
//! here and nowhere else.

use serde::{Deserialize, Serialize};

use crate::reader::Reader;
use crate::unit::{Unit, UnitCode};

/// More levels than any tree has: a ring in a list ends here.
const DEEPEST: usize = 8;

/// The unit itself first, then, in no certain order, those above, below and beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitTree(Vec<Unit>);

impl UnitTree {
    /// The list as it was told.
    #[must_use]
    pub const fn of(units: Vec<Unit>) -> Self {
        Self(units)
    }

    /// The unit whose list it is.
    #[must_use]
    pub fn own(&self) -> Option<&Unit> {
        self.0.first()
    }

    /// The unit, then those above it, nearest first.
    #[must_use]
    pub fn line(&self) -> Vec<&Unit> {
        self.own().map(|own| self.with_those_above(own).collect()).unwrap_or_default()
    }

    /// Those above it, nearest first.
    #[must_use]
    pub fn superiors(&self) -> Vec<&Unit> {
        self.line().split_off(1.min(self.0.len()))
    }

    /// Those of the same superior and level.
    #[must_use]
    pub fn beside(&self) -> Vec<&Unit> {
        let Some(own) = self.own().filter(|own| own.parent.is_some()) else { return Vec::new() };
        let beside = |unit: &&Unit| unit.parent == own.parent && unit.level == own.level && unit.code != own.code;
        self.0.iter().filter(beside).collect()
    }

    /// Those below it.
    #[must_use]
    pub fn below(&self) -> Vec<&Unit> {
        let Some(own) = self.own() else { return Vec::new() };
        self.0.iter().filter(|unit| self.is_below(unit, own)).collect()
    }

    /// Whether one stands below another.
    #[must_use]
    pub fn is_below(&self, unit: &Unit, above: &Unit) -> bool {
        self.with_those_above(unit).skip(1).any(|one| one.code == above.code)
    }

    /// A unit by its code, where it was ever named.
    #[must_use]
    pub fn named(&self, code: &UnitCode) -> Option<&Unit> {
        self.0.iter().find(|unit| unit.code == *code)
    }

    /// What a unit is called: its code where nobody named it.
    #[must_use]
    pub fn name_of(&self, code: &UnitCode) -> String {
        self.named(code).map_or_else(|| code.to_string(), |unit| unit.name.clone())
    }

    /// For whom its desks fold.
    #[must_use]
    pub fn reader(&self) -> Option<Reader> {
        let own = self.own()?;
        let superiors = self.superiors().into_iter().map(|unit| unit.code.clone()).collect();
        Some(Reader { unit: own.code.clone(), superiors })
    }

    fn with_those_above<'t>(&'t self, unit: &'t Unit) -> impl Iterator<Item = &'t Unit> {
        let above = |unit: &&'t Unit| self.named(unit.parent.as_ref()?);
        std::iter::successors(Some(unit), above).take(DEEPEST)
    }
}
