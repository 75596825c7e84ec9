-- A case is no longer always that of a whole epoch: it has an id of its own. That of an epoch's case stays its te in hex.
ALTER TABLE case_event DROP CONSTRAINT case_event_te_fkey;
ALTER TABLE step_order DROP CONSTRAINT step_order_te_fkey;
ALTER TABLE certificate DROP CONSTRAINT certificate_te_fkey;

ALTER TABLE deletion_case RENAME COLUMN te TO id;
ALTER TABLE deletion_case RENAME COLUMN withdrawn_at TO decided_at;
ALTER TABLE deletion_case ADD COLUMN te bigint, ADD COLUMN kind text NOT NULL DEFAULT 'EPOCH', ADD COLUMN done_at timestamptz;
UPDATE deletion_case SET te = id;
ALTER TABLE deletion_case ALTER COLUMN te SET NOT NULL, ALTER COLUMN kind DROP DEFAULT,
    ALTER COLUMN id TYPE text USING lpad(to_hex(id), 16, '0');
COMMENT ON COLUMN deletion_case.done_at IS 'PERSON: when the owner had erased; copies from before that still hold the person';

ALTER TABLE case_event RENAME COLUMN te TO case_id;
ALTER TABLE case_event ALTER COLUMN case_id TYPE text USING lpad(to_hex(case_id), 16, '0'),
    ADD FOREIGN KEY (case_id) REFERENCES deletion_case;
ALTER TABLE step_order RENAME COLUMN te TO case_id;
ALTER TABLE step_order ALTER COLUMN case_id TYPE text USING lpad(to_hex(case_id), 16, '0'),
    ADD FOREIGN KEY (case_id) REFERENCES deletion_case;
ALTER TABLE certificate RENAME COLUMN te TO case_id;
ALTER TABLE certificate ALTER COLUMN case_id TYPE text USING lpad(to_hex(case_id), 16, '0'),
    ADD FOREIGN KEY (case_id) REFERENCES deletion_case;

-- What happened and what was certified is only ever added to.
CREATE FUNCTION only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME;
END $$;
CREATE TRIGGER case_event_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON case_event
    FOR EACH STATEMENT EXECUTE FUNCTION only_added_to();
CREATE TRIGGER certificate_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON certificate
    FOR EACH STATEMENT EXECUTE FUNCTION only_added_to();
