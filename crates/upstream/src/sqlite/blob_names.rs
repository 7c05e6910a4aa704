//! Which entry speaks of which blob: who may bring it and who may have it follows from that.

use domain::digest::Digest;
use domain::unit::UnitCode;
use rusqlite::Connection;

use super::{Database, column};
use crate::batch::BlobName;
use crate::database_error::DatabaseError;

/// Entries of before the table was made are read for what they name.
pub(super) const CREATE: &str = "
CREATE TABLE blob_names (
    digest   TEXT    NOT NULL,
    position INTEGER NOT NULL REFERENCES entries (position),
    length   INTEGER NOT NULL CHECK (length >= 0),
    PRIMARY KEY (digest, position)
) STRICT, WITHOUT ROWID;
INSERT INTO blob_names (digest, position, length)
SELECT DISTINCT blob.value ->> '$.digest', entries.position, blob.value ->> '$.length'
FROM entries, json_each(entries.header, '$.blobs') AS blob;
";

pub(super) fn insert(connection: &Connection, name: &BlobName) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT INTO blob_names (digest, position, length) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?
        .execute((name.blob.digest.to_string(), column::stored(name.position), column::stored(name.blob.length)))
        .map(|_| ())
}

impl Database {
    /// The lengths that entries of this unit's own give a blob, as far as they still have their bodies.
    pub(crate) fn blob_lengths(&mut self, digest: Digest, unit: &UnitCode) -> Result<Vec<u64>, DatabaseError> {
        let mut lengths = self.connection.prepare_cached(
            "SELECT DISTINCT length FROM blob_names JOIN entries USING (position)
             WHERE digest = ?1 AND unit = ?2 AND body IS NOT NULL",
        )?;
        let rows = lengths.query_map((digest.to_string(), &unit.0), |row| column::count(row, 0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whose entries that name this blob were handed to this unit with their bodies, and still have them.
    pub(crate) fn authors_of_blob(&mut self, digest: Digest, unit: &UnitCode) -> Result<Vec<UnitCode>, DatabaseError> {
        let mut authors = self.connection.prepare_cached(
            "SELECT DISTINCT entries.unit FROM blob_names JOIN entries USING (position) JOIN deliveries USING (position)
             WHERE digest = ?1 AND deliveries.unit = ?2 AND with_body = 1 AND body IS NOT NULL",
        )?;
        let rows = authors.query_map((digest.to_string(), &unit.0), |row| column::unit(row, 0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
