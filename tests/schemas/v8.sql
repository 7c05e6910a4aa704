-- What version 8 of the desk's file added, as it was released.
CREATE TABLE entries_by_rowid (
    id         TEXT NOT NULL PRIMARY KEY,
    device     TEXT NOT NULL,
    epoch      INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    subject    TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    header     TEXT NOT NULL,
    body       TEXT,
    signature  TEXT NOT NULL,
    UNIQUE (device, epoch, seq)
) STRICT;
INSERT INTO entries_by_rowid (id, device, epoch, seq, subject, entered_at, header, body, signature)
SELECT id, device, epoch, seq, subject, entered_at, header, body, signature FROM entries
ORDER BY entered_at, device, epoch, seq;
DROP TABLE entries;
ALTER TABLE entries_by_rowid RENAME TO entries;
CREATE TABLE receipts_by_rowid (
    entry       TEXT NOT NULL PRIMARY KEY REFERENCES entries (id),
    generation  INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    receipt     TEXT NOT NULL,
    signature   TEXT NOT NULL,
    UNIQUE (generation, position)
) STRICT;
INSERT INTO receipts_by_rowid (entry, generation, position, received_at, receipt, signature)
SELECT entry, generation, position, received_at, receipt, signature FROM receipts ORDER BY generation, position;
DROP TABLE receipts;
ALTER TABLE receipts_by_rowid RENAME TO receipts;
CREATE TABLE drafts_by_rowid (
    subject  TEXT NOT NULL,
    author   TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    draft    TEXT NOT NULL,
    grades   TEXT NOT NULL DEFAULT '[]',
    begun_at TEXT,
    PRIMARY KEY (subject, author)
) STRICT;
INSERT INTO drafts_by_rowid (subject, author, saved_at, draft, grades, begun_at)
SELECT subject, author, saved_at, draft, grades, begun_at FROM drafts ORDER BY saved_at;
DROP TABLE drafts;
ALTER TABLE drafts_by_rowid RENAME TO drafts;
CREATE TABLE settings_by_rowid (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
INSERT INTO settings_by_rowid (name, value)
SELECT name, value FROM settings ORDER BY name;
DROP TABLE settings;
ALTER TABLE settings_by_rowid RENAME TO settings;
CREATE TABLE certificates_by_rowid (
    device      TEXT NOT NULL PRIMARY KEY,
    certificate TEXT NOT NULL,
    signature   TEXT NOT NULL
) STRICT;
INSERT INTO certificates_by_rowid (device, certificate, signature)
SELECT device, certificate, signature FROM certificates ORDER BY device;
DROP TABLE certificates;
ALTER TABLE certificates_by_rowid RENAME TO certificates;
CREATE TABLE officers_by_rowid (
    subject TEXT NOT NULL PRIMARY KEY,
    view    TEXT NOT NULL
) STRICT;
INSERT INTO officers_by_rowid (subject, view)
SELECT subject, view FROM officers ORDER BY subject;
DROP TABLE officers;
ALTER TABLE officers_by_rowid RENAME TO officers;
CREATE TABLE calls_by_rowid (
    subject     TEXT NOT NULL PRIMARY KEY,
    received_at TEXT NOT NULL,
    open        INTEGER NOT NULL,
    kept        INTEGER NOT NULL,
    view        TEXT NOT NULL
) STRICT;
INSERT INTO calls_by_rowid (subject, received_at, open, kept, view)
SELECT subject, received_at, open, kept, view FROM calls ORDER BY received_at;
DROP TABLE calls;
ALTER TABLE calls_by_rowid RENAME TO calls;
CREATE TABLE incidents_by_rowid (
    subject        TEXT NOT NULL PRIMARY KEY,
    first_received TEXT NOT NULL,
    open           INTEGER NOT NULL,
    view           TEXT NOT NULL
) STRICT;
INSERT INTO incidents_by_rowid (subject, first_received, open, view)
SELECT subject, first_received, open, view FROM incidents ORDER BY first_received;
DROP TABLE incidents;
ALTER TABLE incidents_by_rowid RENAME TO incidents;
CREATE TABLE packs_by_rowid (
    text_digest  TEXT NOT NULL PRIMARY KEY,
    pack         TEXT NOT NULL,
    file         TEXT NOT NULL,
    text         TEXT NOT NULL,
    shipped      INTEGER NOT NULL,
    kept_at      TEXT NOT NULL,
    withdrawn_at TEXT
) STRICT;
INSERT INTO packs_by_rowid (text_digest, pack, file, text, shipped, kept_at, withdrawn_at)
SELECT text_digest, pack, file, text, shipped, kept_at, withdrawn_at FROM packs ORDER BY kept_at, file;
DROP TABLE packs;
ALTER TABLE packs_by_rowid RENAME TO packs;
CREATE TABLE information_by_rowid (
    subject TEXT NOT NULL PRIMARY KEY,
    sent_at TEXT NOT NULL,
    view    TEXT NOT NULL
) STRICT;
INSERT INTO information_by_rowid (subject, sent_at, view)
SELECT subject, sent_at, view FROM information ORDER BY sent_at;
DROP TABLE information;
ALTER TABLE information_by_rowid RENAME TO information;
CREATE TABLE information_drafts_by_rowid (
    subject    TEXT NOT NULL,
    author     TEXT NOT NULL,
    begun_at   TEXT NOT NULL,
    saved_at   TEXT NOT NULL,
    draft      TEXT NOT NULL,
    PRIMARY KEY (subject, author)
) STRICT;
INSERT INTO information_drafts_by_rowid (subject, author, begun_at, saved_at, draft)
SELECT subject, author, begun_at, saved_at, draft FROM information_drafts ORDER BY saved_at;
DROP TABLE information_drafts;
ALTER TABLE information_drafts_by_rowid RENAME TO information_drafts;
CREATE TABLE displaced_by_rowid (
    id        TEXT NOT NULL PRIMARY KEY,
    header    TEXT NOT NULL,
    body      TEXT,
    signature TEXT NOT NULL
) STRICT;
INSERT INTO displaced_by_rowid (id, header, body, signature)
SELECT id, header, body, signature FROM displaced ORDER BY id;
DROP TABLE displaced;
ALTER TABLE displaced_by_rowid RENAME TO displaced;
CREATE INDEX entries_by_subject ON entries (subject);
CREATE INDEX entries_by_time ON entries (entered_at);
CREATE INDEX calls_by_time ON calls (received_at);
CREATE INDEX open_calls ON calls (received_at) WHERE open = 1;
CREATE INDEX kept_calls ON calls (received_at) WHERE kept = 1;
CREATE INDEX incidents_by_time ON incidents (first_received);
CREATE INDEX open_incidents ON incidents (first_received) WHERE open = 1;
CREATE INDEX incidents_by_process ON incidents (view ->> '$.process') WHERE view ->> '$.process' IS NOT NULL;
CREATE INDEX information_by_time ON information (sent_at);
CREATE TRIGGER entries_are_never_replaced BEFORE INSERT ON entries
WHEN EXISTS (SELECT 1 FROM entries WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM entries WHERE device = NEW.device AND epoch = NEW.epoch AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'entries are never replaced'); END;
CREATE TRIGGER receipts_are_never_replaced BEFORE INSERT ON receipts
WHEN EXISTS (SELECT 1 FROM receipts WHERE entry = NEW.entry)
  OR EXISTS (SELECT 1 FROM receipts WHERE generation = NEW.generation AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'receipts are never replaced'); END;
CREATE TRIGGER receipts_are_never_changed BEFORE UPDATE ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts are never changed'); END;
CREATE TRIGGER receipts_are_never_deleted BEFORE DELETE ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts are never deleted'); END;
CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries
WHEN NEW.body IS NOT NULL
  OR NEW.id IS NOT OLD.id OR NEW.device IS NOT OLD.device OR NEW.epoch IS NOT OLD.epoch OR NEW.seq IS NOT OLD.seq
  OR NEW.subject IS NOT OLD.subject OR NEW.entered_at IS NOT OLD.entered_at OR NEW.header IS NOT OLD.header
  OR NEW.signature IS NOT OLD.signature
  OR NOT EXISTS (SELECT 1 FROM purges JOIN entries AS purged ON purged.id = purges.by
                 WHERE purges.entry = OLD.id AND purged.subject = OLD.subject
                   AND purged.header ->> '$.kind' = 'purged' AND purged.header ->> '$.unit' = OLD.header ->> '$.unit')
BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER displaced_are_never_changed BEFORE UPDATE ON displaced
BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER displaced_are_never_deleted BEFORE DELETE ON displaced
BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
CREATE TRIGGER entries_are_never_deleted BEFORE DELETE ON entries
WHEN EXISTS (SELECT 1 FROM receipts WHERE entry = OLD.id)
  OR NOT EXISTS (SELECT 1 FROM displaced WHERE id = OLD.id AND header = OLD.header AND body IS OLD.body
                 AND signature = OLD.signature)
BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
