package io.rapport.contracts.purge;

/** What a deletion case deletes. */
public enum CaseKind {
    /** Everything of a consent epoch, after its withdrawal. */
    EPOCH,
    /** Mailboxes in an epoch that goes on: their users switched sharing off, were excluded, or left. */
    MAILBOXES,
    /** An outside person in an epoch that goes on. */
    PERSON
}
