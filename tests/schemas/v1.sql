-- What version 1 of the desk's file added, as it was released.
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
CREATE TABLE calls (
    subject     TEXT PRIMARY KEY,
    received_at TEXT NOT NULL,
    open        INTEGER NOT NULL,
    view        TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX calls_by_time ON calls (received_at);
CREATE INDEX open_calls ON calls (received_at) WHERE open = 1;
CREATE TABLE incidents (
    subject        TEXT PRIMARY KEY,
    first_received TEXT NOT NULL,
    on_record      INTEGER NOT NULL,
    view           TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX incidents_by_time ON incidents (first_received);
CREATE INDEX running_incidents ON incidents (first_received) WHERE on_record = 0;
CREATE TABLE report_numbers (
    entry  TEXT PRIMARY KEY,
    unit   TEXT NOT NULL,
    year   INTEGER NOT NULL,
    number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX report_numbers_by_year ON report_numbers (unit, year, number);
CREATE TABLE drafts (
    subject  TEXT NOT NULL,
    author   TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    draft    TEXT NOT NULL,
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
