//! Which entry speaks of which blob: who may bring it and who may have it follows from that.

use domain::digest::Digest;
use domain::unit::UnitCode;

use super::{Postgres, column};
use crate::database_error::DatabaseError;

impl Postgres {
    /// The lengths that entries of this unit's own give a blob, as far as they still have their bodies.
    pub(crate) async fn blob_lengths(&self, digest: Digest, unit: &UnitCode) -> Result<Vec<u64>, DatabaseError> {
        let client = self.client().await?;
        let lengths = "SELECT DISTINCT length FROM blob_names JOIN entries USING (position)
            WHERE digest = $1 AND unit = $2 AND body IS NOT NULL";
        let lengths = client.prepare_cached(lengths).await?;
        let rows = client.query(&lengths, &[&digest.to_string(), &unit.0]).await?;
        rows.iter().map(|row| column::count(row, 0)).collect()
    }

    /// Whose entries that name this blob were handed to this unit with their bodies, and still have them.
    pub(crate) async fn authors_of_blob(
        &self,
        digest: Digest,
        unit: &UnitCode,
    ) -> Result<Vec<UnitCode>, DatabaseError> {
        let client = self.client().await?;
        let authors = "SELECT DISTINCT entries.unit
            FROM blob_names JOIN entries USING (position) JOIN deliveries USING (position)
            WHERE digest = $1 AND deliveries.unit = $2 AND with_body AND body IS NOT NULL";
        let authors = client.prepare_cached(authors).await?;
        let rows = client.query(&authors, &[&digest.to_string(), &unit.0]).await?;
        rows.iter().map(|row| column::unit(row, 0)).collect()
    }
}
