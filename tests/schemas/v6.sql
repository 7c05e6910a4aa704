-- What version 6 of the desk's file added, as it was released.
CREATE TABLE information (
    subject TEXT PRIMARY KEY,
    sent_at TEXT NOT NULL,
    view    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX information_by_time ON information (sent_at);
CREATE TABLE information_drafts (
    subject    TEXT NOT NULL,
    author     TEXT NOT NULL,
    begun_at   TEXT NOT NULL,
    saved_at   TEXT NOT NULL,
    draft      TEXT NOT NULL,
    PRIMARY KEY (subject, author)
) STRICT, WITHOUT ROWID;
CREATE TABLE blobs (
    digest  TEXT PRIMARY KEY,
    length  INTEGER NOT NULL,
    kept_at TEXT NOT NULL,
    named   INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
