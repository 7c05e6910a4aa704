CREATE TABLE blob_names (
    digest   TEXT    NOT NULL,
    position INTEGER NOT NULL REFERENCES entries (position),
    length   INTEGER NOT NULL CHECK (length >= 0),
    PRIMARY KEY (digest, position)
) STRICT, WITHOUT ROWID;
INSERT INTO blob_names (digest, position, length)
SELECT DISTINCT blob.value ->> '$.digest', entries.position, blob.value ->> '$.length'
FROM entries, json_each(entries.header, '$.blobs') AS blob;
