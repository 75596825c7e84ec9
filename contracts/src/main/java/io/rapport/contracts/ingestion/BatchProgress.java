package io.rapport.contracts.ingestion;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import java.time.LocalDate;

/**
 * How far one batch has come.
 *
 * @param number 1…12 for the months of history (1 is the newest), 12 + i + 1 for live day i
 * @param from first day of the window, UTC
 * @param until first day after the window, UTC
 * @param shards parts of about equal work that the batch is cut into once it is counted, one for each million emails; 0
 *     until then. However many emails there are, none is cut off: there are more shards
 * @param units mailbox × window pairs of the batch
 * @param done units read whole and published
 * @param skipped units not read, each with a reason (no mailbox, access denied, sharing off, …)
 * @param failed units given up after retries, each with a reason
 * @param expectedEmails what Graph's counts promised for the units counted so far
 * @param emails messages read (each once per mailbox)
 * @param meetings calendar entries read
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record BatchProgress(
        TenantId tenant,
        Te te,
        int number,
        LocalDate from,
        LocalDate until,
        State state,
        int shards,
        int units,
        int done,
        int skipped,
        int failed,
        long expectedEmails,
        long emails,
        long meetings) {

    /** PLANNED → RUNNING → DONE, or CANCELLED by withdrawal. */
    public enum State {
        PLANNED,
        RUNNING,
        DONE,
        CANCELLED
    }
}
