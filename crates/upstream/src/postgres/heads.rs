//! How far each device's chain is held without a gap. Derived from the entries; `check` proves it equal.

use domain::entry::DeviceId;
use domain::receipt::DeviceHead;

use super::{Postgres, column};
use crate::database_error::DatabaseError;

impl Postgres {
    /// The heads of a device's chains, epoch by epoch.
    pub(crate) async fn heads_of(&self, device: DeviceId) -> Result<Vec<DeviceHead>, DatabaseError> {
        let client = self.client().await?;
        let heads =
            client.prepare_cached("SELECT epoch, seq, digest FROM heads WHERE device = $1 ORDER BY epoch").await?;
        let rows = client.query(&heads, &[&device]).await?;
        rows.iter()
            .map(|row| {
                let (epoch, seq) = (column::epoch(row, 0)?, column::count(row, 1)?);
                Ok(DeviceHead { epoch, seq, digest: column::digest(row, 2)? })
            })
            .collect()
    }
}
