-- Indexes of edges that are not unique: PostgreSQL keeps each key but once for all its rows. That the rows of a unit stand
-- once is kept by their row in unit, which every writer takes first.
DO $$
DECLARE
    e record;
    part text;
    old regclass;
BEGIN
    FOR e IN SELECT te FROM epoch LOOP
        part := 'edge_te_' || lpad(to_hex(e.te), 16, '0');
        CONTINUE WHEN to_regclass(part) IS NULL;
        FOR old IN SELECT indexrelid FROM pg_index WHERE indrelid = part::regclass LOOP
            EXECUTE format('DROP INDEX %s', old);
        END LOOP;
        EXECUTE format('CREATE INDEX ON %I (mailbox_id, window_start)', part);
        EXECUTE format('CREATE INDEX ON %I (contact_id)', part);
    END LOOP;
END $$;
