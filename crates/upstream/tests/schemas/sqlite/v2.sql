CREATE TABLE purges (
    position INTEGER PRIMARY KEY REFERENCES entries (position),
    by       INTEGER NOT NULL REFERENCES entries (position)
) STRICT;
CREATE TRIGGER purges_are_never_changed BEFORE UPDATE ON purges
BEGIN SELECT RAISE(ABORT, '清除记录只增不改'); END;
CREATE TRIGGER purges_are_never_deleted BEFORE DELETE ON purges
BEGIN SELECT RAISE(ABORT, '清除记录只增不删'); END;
DROP TRIGGER entries_are_never_changed;
CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries
WHEN NEW.body IS NOT NULL
  OR NEW.position IS NOT OLD.position OR NEW.id IS NOT OLD.id OR NEW.device IS NOT OLD.device
  OR NEW.epoch IS NOT OLD.epoch OR NEW.seq IS NOT OLD.seq OR NEW.prev IS NOT OLD.prev OR NEW.unit IS NOT OLD.unit
  OR NEW.header_hash IS NOT OLD.header_hash OR NEW.header IS NOT OLD.header OR NEW.signature IS NOT OLD.signature
  OR NOT EXISTS (SELECT 1 FROM purges JOIN entries AS purged ON purged.position = purges.by
                 WHERE purges.position = OLD.position AND purged.unit = OLD.unit
                   AND purged.header ->> '$.kind' = 'purged'
                   AND purged.header ->> '$.subject' = OLD.header ->> '$.subject')
BEGIN SELECT RAISE(ABORT, '条目只增不改'); END;
CREATE TABLE shown (
    unit     TEXT    NOT NULL REFERENCES units (code),
    position INTEGER NOT NULL REFERENCES entries (position),
    by       INTEGER NOT NULL REFERENCES entries (position),
    PRIMARY KEY (unit, position)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER shown_is_never_changed BEFORE UPDATE ON shown
BEGIN SELECT RAISE(ABORT, '调阅记录只增不改'); END;
CREATE TRIGGER shown_is_never_deleted BEFORE DELETE ON shown
BEGIN SELECT RAISE(ABORT, '调阅记录只增不删'); END;
