-- Events leave with the transaction that made them true.
CREATE TABLE outbox (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic       text  NOT NULL,
    message_key text  NOT NULL,
    message     bytea NOT NULL
);
