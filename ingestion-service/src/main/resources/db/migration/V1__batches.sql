-- The lowest epoch of a tenant that may still write. Read FOR SHARE by every writer, raised by a purge.
CREATE TABLE floor (
    tenant uuid PRIMARY KEY,
    floor  int  NOT NULL
);

-- One consent epoch's plan.
CREATE TABLE epoch_plan (
    te         bigint      PRIMARY KEY,
    tenant     uuid        NOT NULL,
    epoch      int         NOT NULL,
    granted_at timestamptz NOT NULL,
    state      text        NOT NULL,
    reason     text        NOT NULL DEFAULT '',
    UNIQUE (tenant, epoch)
);

-- One window of the plan: 1 … 12 are the months of history, newest first.
CREATE TABLE batch (
    te          bigint NOT NULL REFERENCES epoch_plan ON DELETE CASCADE,
    number      int    NOT NULL,
    from_day    date   NOT NULL,
    until_day   date   NOT NULL,
    state       text   NOT NULL,
    PRIMARY KEY (te, number)
);

-- One mailbox × one window: the unit of work and the checkpoint. Ids only, no address.
CREATE TABLE unit (
    te               bigint NOT NULL,
    number           int    NOT NULL,
    user_id          uuid   NOT NULL,
    state            text   NOT NULL DEFAULT 'OPEN',
    reason           text   NOT NULL DEFAULT '',
    revision         bigint NOT NULL DEFAULT 0,
    attempts         int    NOT NULL DEFAULT 0,
    owner            uuid,
    claimed_until    timestamptz,
    expected         bigint NOT NULL DEFAULT 0,
    messages         bigint NOT NULL DEFAULT 0,
    interactions     bigint NOT NULL DEFAULT 0,
    internal         bigint NOT NULL DEFAULT 0,
    automated        bigint NOT NULL DEFAULT 0,
    drafts           bigint NOT NULL DEFAULT 0,
    meeting_mail     bigint NOT NULL DEFAULT 0,
    malformed        bigint NOT NULL DEFAULT 0,
    meetings         bigint NOT NULL DEFAULT 0,
    meetings_counted bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (te, number, user_id),
    FOREIGN KEY (te, number) REFERENCES batch ON DELETE CASCADE
);
CREATE INDEX open_units ON unit (te, number) WHERE state = 'OPEN';

-- How many messages a whole mailbox holds, whatever their dates.
CREATE TABLE mailbox_total (
    te      bigint NOT NULL REFERENCES epoch_plan ON DELETE CASCADE,
    user_id uuid   NOT NULL,
    total   bigint NOT NULL,
    PRIMARY KEY (te, user_id)
);
