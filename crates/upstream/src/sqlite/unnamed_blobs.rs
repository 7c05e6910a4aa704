//! Which blobs nothing names any more that can still be read.

use super::{Database, column};
use crate::database_error::DatabaseError;
use crate::unnamed_blobs::Unnamed;

const UNNAMED: &str = "
SELECT DISTINCT entries.unit, blob_names.digest
FROM purges JOIN blob_names USING (position) JOIN entries USING (position)
WHERE NOT EXISTS (
    SELECT 1 FROM blob_names AS others JOIN entries AS readable ON readable.position = others.position
    WHERE others.digest = blob_names.digest AND readable.unit = entries.unit AND readable.body IS NOT NULL)";

impl Database {
    /// Does this with them while nobody else can write.
    pub(crate) fn with_unnamed_blobs(&mut self, then: impl FnOnce(Vec<Unnamed>)) -> Result<(), DatabaseError> {
        self.write(|transaction| {
            let mut unnamed = transaction.prepare_cached(UNNAMED)?;
            let rows = unnamed.query_map([], |row| Ok((column::unit(row, 0)?, column::digest(row, 1)?)))?;
            then(rows.collect::<Result<_, _>>()?);
            Ok(())
        })
    }
}
