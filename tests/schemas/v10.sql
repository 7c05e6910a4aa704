CREATE TABLE blob_transfers (
    way        TEXT NOT NULL CHECK (way IN ('up', 'down')),
    digest     TEXT NOT NULL,
    length     INTEGER NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0,
    not_before TEXT,
    PRIMARY KEY (way, digest)
) STRICT, WITHOUT ROWID;
INSERT INTO blob_transfers (way, digest, length) SELECT 'up', digest, length FROM blobs WHERE named = 1;
INSERT OR IGNORE INTO blob_transfers (way, digest, length)
SELECT 'down', blob.value ->> '$.digest', blob.value ->> '$.length'
FROM entries, json_each(entries.header, '$.blobs') AS blob
WHERE blob.value ->> '$.digest' NOT IN (SELECT digest FROM blobs);
