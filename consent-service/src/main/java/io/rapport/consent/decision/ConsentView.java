package io.rapport.consent.decision;

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
 * @param deletionCase after a withdrawal, the case that deletes the epoch's data
 */
public record ConsentView(
        TenantId tenant,
        int epoch,
        long ver,
        State state,
        Options options,
        List<UUID> excludedGroups,
        @Nullable Instant grantedAt,
        @Nullable Instant withdrawnAt,
        @Nullable Te deletionCase) {

    /** NONE: never granted. */
    public enum State {
        NONE,
        ACTIVE,
        WITHDRAWN
    }

    static ConsentView of(TenantId tenant, @Nullable ConsentEpoch newest, List<UUID> excludedGroups) {
        if (newest == null) {
            return new ConsentView(
                    tenant, 0, 0, State.NONE, new Options(false, false, false), List.of(), null, null, null);
        }
        return new ConsentView(
                tenant,
                newest.epoch,
                newest.state().ver(),
                newest.active() ? State.ACTIVE : State.WITHDRAWN,
                newest.active()
                        ? new Options(newest.eachUser, newest.aggregated, true)
                        : new Options(false, false, false),
                newest.active() ? excludedGroups : List.of(),
                newest.grantedAt,
                newest.withdrawnAt,
                newest.active() ? null : new Te(newest.te));
    }
}
