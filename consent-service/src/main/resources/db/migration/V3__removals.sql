-- That mailboxes were taken out of an epoch that goes on: one for each decision, with those whose sharing it ended. It is
-- what a deletion is proven against, so it is kept. Ids only.
CREATE TABLE mailbox_removal (
    id         uuid        PRIMARY KEY,
    tenant     uuid        NOT NULL,
    te         bigint      NOT NULL REFERENCES consent_epoch,
    cause      text        NOT NULL,
    decided_at timestamptz NOT NULL
);
CREATE INDEX mailbox_removal_decided ON mailbox_removal (decided_at);

CREATE TABLE removed_mailbox (
    removal uuid   NOT NULL REFERENCES mailbox_removal,
    user_id uuid   NOT NULL,
    -- The revision with which sharing ended: what was read in an earlier period of sharing is to go.
    before  bigint NOT NULL,
    PRIMARY KEY (removal, user_id)
);
