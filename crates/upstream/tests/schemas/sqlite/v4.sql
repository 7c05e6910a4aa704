CREATE TABLE generations (
    number       INTEGER PRIMARY KEY CHECK (number >= 2),
    begins_after INTEGER NOT NULL CHECK (begins_after >= 1),
    lost_after   INTEGER NOT NULL CHECK (lost_after >= 0),
    begun_at     TEXT    NOT NULL
) STRICT;
CREATE TRIGGER generations_are_never_changed BEFORE UPDATE ON generations
BEGIN SELECT RAISE(ABORT, '代次只增不改'); END;
CREATE TRIGGER generations_are_never_deleted BEFORE DELETE ON generations
BEGIN SELECT RAISE(ABORT, '代次只增不删'); END;
