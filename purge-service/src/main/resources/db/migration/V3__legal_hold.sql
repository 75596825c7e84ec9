-- A legal hold suspends what cannot be undone; it never stops the clock.
ALTER TABLE deletion_case ADD COLUMN hold_reason text, ADD COLUMN hold_by uuid, ADD COLUMN hold_since timestamptz;
