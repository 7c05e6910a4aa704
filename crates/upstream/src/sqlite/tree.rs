//! Loading the tree of units: all of a file or nothing, and only if the whole tree is sound afterwards.

use domain::unit::Unit;

use super::{Database, units};
use crate::database_error::DatabaseError;
use crate::unit_tree::{TreeError, refuse_unsound};

impl Database {
    /// Adds and updates units; units that the file does not name stay as they are. Returns how many there are now.
    pub(crate) fn load_tree(&mut self, tree: &[Unit]) -> Result<usize, TreeError> {
        self.write(|transaction| {
            for unit in tree {
                units::upsert(transaction, unit).map_err(DatabaseError::from)?;
            }
            let all = units::all(transaction).map_err(DatabaseError::from)?;
            refuse_unsound(&all)?;
            Ok(all.len())
        })
    }
}
