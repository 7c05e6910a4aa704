//! The tree of units holds together, or a file of them is not loaded.

use std::collections::{BTreeMap, BTreeSet};

use domain::unit::{Unit, UnitCode};

use crate::database_error::DatabaseError;

/// Why a tree is not loaded.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TreeError {
    /// Its superior is nowhere.
    #[error("单位 {unit} 的上级 {parent} 既不在文件中也未曾导入；请补上该上级，或更正 parent 一列")]
    NoSuchParent {
        /// The unit.
        unit: UnitCode,
        /// The superior it names.
        parent: UnitCode,
    },
    /// A unit below one of its own or a lower level; that also rules out circles.
    #[error("单位 {unit} 的上级 {parent} 的层级不高于它本身；请更正 level 或 parent 一列")]
    NotAbove {
        /// The unit.
        unit: UnitCode,
        /// The superior it names.
        parent: UnitCode,
    },
    /// The database refuses.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl TreeError {
    /// The unit that is wrong, where it is one.
    pub(crate) const fn unit(&self) -> Option<&UnitCode> {
        match self {
            Self::NoSuchParent { unit, .. } | Self::NotAbove { unit, .. } => Some(unit),
            Self::Database(_) => None,
        }
    }
}

/// A unit's list: itself and those above, nearest first, and behind them the others, each once.
pub(crate) fn listed(mut upwards: Vec<Unit>, others: Vec<Unit>) -> Vec<Unit> {
    let known: BTreeSet<_> = upwards.iter().map(|unit| unit.code.clone()).collect();
    upwards.extend(others.into_iter().filter(|unit| !known.contains(&unit.code)));
    upwards
}

/// Checks a whole tree.
///
/// # Errors
/// The first unit that does not fit.
pub(crate) fn refuse_unsound(units: &[Unit]) -> Result<(), TreeError> {
    let levels: BTreeMap<_, _> = units.iter().map(|unit| (&unit.code, unit.level)).collect();
    for unit in units {
        let Some(parent) = &unit.parent else { continue };
        let code = unit.code.clone();
        match levels.get(parent) {
            None => return Err(TreeError::NoSuchParent { unit: code, parent: parent.clone() }),
            Some(above) if *above <= unit.level => {
                return Err(TreeError::NotAbove { unit: code, parent: parent.clone() });
            }
            Some(_) => {}
        }
    }
    Ok(())
}
