-- What version 9 of the desk's file added, as it was released.
DROP INDEX entries_by_time;
CREATE TABLE queue_by_place (
    entry       TEXT PRIMARY KEY REFERENCES entries (id),
    lane        INTEGER NOT NULL,
    epoch       INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    not_before  TEXT,
    quarantined INTEGER NOT NULL DEFAULT 0,
    trouble     TEXT
) STRICT, WITHOUT ROWID;
INSERT INTO queue_by_place (entry, lane, epoch, seq, attempts, not_before, quarantined, trouble)
SELECT entry, lane, epoch, seq, attempts, not_before, quarantined, trouble FROM queue
JOIN entries ON entries.id = queue.entry;
DROP TABLE queue;
ALTER TABLE queue_by_place RENAME TO queue;
