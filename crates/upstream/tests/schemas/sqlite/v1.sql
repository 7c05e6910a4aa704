CREATE TABLE settings (
    only_row   INTEGER PRIMARY KEY CHECK (only_row = 1),
    upstream   TEXT    NOT NULL,
    generation INTEGER NOT NULL CHECK (generation >= 1),
    public_key TEXT    NOT NULL
) STRICT;
CREATE TABLE log (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    head     INTEGER NOT NULL CHECK (head >= 0)
) STRICT;
INSERT INTO log (only_row, head) VALUES (1, 0);
CREATE TABLE units (
    code      TEXT PRIMARY KEY,
    name      TEXT NOT NULL,
    level     TEXT NOT NULL CHECK (level IN ('county', 'city', 'province', 'nation')),
    divisions TEXT NOT NULL,
    parent    TEXT REFERENCES units (code) DEFERRABLE INITIALLY DEFERRED,
    sample    INTEGER NOT NULL CHECK (sample IN (0, 1))
) STRICT;
CREATE TABLE devices (
    id                    TEXT PRIMARY KEY,
    unit                  TEXT NOT NULL REFERENCES units (code),
    public_key            TEXT NOT NULL,
    certificate           TEXT NOT NULL,
    certificate_signature TEXT NOT NULL,
    enrolled_at           TEXT NOT NULL,
    revoked_at            TEXT
) STRICT;
CREATE TABLE tokens (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    digest TEXT NOT NULL UNIQUE,
    device TEXT NOT NULL REFERENCES devices (id)
) STRICT;
CREATE INDEX tokens_of_device ON tokens (device, id);
CREATE TABLE codes (
    digest     TEXT PRIMARY KEY,
    unit       TEXT NOT NULL REFERENCES units (code),
    issued_at  TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_by    TEXT REFERENCES devices (id),
    used_at    TEXT
) STRICT;
CREATE TABLE entries (
    position    INTEGER PRIMARY KEY CHECK (position >= 1),
    id          TEXT    NOT NULL UNIQUE,
    device      TEXT    NOT NULL REFERENCES devices (id),
    epoch       INTEGER NOT NULL,
    seq         INTEGER NOT NULL CHECK (seq >= 1),
    prev        TEXT    NOT NULL,
    unit        TEXT    NOT NULL REFERENCES units (code),
    header_hash TEXT    NOT NULL,
    header      TEXT    NOT NULL,
    body        TEXT,
    signature   TEXT    NOT NULL,
    UNIQUE (device, epoch, seq)
) STRICT;
CREATE TRIGGER entries_are_never_replaced BEFORE INSERT ON entries
WHEN EXISTS (SELECT 1 FROM entries WHERE position = NEW.position)
  OR EXISTS (SELECT 1 FROM entries WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM entries WHERE device = NEW.device AND epoch = NEW.epoch AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, '条目只增不改'); END;
CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, '条目只增不改'); END;
CREATE TRIGGER entries_are_never_deleted BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, '条目只增不删'); END;
CREATE TABLE receipts (
    position  INTEGER PRIMARY KEY REFERENCES entries (position),
    receipt   TEXT NOT NULL,
    signature TEXT NOT NULL
) STRICT;
CREATE TRIGGER receipts_are_never_replaced BEFORE INSERT ON receipts
WHEN EXISTS (SELECT 1 FROM receipts WHERE position = NEW.position)
BEGIN SELECT RAISE(ABORT, '回执只增不改'); END;
CREATE TRIGGER receipts_are_never_changed BEFORE UPDATE ON receipts
BEGIN SELECT RAISE(ABORT, '回执只增不改'); END;
CREATE TRIGGER receipts_are_never_deleted BEFORE DELETE ON receipts
BEGIN SELECT RAISE(ABORT, '回执只增不删'); END;
CREATE TABLE deliveries (
    unit      TEXT    NOT NULL REFERENCES units (code),
    n         INTEGER NOT NULL CHECK (n >= 1),
    position  INTEGER NOT NULL REFERENCES entries (position),
    with_body INTEGER NOT NULL CHECK (with_body IN (0, 1)),
    PRIMARY KEY (unit, n),
    UNIQUE (unit, position)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER deliveries_are_never_replaced BEFORE INSERT ON deliveries
WHEN EXISTS (SELECT 1 FROM deliveries WHERE unit = NEW.unit AND n = NEW.n)
  OR EXISTS (SELECT 1 FROM deliveries WHERE unit = NEW.unit AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, '分发记录只增不改'); END;
CREATE TRIGGER deliveries_are_never_changed BEFORE UPDATE ON deliveries
BEGIN SELECT RAISE(ABORT, '分发记录只增不改'); END;
CREATE TRIGGER deliveries_are_never_deleted BEFORE DELETE ON deliveries
BEGIN SELECT RAISE(ABORT, '分发记录只增不删'); END;
CREATE TABLE unit_cursors (
    unit TEXT    PRIMARY KEY REFERENCES units (code),
    n    INTEGER NOT NULL CHECK (n >= 1)
) STRICT, WITHOUT ROWID;
CREATE TABLE heads (
    device TEXT    NOT NULL REFERENCES devices (id),
    epoch  INTEGER NOT NULL,
    seq    INTEGER NOT NULL CHECK (seq >= 1),
    digest TEXT    NOT NULL,
    PRIMARY KEY (device, epoch)
) STRICT, WITHOUT ROWID;
