-- What version 7 of the desk's file added, as it was released.
CREATE TABLE pins (
    officer    TEXT PRIMARY KEY,
    hash       TEXT NOT NULL,
    failures   INTEGER NOT NULL DEFAULT 0,
    not_before TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE purges (
    entry TEXT PRIMARY KEY REFERENCES entries (id),
    by    TEXT NOT NULL REFERENCES entries (id)
) STRICT, WITHOUT ROWID;
CREATE TABLE persons (
    subject TEXT PRIMARY KEY,
    since   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX persons_by_time ON persons (since);
DROP TRIGGER entries_are_never_changed;
CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries
WHEN NEW.body IS NOT NULL
  OR NEW.id IS NOT OLD.id OR NEW.device IS NOT OLD.device OR NEW.epoch IS NOT OLD.epoch OR NEW.seq IS NOT OLD.seq
  OR NEW.subject IS NOT OLD.subject OR NEW.entered_at IS NOT OLD.entered_at OR NEW.header IS NOT OLD.header
  OR NEW.signature IS NOT OLD.signature
  OR NOT EXISTS (SELECT 1 FROM purges JOIN entries AS purged ON purged.id = purges.by
                 WHERE purges.entry = OLD.id AND purged.subject = OLD.subject
                   AND purged.header ->> '$.kind' = 'purged' AND purged.header ->> '$.unit' = OLD.header ->> '$.unit')
BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TABLE accesses (
    entry  TEXT PRIMARY KEY REFERENCES entries (id),
    at     TEXT NOT NULL,
    author TEXT NOT NULL,
    what   TEXT NOT NULL,
    note   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX accesses_by_time ON accesses (at);
ALTER TABLE drafts ADD COLUMN begun_at TEXT;
UPDATE drafts SET begun_at = saved_at;
CREATE TABLE displaced (
    id        TEXT PRIMARY KEY,
    header    TEXT NOT NULL,
    body      TEXT,
    signature TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER displaced_are_never_changed BEFORE UPDATE ON displaced
BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER displaced_are_never_deleted BEFORE DELETE ON displaced
BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
DROP TRIGGER entries_are_never_deleted;
CREATE TRIGGER entries_are_never_deleted BEFORE DELETE ON entries
WHEN EXISTS (SELECT 1 FROM receipts WHERE entry = OLD.id)
  OR NOT EXISTS (SELECT 1 FROM displaced WHERE id = OLD.id AND header = OLD.header AND body IS OLD.body
                 AND signature = OLD.signature)
BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
