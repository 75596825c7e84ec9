-- A Job reads it, one pod for each shard, and the service leaves it alone until the Job has ended.
ALTER TABLE batch ADD COLUMN job boolean NOT NULL DEFAULT false;
