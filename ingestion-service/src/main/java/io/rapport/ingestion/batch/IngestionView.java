package io.rapport.ingestion.batch;

import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ingestion.BatchProgress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a tenant's ingestion is. Every message that Graph counts is in {@code counts}, in {@code outsideYear}, or in
 * a unit that is listed with its reason.
 *
 * @param state NONE before the first consent, PLANNING until the batches stand, then as the plan is; PAUSED while
 *     something stands in the way of reading (without figures once they are hidden); CANCELLED after a withdrawal
 * @param reason why it stopped or is paused; empty otherwise
 * @param live the days since the grant
 * @param pace how fast it goes
 * @param outsideYear messages with dates outside of all windows, known once all batches are done
 * @param unfinished units that were not read, or (DONE) not wholly, by reason
 */
public record IngestionView(
        TenantId tenant,
        int epoch,
        @Nullable Te te,
        String state,
        String reason,
        List<BatchProgress> batches,
        Live live,
        Pace pace,
        List<Unfinished> unfinished,
        @Nullable Long outsideYear,
        Counts counts) {

    /** A tenant of which there is nothing to tell: after a withdrawal not even how much there was. */
    static IngestionView without(TenantId tenant, int epoch, @Nullable Te te, String state) {
        return without(tenant, epoch, te, state, "");
    }

    /** The same with the reason. */
    static IngestionView without(TenantId tenant, int epoch, @Nullable Te te, String state, String reason) {
        return new IngestionView(
                tenant,
                epoch,
                te,
                state,
                reason,
                List.of(),
                new Live(0, 0, null),
                new Pace(0, null),
                List.of(),
                null,
                new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    /**
     * The days since the grant.
     *
     * @param over how many are over
     * @param read how many of those are read, without a gap from the first
     * @param until the first day that is not read yet; null before the first is
     */
    public record Live(int over, int read, @Nullable LocalDate until) {}

    /**
     * From the units of the last five minutes.
     *
     * @param expectedEnd when all open units are read if it goes on like that; null if none is open or none was read lately
     */
    public record Pace(double emailsPerSecond, @Nullable Instant expectedEnd) {}

    /** @param reason a stable word such as {@code no-mailbox} or {@code sharing-off} */
    public record Unfinished(String state, String reason, long count) {}

    /**
     * Sums over all units read; {@code messages} is the sum of the six after it.
     *
     * @param unreadable counted by Graph beside those, and not to be had: it fails on them
     */
    public record Counts(
            long messages,
            long interactions,
            long internal,
            long automated,
            long drafts,
            long meetingMail,
            long malformed,
            long unreadable,
            long meetings,
            long meetingsCounted) {}
}
