//! 吊销: which devices' access was taken away, for those who hold a connection and were let in before that.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::entry::DeviceId;
use tokio::sync::watch;

use crate::database_error::DatabaseError;
use crate::storage::Storage;

/// The revoked devices, as they were last read. Cloning shares them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Revocations(Arc<watch::Sender<BTreeSet<DeviceId>>>);

/// Waits for one device's end.
pub(crate) struct Revoked {
    device: DeviceId,
    all: watch::Receiver<BTreeSet<DeviceId>>,
}

impl Revocations {
    /// What is to be waited for by whoever holds a connection for this device.
    pub(crate) fn of(&self, device: DeviceId) -> Revoked {
        Revoked { device, all: self.0.subscribe() }
    }

    /// Whoever waits hears of his own. Whichever process took the access away, the database says so.
    pub(crate) async fn read(&self, storage: &Storage) -> Result<(), DatabaseError> {
        if self.0.receiver_count() > 0 {
            let revoked = storage.revoked().await?;
            self.0.send_if_modified(|known| std::mem::replace(known, revoked) != *known);
        }
        Ok(())
    }
}

impl Revoked {
    /// Ready once the device is revoked.
    pub(crate) async fn comes(&mut self) {
        if self.all.wait_for(|revoked| revoked.contains(&self.device)).await.is_err() {
            std::future::pending().await
        }
    }
}

impl Storage {
    async fn revoked(&self) -> Result<BTreeSet<DeviceId>, DatabaseError> {
        match self {
            Self::Sqlite(connections) => connections.with(|database| database.revoked()).await,
            Self::Postgres(postgres) => postgres.revoked().await,
        }
    }
}
