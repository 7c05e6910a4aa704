CREATE TABLE receipts_of_each_generation (
    entry       TEXT NOT NULL REFERENCES entries (id),
    generation  INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    receipt     TEXT NOT NULL,
    signature   TEXT NOT NULL,
    PRIMARY KEY (entry, generation),
    UNIQUE (generation, position)
) STRICT;
INSERT INTO receipts_of_each_generation (entry, generation, position, received_at, receipt, signature)
SELECT entry, generation, position, received_at, receipt, signature FROM receipts ORDER BY generation, position;
DROP TRIGGER entries_are_never_deleted;
DROP TABLE receipts;
ALTER TABLE receipts_of_each_generation RENAME TO receipts;
CREATE TRIGGER entries_are_never_deleted BEFORE DELETE ON entries
WHEN EXISTS (SELECT 1 FROM receipts WHERE entry = OLD.id)
  OR NOT EXISTS (SELECT 1 FROM displaced WHERE id = OLD.id AND header = OLD.header AND body IS OLD.body
                 AND signature = OLD.signature)
BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
CREATE TRIGGER receipts_are_never_replaced BEFORE INSERT ON receipts
WHEN EXISTS (SELECT 1 FROM receipts WHERE entry = NEW.entry AND generation = NEW.generation)
  OR EXISTS (SELECT 1 FROM receipts WHERE generation = NEW.generation AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'receipts are never replaced'); END;
CREATE TRIGGER receipts_are_never_changed BEFORE UPDATE ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts are never changed'); END;
CREATE TRIGGER receipts_are_never_deleted BEFORE DELETE ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts are never deleted'); END;
