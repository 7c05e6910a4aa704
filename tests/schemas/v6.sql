-- The desk's file as version 6 made it.
CREATE TABLE entries (
    id         TEXT PRIMARY KEY,
    device     TEXT NOT NULL,
    epoch      INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    subject    TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    header     TEXT NOT NULL,
    body       TEXT,
    signature  TEXT NOT NULL,
    UNIQUE (device, epoch, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX entries_by_subject ON entries (subject);
CREATE INDEX entries_by_time ON entries (entered_at);
CREATE TRIGGER entries_are_never_replaced BEFORE INSERT ON entries
WHEN EXISTS (SELECT 1 FROM entries WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM entries WHERE device = NEW.device AND epoch = NEW.epoch AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'entries are never replaced'); END;
CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER entries_are_never_deleted BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
CREATE TABLE receipts (
    entry       TEXT PRIMARY KEY REFERENCES entries (id),
    generation  INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    receipt     TEXT NOT NULL,
    signature   TEXT NOT NULL,
    UNIQUE (generation, position)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER receipts_are_never_replaced BEFORE INSERT ON receipts
WHEN EXISTS (SELECT 1 FROM receipts WHERE entry = NEW.entry)
  OR EXISTS (SELECT 1 FROM receipts WHERE generation = NEW.generation AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'receipts are never replaced'); END;
CREATE TRIGGER receipts_are_never_changed BEFORE UPDATE ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts are never changed'); END;
CREATE TRIGGER receipts_are_never_deleted BEFORE DELETE ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts are never deleted'); END;
CREATE TABLE deliveries (
    n         INTEGER PRIMARY KEY,
    entry     TEXT NOT NULL REFERENCES entries (id),
    with_body INTEGER NOT NULL
) STRICT;
CREATE TRIGGER deliveries_are_never_replaced BEFORE INSERT ON deliveries
WHEN EXISTS (SELECT 1 FROM deliveries WHERE n = NEW.n)
BEGIN SELECT RAISE(ABORT, 'deliveries are never replaced'); END;
CREATE TRIGGER deliveries_are_never_changed BEFORE UPDATE ON deliveries
BEGIN SELECT RAISE(ABORT, 'deliveries are never changed'); END;
CREATE TRIGGER deliveries_are_never_deleted BEFORE DELETE ON deliveries
BEGIN SELECT RAISE(ABORT, 'deliveries are never deleted'); END;
CREATE TABLE drafts (
    subject  TEXT NOT NULL,
    author   TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    draft    TEXT NOT NULL, grades TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (subject, author)
) STRICT, WITHOUT ROWID;
CREATE TABLE queue (
    entry       TEXT PRIMARY KEY REFERENCES entries (id),
    lane        INTEGER NOT NULL,
    queued      INTEGER NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    not_before  TEXT,
    quarantined INTEGER NOT NULL DEFAULT 0,
    trouble     TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX queue_in_order ON queue (quarantined, lane, queued);
CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE certificates (
    device      TEXT PRIMARY KEY,
    certificate TEXT NOT NULL,
    signature   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE officers (
    subject TEXT PRIMARY KEY,
    view    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
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
CREATE TABLE incidents (
    subject        TEXT PRIMARY KEY,
    first_received TEXT NOT NULL,
    open           INTEGER NOT NULL,
    view           TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX incidents_by_time ON incidents (first_received);
CREATE INDEX open_incidents ON incidents (first_received) WHERE open = 1;
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
CREATE TABLE numbers (
    entry   TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    unit    TEXT NOT NULL,
    year    INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    drill   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX numbers_by_year ON numbers (unit, year, drill, number);
CREATE TABLE explained_numbers (
    entry  TEXT PRIMARY KEY,
    year   INTEGER NOT NULL,
    number INTEGER NOT NULL,
    drill  INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX incidents_by_process ON incidents (view ->> '$.process') WHERE view ->> '$.process' IS NOT NULL;
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
PRAGMA user_version = 6;
PRAGMA application_id = 1516782190;
