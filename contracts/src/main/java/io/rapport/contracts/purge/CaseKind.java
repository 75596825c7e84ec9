package io.rapport.contracts.purge;

/** What a deletion case deletes. */
public enum CaseKind {
    /** Everything of a consent epoch, after its withdrawal. */
    EPOCH,
    /** Mailboxes in an epoch that goes on: their users switched sharing off, were excluded, or left. */
    MAILBOXES,
    /** An outside person in an epoch that goes on. */
    PERSON;

    /** Whether the epoch, its key and its topic records live on, so that deleting the key deletes nothing here. */
    public boolean epochGoesOn() {
        return this != EPOCH;
    }
}
