//! Which blobs nothing names any more that can still be read.

use super::{Postgres, column};
use crate::database_error::DatabaseError;
use crate::unnamed_blobs::Unnamed;

/// Whoever holds the head's row is the only one who writes.
const NOBODY_ELSE: &str = "SELECT head FROM log FOR UPDATE";
const UNNAMED: &str = "
SELECT DISTINCT entries.unit, blob_names.digest
FROM purges JOIN blob_names USING (position) JOIN entries USING (position)
WHERE NOT EXISTS (
    SELECT 1 FROM blob_names AS others JOIN entries AS readable ON readable.position = others.position
    WHERE others.digest = blob_names.digest AND readable.unit = entries.unit AND readable.body IS NOT NULL)";

impl Postgres {
    /// Does this with them while nobody else can write.
    pub(crate) async fn with_unnamed_blobs(
        &self,
        then: impl FnOnce(Vec<Unnamed>) + Send + 'static,
    ) -> Result<(), DatabaseError> {
        let mut client = self.client().await?;
        let transaction = client.transaction().await?;
        transaction.query_one(NOBODY_ELSE, &[]).await?;
        let rows = transaction.query(UNNAMED, &[]).await?;
        let unnamed = rows.iter().map(|row| Ok((column::unit(row, 0)?, column::digest(row, 1)?)));
        let unnamed = unnamed.collect::<Result<_, DatabaseError>>()?;
        let done = tokio::task::spawn_blocking(move || then(unnamed)).await;
        done.map_err(|_| DatabaseError::Damaged("清除附件的线程已停止".to_owned()))?;
        Ok(transaction.commit().await?)
    }
}
