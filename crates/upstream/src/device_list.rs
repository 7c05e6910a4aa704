//! 设备清单: the devices that were enrolled here, for whoever looks for the one to be revoked.

use domain::Moment;
use domain::entry::DeviceId;
use domain::unit::UnitCode;
use serde::Serialize;

use crate::data_folder::{DataFolder, FolderError};
use crate::database_error::DatabaseError;
use crate::storage::Storage;

/// A device as it is enrolled. When it was last heard is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Enrolled {
    /// Its id, which `revoke` asks for.
    pub device: DeviceId,
    /// Its unit.
    pub unit: UnitCode,
    /// How the unit is called now.
    pub unit_name: String,
    /// When it was enrolled.
    pub enrolled_at: Moment,
    /// When its access was taken away; none where it has it.
    pub revoked_at: Option<Moment>,
}

impl DataFolder {
    /// The devices of this unit, or of all, by unit and then in the order of their enrolment.
    ///
    /// # Errors
    /// [`FolderError::NoSuchUnit`], or where the database refuses.
    pub async fn devices(&self, unit: Option<&UnitCode>) -> Result<Vec<Enrolled>, FolderError> {
        if let Some(unit) = unit
            && !self.storage().is_a_unit(unit.clone()).await?
        {
            return Err(FolderError::NoSuchUnit(unit.clone()));
        }
        let mut devices = self.storage().devices().await?;
        devices.retain(|one| unit.is_none_or(|unit| one.unit == *unit));
        // By time, not by its text: SQLite's has no fixed length.
        devices.sort_by(|a, b| (&a.unit, a.enrolled_at, a.device).cmp(&(&b.unit, b.enrolled_at, b.device)));
        Ok(devices)
    }
}

impl Storage {
    async fn is_a_unit(&self, unit: UnitCode) -> Result<bool, DatabaseError> {
        match self {
            Self::Sqlite(connections) => connections.with(move |database| database.is_a_unit(&unit)).await,
            Self::Postgres(postgres) => postgres.is_a_unit(&unit).await,
        }
    }

    async fn devices(&self) -> Result<Vec<Enrolled>, DatabaseError> {
        match self {
            Self::Sqlite(connections) => connections.with(|database| database.devices()).await,
            Self::Postgres(postgres) => postgres.devices().await,
        }
    }
}
