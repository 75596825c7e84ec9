package io.rapport.consent.decision;

import io.rapport.consent.directory.ChosenGroup;
import io.rapport.consent.eligibility.Eligibility;
import io.rapport.consent.journal.Receipt;
import io.rapport.contracts.consent.Pause;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's consent as an administrator sees it.
 *
 * @param ver 0 before the first grant, 2·epoch while active, 2·epoch+1 once withdrawn
 * @param permissions the options again, each with what it gives
 * @param groups the chosen groups as last read
 * @param pause why nothing is read at present, if something stands in the way
 * @param licences what the last check found, while consent is active
 * @param deletionCase after a withdrawal, the case that deletes the epoch's data
 * @param auditTrail where the audit trail stands
 */
public record ConsentView(
        TenantId tenant,
        int epoch,
        long ver,
        State state,
        Options options,
        List<Permission.Given> permissions,
        List<UUID> excludedGroups,
        List<UUID> roleGroups,
        List<ChosenGroup> groups,
        @Nullable Paused pause,
        @Nullable Licences licences,
        @Nullable Instant grantedAt,
        @Nullable Instant withdrawnAt,
        @Nullable Te deletionCase,
        Receipt.Checkpoint auditTrail) {

    /** NONE: never granted. */
    public enum State {
        NONE,
        ACTIVE,
        WITHDRAWN
    }

    /**
     * An obstacle to reading.
     *
     * @param explanation one sentence on what it is and what would mend it
     * @param shownUntil what was read before is shown until then; null if it is shown as long as consent lasts
     */
    public record Paused(
            Pause.Reason reason,
            Instant since,
            String explanation,
            @Nullable Instant shownUntil) {}

    /** @param missing empty if nothing is */
    public record Licences(Instant checkedAt, List<Eligibility.Missing> missing) {}
}
