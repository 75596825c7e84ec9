-- A mailbox is one user's in one period of sharing: who switches sharing off and on again begins a new one.
ALTER TABLE mailbox ADD COLUMN period bigint NOT NULL DEFAULT 0;
ALTER TABLE mailbox ALTER COLUMN period DROP DEFAULT;
ALTER TABLE mailbox DROP CONSTRAINT mailbox_te_user_id_key, ADD UNIQUE (te, user_id, period);

-- Mailboxes whose sharing has ended: nothing of a period before this is written or shown any more.
CREATE TABLE mailbox_fence (
    te      bigint NOT NULL,
    user_id uuid   NOT NULL,
    before  bigint NOT NULL,
    PRIMARY KEY (te, user_id)
);

-- The numbers that they had. No number is given twice, so whatever still bears one of these was left.
CREATE TABLE removed_number (
    te         bigint NOT NULL,
    case_id    text   NOT NULL,
    mailbox_id int    NOT NULL,
    PRIMARY KEY (te, case_id, mailbox_id)
);

-- The person's pseudonym under the epoch's key, by which purge-service can name them to a restored database.
ALTER TABLE erasure ADD COLUMN blind bytea;
