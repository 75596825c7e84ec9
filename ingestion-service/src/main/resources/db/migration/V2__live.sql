-- What a batch is: a month of history, a day of live mail (13 is the day of the grant), or a weekly comparison with
-- Graph's counts.
ALTER TABLE batch ADD COLUMN kind text NOT NULL DEFAULT 'HISTORY' CHECK (kind IN ('HISTORY', 'LIVE', 'RECONCILIATION'));
ALTER TABLE batch ALTER COLUMN kind DROP DEFAULT;

ALTER TABLE unit
    -- Messages that Graph counts and cannot hand over.
    ADD COLUMN unreadable bigint NOT NULL DEFAULT 0,
    -- When it was last read whole, by the service's clock.
    ADD COLUMN done_at timestamptz;
CREATE INDEX unit_done_at ON unit (te, done_at);
