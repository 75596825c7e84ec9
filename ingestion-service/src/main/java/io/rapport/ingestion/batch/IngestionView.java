package io.rapport.ingestion.batch;

import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ingestion.BatchProgress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a tenant's ingestion is. Every message that Graph counts is in {@code counts}, in {@code outsideYear}, or in
 * a unit that is listed with its reason.
 *
 * @param state NONE before the first consent, PLANNING until the batches stand, then as the plan is; PAUSED while
 *     something stands in the way of reading; CANCELLED after a withdrawal
 * @param reason why it stopped or is paused; empty otherwise
 * @param outsideYear messages with dates before or after the twelve windows, known once all batches are done
 * @param unfinished units that were not read, by reason
 */
public record IngestionView(
        TenantId tenant,
        int epoch,
        @Nullable Te te,
        String state,
        String reason,
        List<BatchProgress> batches,
        List<Unfinished> unfinished,
        @Nullable Long outsideYear,
        Counts counts) {

    /** A tenant of which there is nothing to tell: after a withdrawal not even how much there was. */
    static IngestionView without(TenantId tenant, int epoch, @Nullable Te te, String state) {
        return new IngestionView(
                tenant, epoch, te, state, "", List.of(), List.of(), null, new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    /** @param reason a stable word such as {@code no-mailbox} or {@code sharing-off} */
    public record Unfinished(String state, String reason, long count) {}

    /** Sums over all units read; {@code messages} is the sum of the six after it. */
    public record Counts(
            long messages,
            long interactions,
            long internal,
            long automated,
            long drafts,
            long meetingMail,
            long malformed,
            long meetings,
            long meetingsCounted) {}
}
