//! The enrolled devices, as they are listed.

use std::collections::BTreeSet;

use domain::entry::DeviceId;
use domain::unit::UnitCode;

use super::{Database, column, units};
use crate::database_error::DatabaseError;
use crate::device_list::Enrolled;

impl Database {
    pub(crate) fn is_a_unit(&mut self, unit: &UnitCode) -> Result<bool, DatabaseError> {
        Ok(units::exists(&self.connection, unit)?)
    }

    /// Every device, in no order.
    pub(crate) fn devices(&mut self) -> Result<Vec<Enrolled>, DatabaseError> {
        let mut devices = self.connection.prepare(
            "SELECT id, unit, name, enrolled_at, revoked_at FROM devices JOIN units ON units.code = devices.unit",
        )?;
        let rows = devices.query_map([], |row| {
            let revoked = row.get_ref(4)? != rusqlite::types::ValueRef::Null;
            Ok(Enrolled {
                device: column::uuid(row, 0)?,
                unit: column::unit(row, 1)?,
                unit_name: row.get(2)?,
                enrolled_at: column::moment(row, 3)?,
                revoked_at: revoked.then(|| column::moment(row, 4)).transpose()?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every device whose access was taken away.
    pub(crate) fn revoked(&mut self) -> Result<BTreeSet<DeviceId>, DatabaseError> {
        let mut revoked = self.connection.prepare_cached("SELECT id FROM devices WHERE revoked_at IS NOT NULL")?;
        let rows = revoked.query_map([], |row| column::uuid(row, 0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
