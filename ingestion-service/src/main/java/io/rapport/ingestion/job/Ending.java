package io.rapport.ingestion.job;

/** How a process that reads a shard ended. By its exit code the Job's {@code podFailurePolicy} says what comes next. */
enum Ending {
    /** Nothing of the shard is left to read. */
    DONE(0),
    /** The consent is withdrawn: no pod of the Job has anything to do any more. */
    WITHDRAWN(42),
    /** It would end like this again: the tenant refuses us, or there is no such shard. */
    HOPELESS(43),
    /** What is left has to wait longer than a pod should: Graph throttles it, or another process has the mailbox. */
    THROTTLED(44),
    /** Nobody's failure: a pause, the database, Kafka or consent-service. */
    AGAIN(75);

    private final int code;

    Ending(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
