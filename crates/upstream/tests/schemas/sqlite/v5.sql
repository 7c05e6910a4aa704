CREATE TABLE deliveries_anew (
    unit      TEXT    NOT NULL REFERENCES units (code),
    n         INTEGER NOT NULL CHECK (n >= 1),
    position  INTEGER NOT NULL REFERENCES entries (position),
    with_body INTEGER NOT NULL CHECK (with_body IN (0, 1)),
    PRIMARY KEY (unit, n),
    UNIQUE (unit, position, with_body)
) STRICT, WITHOUT ROWID;
INSERT INTO deliveries_anew SELECT unit, n, position, with_body FROM deliveries;
DROP TRIGGER deliveries_are_never_deleted;
DROP TABLE deliveries;
ALTER TABLE deliveries_anew RENAME TO deliveries;
CREATE TRIGGER deliveries_are_never_replaced BEFORE INSERT ON deliveries
WHEN EXISTS (SELECT 1 FROM deliveries WHERE unit = NEW.unit AND n = NEW.n)
  OR EXISTS (SELECT 1 FROM deliveries WHERE unit = NEW.unit AND position = NEW.position AND with_body >= NEW.with_body)
BEGIN SELECT RAISE(ABORT, '分发记录只增不改'); END;
CREATE TRIGGER deliveries_are_never_changed BEFORE UPDATE ON deliveries
BEGIN SELECT RAISE(ABORT, '分发记录只增不改'); END;
CREATE TRIGGER deliveries_are_never_deleted BEFORE DELETE ON deliveries
BEGIN SELECT RAISE(ABORT, '分发记录只增不删'); END;
CREATE TABLE reported (
    subject  TEXT    NOT NULL,
    position INTEGER NOT NULL REFERENCES entries (position),
    unit     TEXT    NOT NULL REFERENCES units (code),
    report   INTEGER NOT NULL CHECK (report IN (0, 1)),
    PRIMARY KEY (subject, position)
) STRICT, WITHOUT ROWID;
INSERT INTO reported (subject, position, unit, report)
SELECT header ->> '$.subject', position, unit, header ->> '$.kind' = 'report'
FROM entries WHERE header ->> '$.kind' IN ('report', 'relay');
CREATE TRIGGER reported_is_never_changed BEFORE UPDATE ON reported
BEGIN SELECT RAISE(ABORT, '报送记录只增不改'); END;
CREATE TRIGGER reported_is_never_deleted BEFORE DELETE ON reported
BEGIN SELECT RAISE(ABORT, '报送记录只增不删'); END;
CREATE TABLE same_events (
    subject  TEXT    NOT NULL,
    other    TEXT    NOT NULL,
    position INTEGER NOT NULL REFERENCES entries (position),
    unit     TEXT    NOT NULL REFERENCES units (code),
    same     INTEGER NOT NULL CHECK (same IN (0, 1)),
    PRIMARY KEY (subject, other, position)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER same_events_are_never_changed BEFORE UPDATE ON same_events
BEGIN SELECT RAISE(ABORT, '同一事件的记录只增不改'); END;
CREATE TRIGGER same_events_are_never_deleted BEFORE DELETE ON same_events
BEGIN SELECT RAISE(ABORT, '同一事件的记录只增不删'); END;
CREATE INDEX units_by_parent ON units (parent);
