-- Mailboxes that leave an epoch which goes on: how many, and why; whose they are only consent-service knows.
ALTER TABLE deletion_case
    ADD COLUMN mailboxes  int  NOT NULL DEFAULT 0,
    ADD COLUMN cause      text NOT NULL DEFAULT '',
    -- How many backups could still bring it back when it was gone from the application.
    ADD COLUMN copies     int  NOT NULL DEFAULT 0,
    -- Up to where the topic of sealed records could hold any of it; null until it was looked.
    ADD COLUMN topic_mark text,
    -- A person's pseudonym under the epoch's key, by which they are found again in a restored database; else empty.
    ADD COLUMN subject    text NOT NULL DEFAULT '';
COMMENT ON COLUMN deletion_case.done_at IS 'When it was gone from the application; copies from before still hold it';

-- When a case is looked at next, and how often in a row it failed. Not part of its history.
CREATE TABLE case_pace (
    case_id  text        PRIMARY KEY REFERENCES deletion_case,
    look_at  timestamptz NOT NULL,
    failures int         NOT NULL
);

-- The last time an owner was asked for a step, by whichever replica.
ALTER TABLE step_order ADD COLUMN asked_at timestamptz NOT NULL DEFAULT 'epoch';
ALTER TABLE step_order ALTER COLUMN asked_at DROP DEFAULT;
