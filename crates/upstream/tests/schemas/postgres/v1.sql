-- The upstream's tables. What happened is never changed and never deleted: triggers say so to everybody.

CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TABLE settings (
    only_row   boolean PRIMARY KEY CHECK (only_row),
    upstream   uuid    NOT NULL,
    generation bigint  NOT NULL CHECK (generation >= 1),
    public_key text    NOT NULL
);

CREATE TABLE log (
    only_row boolean PRIMARY KEY CHECK (only_row),
    head     bigint  NOT NULL CHECK (head >= 0)
) WITH (fillfactor = 10);
INSERT INTO log (only_row, head) VALUES (true, 0);

CREATE TABLE units (
    code      text    PRIMARY KEY,
    name      text    NOT NULL,
    level     text    NOT NULL CHECK (level IN ('county', 'city', 'province', 'nation')),
    divisions text    NOT NULL,
    parent    text    REFERENCES units (code) DEFERRABLE INITIALLY DEFERRED,
    sample    boolean NOT NULL
);

CREATE TABLE devices (
    id                    uuid        PRIMARY KEY,
    unit                  text        NOT NULL REFERENCES units (code),
    public_key            text        NOT NULL,
    certificate           text        NOT NULL,
    certificate_signature text        NOT NULL,
    enrolled_at           timestamptz NOT NULL,
    revoked_at            timestamptz
);
CREATE INDEX devices_of_unit ON devices (unit);

CREATE TABLE tokens (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest text   NOT NULL UNIQUE,
    device uuid   NOT NULL REFERENCES devices (id)
);
CREATE INDEX tokens_of_device ON tokens (device, id);

CREATE TABLE codes (
    digest     text        PRIMARY KEY,
    unit       text        NOT NULL REFERENCES units (code),
    issued_at  timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_by    uuid        REFERENCES devices (id),
    used_at    timestamptz
);

CREATE TABLE entries (
    position    bigint PRIMARY KEY CHECK (position >= 1),
    id          uuid   NOT NULL UNIQUE,
    device      uuid   NOT NULL REFERENCES devices (id),
    epoch       bigint NOT NULL,
    seq         bigint NOT NULL CHECK (seq >= 1),
    prev        text   NOT NULL,
    unit        text   NOT NULL REFERENCES units (code),
    header_hash text   NOT NULL,
    header      text   NOT NULL,
    body        text,
    signature   text   NOT NULL,
    UNIQUE (device, epoch, seq)
);

CREATE TABLE receipts (
    position  bigint PRIMARY KEY REFERENCES entries (position),
    receipt   text   NOT NULL,
    signature text   NOT NULL
);

CREATE TABLE deliveries (
    unit      text    NOT NULL REFERENCES units (code),
    n         bigint  NOT NULL CHECK (n >= 1),
    position  bigint  NOT NULL REFERENCES entries (position),
    with_body boolean NOT NULL,
    PRIMARY KEY (unit, n),
    UNIQUE (unit, position)
);

CREATE TABLE unit_cursors (
    unit text   PRIMARY KEY REFERENCES units (code),
    n    bigint NOT NULL CHECK (n >= 1)
) WITH (fillfactor = 50);

CREATE TABLE heads (
    device uuid   NOT NULL REFERENCES devices (id),
    epoch  bigint NOT NULL,
    seq    bigint NOT NULL CHECK (seq >= 1),
    digest text   NOT NULL,
    PRIMARY KEY (device, epoch)
) WITH (fillfactor = 50);

CREATE TABLE shown (
    unit     text   NOT NULL REFERENCES units (code),
    position bigint NOT NULL REFERENCES entries (position),
    by       bigint NOT NULL REFERENCES entries (position),
    PRIMARY KEY (unit, position)
);

CREATE TABLE purges (
    position bigint PRIMARY KEY REFERENCES entries (position),
    by       bigint NOT NULL REFERENCES entries (position)
);

CREATE TABLE blob_names (
    digest   text   NOT NULL,
    position bigint NOT NULL REFERENCES entries (position),
    length   bigint NOT NULL CHECK (length >= 0),
    PRIMARY KEY (digest, position)
);

CREATE FUNCTION only_a_purge_changes_an_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.body IS NULL
       AND (NEW.position, NEW.id, NEW.device, NEW.epoch, NEW.seq, NEW.prev, NEW.unit, NEW.header_hash, NEW.header, NEW.signature)
         = (OLD.position, OLD.id, OLD.device, OLD.epoch, OLD.seq, OLD.prev, OLD.unit, OLD.header_hash, OLD.header, OLD.signature)
       AND EXISTS (SELECT 1 FROM purges JOIN entries AS purged ON purged.position = purges.by
                   WHERE purges.position = OLD.position AND purged.unit = OLD.unit
                     AND purged.header::jsonb ->> 'kind' = 'purged'
                     AND purged.header::jsonb ->> 'subject' = OLD.header::jsonb ->> 'subject') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '条目只增不改' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries
    FOR EACH ROW EXECUTE FUNCTION only_a_purge_changes_an_entry();
CREATE TRIGGER entries_are_never_deleted BEFORE DELETE ON entries
    FOR EACH ROW EXECUTE FUNCTION refuse('条目只增不删');
CREATE TRIGGER entries_are_never_emptied BEFORE TRUNCATE ON entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('条目只增不删');
CREATE TRIGGER receipts_are_never_changed BEFORE UPDATE ON receipts
    FOR EACH ROW EXECUTE FUNCTION refuse('回执只增不改');
CREATE TRIGGER receipts_are_never_deleted BEFORE DELETE ON receipts
    FOR EACH ROW EXECUTE FUNCTION refuse('回执只增不删');
CREATE TRIGGER receipts_are_never_emptied BEFORE TRUNCATE ON receipts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('回执只增不删');
CREATE TRIGGER deliveries_are_never_changed BEFORE UPDATE ON deliveries
    FOR EACH ROW EXECUTE FUNCTION refuse('分发记录只增不改');
CREATE TRIGGER deliveries_are_never_deleted BEFORE DELETE ON deliveries
    FOR EACH ROW EXECUTE FUNCTION refuse('分发记录只增不删');
CREATE TRIGGER deliveries_are_never_emptied BEFORE TRUNCATE ON deliveries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('分发记录只增不删');
CREATE TRIGGER shown_is_never_changed BEFORE UPDATE ON shown
    FOR EACH ROW EXECUTE FUNCTION refuse('调阅记录只增不改');
CREATE TRIGGER shown_is_never_deleted BEFORE DELETE ON shown
    FOR EACH ROW EXECUTE FUNCTION refuse('调阅记录只增不删');
CREATE TRIGGER shown_is_never_emptied BEFORE TRUNCATE ON shown
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('调阅记录只增不删');
CREATE TRIGGER purges_are_never_changed BEFORE UPDATE ON purges
    FOR EACH ROW EXECUTE FUNCTION refuse('清除记录只增不改');
CREATE TRIGGER purges_are_never_deleted BEFORE DELETE ON purges
    FOR EACH ROW EXECUTE FUNCTION refuse('清除记录只增不删');
CREATE TRIGGER purges_are_never_emptied BEFORE TRUNCATE ON purges
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('清除记录只增不删');
