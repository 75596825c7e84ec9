-- A batch of history is counted before it is read, and then cut into shards of about equal work; null until then.
ALTER TABLE batch ADD COLUMN shards int;
UPDATE batch SET shards = 1;

ALTER TABLE unit
    -- Graph has said how many messages to expect.
    ADD COLUMN counted boolean NOT NULL DEFAULT false,
    -- Which of the batch's shards it belongs to, from 0.
    ADD COLUMN shard int NOT NULL DEFAULT 0;
UPDATE unit SET counted = true WHERE state = 'DONE';

-- One owner per mailbox at a time, whatever batches its open units belong to.
UPDATE unit SET owner = NULL WHERE state <> 'OPEN';
UPDATE unit SET owner = NULL, claimed_until = NULL
 WHERE owner IS NOT NULL AND EXISTS (SELECT FROM unit o WHERE o.te = unit.te AND o.user_id = unit.user_id
                                        AND o.owner IS NOT NULL AND o.number < unit.number);
CREATE UNIQUE INDEX mailbox_owner ON unit (te, user_id) WHERE owner IS NOT NULL;

-- A claim looks at the first open units of each batch: those to be counted, then the biggest.
DROP INDEX open_units;
CREATE INDEX open_units ON unit (te, number, counted, expected DESC) WHERE state = 'OPEN';
