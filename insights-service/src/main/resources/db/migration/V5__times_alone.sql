-- How often somebody passed a tenant's fence alone, as all do who take contacts away: what writers remember of contacts
-- holds as long as it stays the same.
ALTER TABLE floor ADD COLUMN times_alone bigint NOT NULL DEFAULT 0;
