-- What version 3 of the desk's file added, as it was released.
DROP TABLE calls;
CREATE TABLE calls (
    subject     TEXT PRIMARY KEY,
    received_at TEXT NOT NULL,
    open        INTEGER NOT NULL,
    kept        INTEGER NOT NULL,
    view        TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX calls_by_time ON calls (received_at);
CREATE INDEX open_calls ON calls (received_at) WHERE open = 1;
CREATE INDEX kept_calls ON calls (received_at) WHERE kept = 1;
DROP TABLE incidents;
CREATE TABLE incidents (
    subject        TEXT PRIMARY KEY,
    first_received TEXT NOT NULL,
    open           INTEGER NOT NULL,
    view           TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX incidents_by_time ON incidents (first_received);
CREATE INDEX open_incidents ON incidents (first_received) WHERE open = 1;
ALTER TABLE drafts ADD COLUMN grades TEXT NOT NULL DEFAULT '[]';
CREATE TABLE packs (
    text_digest  TEXT PRIMARY KEY,
    pack         TEXT NOT NULL,
    file         TEXT NOT NULL,
    text         TEXT NOT NULL,
    shipped      INTEGER NOT NULL,
    kept_at      TEXT NOT NULL,
    withdrawn_at TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE pack_sets (
    digest TEXT PRIMARY KEY,
    texts  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
