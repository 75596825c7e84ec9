package io.rapport.ingestion.fetch;

/** Asked before every request to Graph, retries included. */
@FunctionalInterface
public interface Permit {

    /** @throws Halt.GateClosed if the epoch is closed or there is no lease
     *  @throws Halt.Skip if this mailbox may no longer be read */
    void check();
}
