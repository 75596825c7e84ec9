-- The permissions that open no epoch, and how often the present decision was amended (part of its ETag).
CREATE TABLE permission (
    tenant     uuid    PRIMARY KEY,
    each_user  boolean NOT NULL,
    aggregated boolean NOT NULL,
    amendment  int     NOT NULL
);
INSERT INTO permission
SELECT DISTINCT ON (tenant) tenant, each_user AND phase = 'ACTIVE', aggregated AND phase = 'ACTIVE', amendment
  FROM consent_epoch ORDER BY tenant, epoch DESC;

ALTER TABLE consent_epoch
    DROP COLUMN each_user,
    DROP COLUMN aggregated,
    DROP COLUMN amendment,
    -- Why nothing is read at present; all three or none.
    ADD COLUMN pause_reason text,
    ADD COLUMN pause_since  timestamptz,
    ADD COLUMN pause_hides  boolean,
    ADD CHECK (num_nulls(pause_reason, pause_since, pause_hides) IN (0, 3));

-- Security groups that an administrator chose: to leave their members out, or to let nobody else in.
ALTER TABLE excluded_group RENAME TO chosen_group;
ALTER TABLE chosen_group
    ADD COLUMN purpose text        NOT NULL DEFAULT 'EXCLUDED' CHECK (purpose IN ('EXCLUDED', 'ROLE')),
    ADD COLUMN name    text        NOT NULL DEFAULT '',
    ADD COLUMN dynamic boolean     NOT NULL DEFAULT false,
    -- What came of the last reading. Members stay as last known while it is not READABLE.
    ADD COLUMN state   text        NOT NULL DEFAULT 'READABLE';
ALTER TABLE chosen_group
    ALTER COLUMN purpose DROP DEFAULT,
    ALTER COLUMN name DROP DEFAULT,
    ALTER COLUMN dynamic DROP DEFAULT,
    ALTER COLUMN state DROP DEFAULT;
CREATE INDEX group_member_user ON group_member (tenant, user_id);

-- What licences lacked when the directory was last read: a JSON array, empty if nothing did.
ALTER TABLE directory_reading ADD COLUMN missing text NOT NULL DEFAULT '[]';

-- Answers already given to a change, by the key that the caller chose; kept for 24 hours.
CREATE TABLE idempotency (
    tenant uuid        NOT NULL,
    actor  uuid        NOT NULL,
    key    text        NOT NULL,
    digest text        NOT NULL,
    answer text        NOT NULL,
    at     timestamptz NOT NULL,
    PRIMARY KEY (tenant, actor, key)
);
CREATE INDEX idempotency_at ON idempotency (at);
