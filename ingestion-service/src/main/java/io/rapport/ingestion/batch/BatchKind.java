package io.rapport.ingestion.batch;

/** What a batch is for. */
public enum BatchKind {
    /** A month before the grant. */
    HISTORY,
    /** A day after it. */
    LIVE,
    /** What was read, compared with what Graph counts now. */
    RECONCILIATION
}
