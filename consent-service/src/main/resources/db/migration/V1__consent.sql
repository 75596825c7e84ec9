-- One order over everything that other services follow. Taken under the advisory lock of Revisions, so that a reader
-- who has seen a revision has seen every lower one.
CREATE SEQUENCE revision;

-- A consent epoch: one row per grant, for ever. The highest epoch of a tenant is its present.
CREATE TABLE consent_epoch (
    te            bigint      PRIMARY KEY CHECK (te > 0),
    tenant        uuid        NOT NULL,
    epoch         int         NOT NULL CHECK (epoch > 0),
    phase         text        NOT NULL CHECK (phase IN ('ACTIVE', 'WITHDRAWN')),
    granted_at    timestamptz NOT NULL,
    withdrawn_at  timestamptz,
    -- Tells a key that was destroyed from a ring that was lost.
    key_destroyed_at timestamptz,
    amendment     int         NOT NULL DEFAULT 0,
    revision      bigint      NOT NULL,
    each_user     boolean     NOT NULL,
    aggregated    boolean     NOT NULL,
    UNIQUE (tenant, epoch),
    CHECK ((phase = 'WITHDRAWN') = (withdrawn_at IS NOT NULL))
);
CREATE UNIQUE INDEX one_active_epoch ON consent_epoch (tenant) WHERE phase = 'ACTIVE';
CREATE INDEX consent_epoch_revision ON consent_epoch (revision);

-- Security groups that an administrator opted out, and their members as last resolved (nested ones flat).
CREATE TABLE excluded_group (
    tenant   uuid NOT NULL,
    group_id uuid NOT NULL,
    PRIMARY KEY (tenant, group_id)
);
CREATE TABLE group_member (
    tenant   uuid NOT NULL,
    group_id uuid NOT NULL,
    user_id  uuid NOT NULL,
    PRIMARY KEY (tenant, group_id, user_id)
);

-- People with a licensed mailbox, as last listed. Ids only: no name and no address.
CREATE TABLE licensed_user (
    tenant  uuid NOT NULL,
    user_id uuid NOT NULL,
    PRIMARY KEY (tenant, user_id)
);

-- A person's own decision. It survives withdrawal and a new grant and is never purged with an epoch.
CREATE TABLE own_switch (
    tenant     uuid        NOT NULL,
    user_id    uuid        NOT NULL,
    off        boolean     NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, user_id)
);

-- The effective answer as last published.
CREATE TABLE sharing (
    tenant   uuid    NOT NULL,
    user_id  uuid    NOT NULL,
    shared   boolean NOT NULL,
    revision bigint  NOT NULL,
    PRIMARY KEY (tenant, user_id)
);
CREATE INDEX sharing_revision ON sharing (revision);

-- When a tenant's directory was last read.
CREATE TABLE directory_reading (
    tenant  uuid        PRIMARY KEY,
    read_at timestamptz NOT NULL
);

-- Append-only; each row's hash covers the row before it in the same tenant.
CREATE TABLE journal (
    tenant   uuid        NOT NULL,
    position int         NOT NULL,
    at       timestamptz NOT NULL,
    actor    uuid        NOT NULL,
    action   text        NOT NULL,
    detail   text        NOT NULL,
    hash     bytea       NOT NULL,
    PRIMARY KEY (tenant, position)
);
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only';
END $$;
CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse();
