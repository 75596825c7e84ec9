-- What a tenant has chosen; nothing personal, so it outlives an epoch.
CREATE TABLE tenant_settings (
    tenant  uuid PRIMARY KEY,
    version int  NOT NULL,
    choices text NOT NULL
);

-- Outside people who are kept out, as keyed hashes: nobody can be listed from here, but a known address can be looked
-- up. An objection outlives a withdrawal, so neither the salt nor the list is of an epoch.
CREATE TABLE block_salt (
    tenant uuid PRIMARY KEY,
    salt   bytea NOT NULL
);
CREATE TABLE blocked (
    tenant     uuid        NOT NULL,
    digest     bytea       NOT NULL,
    blocked_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, digest)
);

-- Erasures of outside people: evidence without a name.
CREATE TABLE erasure (
    id              uuid        PRIMARY KEY,
    tenant          uuid        NOT NULL,
    te              bigint      NOT NULL,
    asked_at        timestamptz NOT NULL,
    erased_at       timestamptz NOT NULL,
    backups_due     timestamptz NOT NULL,
    found           boolean     NOT NULL,
    blocked         boolean     NOT NULL,
    rows_erased     bigint      NOT NULL,
    -- The number the person had; it is given to nobody else, so whatever still bears it was left.
    contact_id      int
);
CREATE INDEX erasure_tenant ON erasure (tenant, asked_at);

-- Calls, mails and meetings that only the CRM knows, one row for each colleague and contact who took part.
CREATE TABLE activity (
    te          bigint NOT NULL,
    activity_id bytea  NOT NULL,
    mailbox_id  int    NOT NULL,
    contact_id  int    NOT NULL,
    kind        text   NOT NULL,
    by_us       boolean NOT NULL,
    at          bigint NOT NULL,
    minutes     int    NOT NULL,
    -- 1/(1 + log2 n) in 65536ths, n = everyone who took part, but one
    weight      int    NOT NULL,
    PRIMARY KEY (te, activity_id, mailbox_id, contact_id)
) PARTITION BY LIST (te);
CREATE INDEX activity_contact ON activity (te, contact_id, mailbox_id);

-- "Not this one": a colleague's contact that is shown to nobody as that colleague's.
CREATE TABLE hidden (
    te         bigint NOT NULL,
    mailbox_id int    NOT NULL,
    contact_id int    NOT NULL,
    PRIMARY KEY (te, mailbox_id, contact_id)
) PARTITION BY LIST (te);

-- Requests to be introduced. The requester's name and address are sealed.
CREATE TABLE introduction (
    te          bigint      NOT NULL,
    id          uuid        NOT NULL,
    requester   uuid        NOT NULL,
    sealed      bytea       NOT NULL,
    mailbox_id  int         NOT NULL,
    contact_id  int         NOT NULL,
    state       text        NOT NULL,
    anonymous   boolean     NOT NULL,
    asked_at    timestamptz NOT NULL,
    answered_at timestamptz,
    PRIMARY KEY (te, id)
) PARTITION BY LIST (te);
CREATE UNIQUE INDEX introduction_open ON introduction (te, requester, mailbox_id, contact_id)
    WHERE state IN ('REQUESTED', 'ASK_FIRST');
CREATE INDEX introduction_mailbox ON introduction (te, mailbox_id);

-- The te is the same in all rows of a partition, so its indexes leave it out and stand on the partitions alone. A unit's
-- rows lie together under the key they are replaced by. The window's end stands in unit, the first second in the facts;
-- the last is kept to the minute, rounded up, since all it does is bound.
ALTER TABLE edge DROP CONSTRAINT edge_pkey;
DROP INDEX edge_contact;
DROP INDEX edge_unit;
ALTER TABLE edge DROP COLUMN window_until, DROP COLUMN first_at, ADD COLUMN last_minute int NOT NULL DEFAULT 0;
UPDATE edge SET last_minute = (last_at + 59) / 60;
ALTER TABLE edge ALTER COLUMN last_minute DROP DEFAULT, DROP COLUMN last_at;

-- Epochs that were open before this version get their partitions of the new tables.
DO $$
DECLARE
    e record;
    t text;
    part text;
BEGIN
    FOR e IN SELECT te FROM epoch LOOP
        FOREACH t IN ARRAY ARRAY['activity', 'hidden', 'introduction'] LOOP
            part := t || '_te_' || lpad(to_hex(e.te), 16, '0');
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES IN (%s)', part, t, e.te);
        END LOOP;
        part := 'edge_te_' || lpad(to_hex(e.te), 16, '0');
        EXECUTE format('CREATE UNIQUE INDEX ON %I (mailbox_id, window_start, contact_id)', part);
        EXECUTE format('CREATE INDEX ON %I (contact_id, mailbox_id)', part);
    END LOOP;
END $$;
