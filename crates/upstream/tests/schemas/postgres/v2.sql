-- Generations after the first, each begun when the database was put back from a backup.

CREATE TABLE generations (
    number       bigint      PRIMARY KEY CHECK (number >= 2),
    begins_after bigint      NOT NULL CHECK (begins_after >= 1),
    lost_after   bigint      NOT NULL CHECK (lost_after >= 0),
    begun_at     timestamptz NOT NULL
);
CREATE TRIGGER generations_are_never_changed BEFORE UPDATE ON generations
    FOR EACH ROW EXECUTE FUNCTION refuse('代次只增不改');
CREATE TRIGGER generations_are_never_deleted BEFORE DELETE ON generations
    FOR EACH ROW EXECUTE FUNCTION refuse('代次只增不删');
CREATE TRIGGER generations_are_never_emptied BEFORE TRUNCATE ON generations
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('代次只增不删');
