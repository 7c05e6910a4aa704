//! 附件清除: once a purge has taken every body of a unit that named a blob, the unit's bytes of it go too.
//!
//! It is done while nobody can write: an entry that names such a blob anew is committed before, and keeps it, or after, and
//! its desk is told that nothing is held and brings it again.

use domain::digest::Digest;
use domain::unit::UnitCode;

use crate::blobs::Blobs;
use crate::database_error::DatabaseError;
use crate::storage::Storage;

/// A blob that nothing of this unit names any more that can still be read.
pub(crate) type Unnamed = (UnitCode, Digest);

impl Storage {
    /// Removes the bytes of every such blob. What fails, or is cut off by a kill, is done at the next purge or start.
    pub(crate) async fn remove_unnamed(&self, blobs: &Blobs) {
        let removing = blobs.clone();
        let removed = self.while_nobody_writes(move |unnamed| remove(&removing, &unnamed)).await;
        if let Err(error) = removed {
            tracing::error!(%error, "attachments of purged entries cannot be looked for now; they go at the next start");
        }
    }

    async fn while_nobody_writes(&self, then: impl FnOnce(Vec<Unnamed>) + Send + 'static) -> Result<(), DatabaseError> {
        match self {
            Self::Sqlite(connections) => connections.write(move |database| database.with_unnamed_blobs(then)).await,
            Self::Postgres(postgres) => postgres.with_unnamed_blobs(then).await,
        }
    }
}

fn remove(blobs: &Blobs, unnamed: &[Unnamed]) {
    for (unit, digest) in unnamed {
        if let Err(error) = blobs.of(unit).remove(*digest) {
            tracing::error!(%error, %digest, "an attachment of a purged entry could not be removed; its turn comes again");
        }
    }
}
