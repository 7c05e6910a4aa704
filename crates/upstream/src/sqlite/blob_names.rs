//! Which entry speaks of which blob: who may bring it and who may have it follows from that.

use rusqlite::Connection;

use super::column;
use crate::batch::BlobName;

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
