-- The deletion of one consent epoch. Deadlines count from the withdrawal, never from when we noticed.
CREATE TABLE deletion_case (
    te                  bigint      PRIMARY KEY,
    tenant              uuid        NOT NULL,
    epoch               int         NOT NULL,
    state               text        NOT NULL,
    detail              text        NOT NULL DEFAULT '',
    withdrawn_at        timestamptz NOT NULL,
    app_deadline        timestamptz NOT NULL,
    backup_deadline     timestamptz NOT NULL,
    app_verified_at     timestamptz,
    backups_verified_at timestamptz,
    -- Once set they stay: a deadline missed is missed for ever.
    app_breached_at     timestamptz,
    backup_breached_at  timestamptz,
    version             int         NOT NULL DEFAULT 0
);

-- What happened to a case, append-only; each hash covers the one before.
CREATE TABLE case_event (
    te       bigint      NOT NULL REFERENCES deletion_case,
    position int         NOT NULL,
    at       timestamptz NOT NULL,
    event    text        NOT NULL,
    detail   text        NOT NULL,
    hash     bytea       NOT NULL,
    PRIMARY KEY (te, position)
);

-- The newest order and answer of each owner for each step.
CREATE TABLE step_order (
    te         bigint      NOT NULL REFERENCES deletion_case,
    step       text        NOT NULL,
    owner      text        NOT NULL,
    ordered_at timestamptz NOT NULL,
    done_at    timestamptz,
    assets     text        NOT NULL DEFAULT '[]',
    detail     text        NOT NULL DEFAULT '',
    PRIMARY KEY (te, step, owner)
);

-- Certificates in the order of signing; each names the digest of the one before.
CREATE TABLE certificate (
    position bigint NOT NULL PRIMARY KEY,
    te       bigint NOT NULL REFERENCES deletion_case,
    stage    text   NOT NULL,
    jws      text   NOT NULL,
    digest   text   NOT NULL,
    UNIQUE (te, stage)
);
