-- Everything derived from mail stands in partitions of its epoch; there is no default partition on purpose, so that a
-- write that comes after a deletion fails by itself. Partitions are named <table>_te_<te in hex>.

-- The lowest epoch of a tenant that may still write. Writers read it FOR SHARE in their own transaction.
CREATE TABLE floor (
    tenant uuid PRIMARY KEY,
    floor  int NOT NULL
);

-- The epochs that have partitions here.
CREATE TABLE epoch (
    te          bigint PRIMARY KEY,
    tenant      uuid NOT NULL,
    epoch       int  NOT NULL,
    state       text NOT NULL,
    snapshot_at timestamptz,
    UNIQUE (tenant, epoch)
);

-- Where each Kafka partition goes on, written in the transaction of the rows themselves.
CREATE TABLE topic_offset (
    topic       text   NOT NULL,
    partition   int    NOT NULL,
    next_offset bigint NOT NULL,
    PRIMARY KEY (topic, partition)
);

-- Units in several parts wait here, sealed as they came, until all parts of one revision are there.
CREATE TABLE pending_part (
    te       bigint NOT NULL,
    unit_id  bytea  NOT NULL,
    revision bigint NOT NULL,
    part     int    NOT NULL,
    parts    int    NOT NULL,
    sealed   bytea  NOT NULL,
    PRIMARY KEY (te, unit_id, revision, part)
);

-- The identity vault: the only places where an address or a name stands, sealed with the epoch's key.
CREATE TABLE mailbox (
    te         bigint NOT NULL,
    mailbox_id int    NOT NULL,
    user_id    uuid   NOT NULL,
    blind      bytea  NOT NULL,
    sealed     bytea  NOT NULL,
    PRIMARY KEY (te, mailbox_id),
    UNIQUE (te, user_id)
) PARTITION BY LIST (te);

CREATE TABLE contact (
    te           bigint  NOT NULL,
    contact_id   int     NOT NULL,
    blind        bytea   NOT NULL,
    domain_blind bytea   NOT NULL,
    named        boolean NOT NULL,
    sealed       bytea   NOT NULL,
    PRIMARY KEY (te, contact_id),
    UNIQUE (te, blind)
) PARTITION BY LIST (te);
CREATE INDEX contact_domain ON contact (te, domain_blind);

-- One mailbox × one window, as last applied.
CREATE TABLE unit (
    te               bigint NOT NULL,
    mailbox_id       int    NOT NULL,
    window_start     date   NOT NULL,
    window_until     date   NOT NULL,
    revision         bigint NOT NULL,
    digest           bytea  NOT NULL,
    messages         bigint NOT NULL,
    interactions     bigint NOT NULL,
    meetings         bigint NOT NULL,
    meetings_counted bigint NOT NULL,
    PRIMARY KEY (te, mailbox_id, window_start)
) PARTITION BY LIST (te);

-- One mailbox × one contact × one window. Plain sums for sorting; everything else in facts (ContactFacts, integers).
CREATE TABLE edge (
    te           bigint NOT NULL,
    mailbox_id   int    NOT NULL,
    contact_id   int    NOT NULL,
    window_start date   NOT NULL,
    window_until date   NOT NULL,
    sent         int    NOT NULL,
    received     int    NOT NULL,
    meetings     int    NOT NULL,
    first_at     bigint NOT NULL,
    last_at      bigint NOT NULL,
    facts        bytea  NOT NULL,
    PRIMARY KEY (te, mailbox_id, contact_id, window_start)
) PARTITION BY LIST (te);
CREATE INDEX edge_contact ON edge (te, contact_id, mailbox_id);
CREATE INDEX edge_unit ON edge (te, mailbox_id, window_start);
