CREATE TABLE levels (
    subject    TEXT PRIMARY KEY,
    arrived_at TEXT,
    waiting    INTEGER NOT NULL,
    view       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX levels_by_arrival ON levels (arrived_at) WHERE arrived_at IS NOT NULL;
CREATE INDEX waiting_levels ON levels (arrived_at) WHERE waiting = 1;
CREATE TABLE same_events (
    subject  TEXT NOT NULL,
    other    TEXT NOT NULL,
    same     INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (subject, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX same_events_by_other ON same_events (other);
UPDATE queue SET lane = 2 WHERE lane = 1;
INSERT OR REPLACE INTO settings (name, value)
SELECT 'reader', json_object('unit', value ->> '$.units[0].code', 'superiors', json((
    SELECT json_group_array(above.value ->> '$.code') FROM json_each(settings.value, '$.units') AS above WHERE above.key > 0)))
FROM settings WHERE name = 'enrolment' AND value ->> '$.units[0].code' IS NOT NULL;
