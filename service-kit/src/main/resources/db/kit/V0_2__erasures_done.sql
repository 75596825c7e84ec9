-- Which deletions this database has seen done. One restored from a backup lacks those from after it: they are carried out
-- again before the service is ready.
CREATE TABLE erasure_done (
    case_id text PRIMARY KEY
);
