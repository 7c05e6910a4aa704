-- Who reported which matter, and which matters are said to be one event: whoever reports the same is shown the headers.

CREATE TABLE reported (
    subject  uuid    NOT NULL,
    position bigint  NOT NULL REFERENCES entries (position),
    unit     text    NOT NULL REFERENCES units (code),
    report   boolean NOT NULL,
    PRIMARY KEY (subject, position)
);
INSERT INTO reported (subject, position, unit, report)
SELECT (header::jsonb ->> 'subject')::uuid, position, unit, header::jsonb ->> 'kind' = 'report'
FROM entries WHERE header::jsonb ->> 'kind' IN ('report', 'relay');

CREATE TABLE same_events (
    subject  uuid    NOT NULL,
    other    uuid    NOT NULL,
    position bigint  NOT NULL REFERENCES entries (position),
    unit     text    NOT NULL REFERENCES units (code),
    same     boolean NOT NULL,
    PRIMARY KEY (subject, other, position)
);

CREATE TRIGGER reported_is_never_changed BEFORE UPDATE ON reported
    FOR EACH ROW EXECUTE FUNCTION refuse('报送记录只增不改');
CREATE TRIGGER reported_is_never_deleted BEFORE DELETE ON reported
    FOR EACH ROW EXECUTE FUNCTION refuse('报送记录只增不删');
CREATE TRIGGER reported_is_never_emptied BEFORE TRUNCATE ON reported
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('报送记录只增不删');
CREATE TRIGGER same_events_are_never_changed BEFORE UPDATE ON same_events
    FOR EACH ROW EXECUTE FUNCTION refuse('同一事件的记录只增不改');
CREATE TRIGGER same_events_are_never_deleted BEFORE DELETE ON same_events
    FOR EACH ROW EXECUTE FUNCTION refuse('同一事件的记录只增不删');
CREATE TRIGGER same_events_are_never_emptied BEFORE TRUNCATE ON same_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('同一事件的记录只增不删');

-- Whose header alone was handed on may be handed on whole: each entry once each way.
ALTER TABLE deliveries DROP CONSTRAINT deliveries_unit_position_key;
ALTER TABLE deliveries ADD UNIQUE (unit, position, with_body);

-- For those below a unit, and those beside it.
CREATE INDEX units_by_parent ON units (parent);
