package io.rapport.contracts.purge;

/** What purge-service orders, in this order; each is idempotent. */
public enum PurgeStep {
    /** Raise the floor: once this is committed no write of the epoch can commit. */
    FENCE,
    /** Cancel jobs, empty queues and caches, forget unwrapped keys. */
    DRAIN,
    /** Detach the partition after the wrong-tenant guard; nothing is lost yet. */
    QUARANTINE,
    /** Destroy the epoch's key. From here nothing of the epoch can be read again. */
    SHRED,
    /** Drop what is left: tables, rows, plans, checkpoints. */
    DROP
}
