-- The period of sharing in which a mailbox is read: consent-service's revision with which its user began to share. Who
-- comes back does so in a new one, and is read anew. Units from before this version are read again.
ALTER TABLE unit ADD COLUMN period bigint NOT NULL DEFAULT 0;
ALTER TABLE unit ALTER COLUMN period DROP DEFAULT;
