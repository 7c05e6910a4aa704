//! 本单位: for whom entries are folded. The same entries are one unit's own matter and another's 来报.

use serde::{Deserialize, Serialize};

use crate::entry::{Header, Kind};
use crate::placed::Placed;
use crate::unit::UnitCode;

/// The unit whose desk folds, and the units above it, nearest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reader {
    /// The unit.
    pub unit: UnitCode,
    /// Those above it: only they issue directives to it.
    pub superiors: Vec<UnitCode>,
}

impl Reader {
    /// Whether the unit wrote an entry: of what it wrote its own matters are made.
    #[must_use]
    pub fn owns(&self, header: &Header) -> bool {
        header.unit == self.unit
    }

    /// Whether it is a directive of a unit above.
    #[must_use]
    pub fn is_told_by(&self, header: &Header) -> bool {
        header.kind == Kind::Directive && self.superiors.contains(&header.unit)
    }

    /// The entries that the unit wrote.
    #[must_use]
    pub fn own(&self, entries: &[Placed]) -> Vec<Placed> {
        entries.iter().filter(|placed| self.owns(&placed.header)).cloned().collect()
    }
}
