//! The enrolled devices, as they are listed.

use std::collections::BTreeSet;

use domain::entry::DeviceId;
use domain::unit::UnitCode;

use super::{Postgres, column, units};
use crate::database_error::DatabaseError;
use crate::device_list::Enrolled;

impl Postgres {
    pub(crate) async fn is_a_unit(&self, unit: &UnitCode) -> Result<bool, DatabaseError> {
        units::exists(&self.client().await?, unit).await
    }

    /// Every device, in no order.
    pub(crate) async fn devices(&self) -> Result<Vec<Enrolled>, DatabaseError> {
        let devices =
            "SELECT id, unit, name, enrolled_at, revoked_at FROM devices JOIN units ON units.code = devices.unit";
        let rows = self.client().await?.query(devices, &[]).await?;
        let enrolled = rows.iter().map(|row| {
            Ok(Enrolled {
                device: column::get(row, 0)?,
                unit: column::unit(row, 1)?,
                unit_name: column::get(row, 2)?,
                enrolled_at: column::get(row, 3)?,
                revoked_at: column::get(row, 4)?,
            })
        });
        enrolled.collect()
    }

    /// Every device whose access was taken away.
    pub(crate) async fn revoked(&self) -> Result<BTreeSet<DeviceId>, DatabaseError> {
        let client = self.client().await?;
        let revoked = client.prepare_cached("SELECT id FROM devices WHERE revoked_at IS NOT NULL").await?;
        client.query(&revoked, &[]).await?.iter().map(|row| column::get(row, 0)).collect()
    }
}
