package io.rapport.purge.deletion;

import io.rapport.contracts.ids.Te;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A case with its clocks, for the tenant's administrator and for operators.
 *
 * @param id the te in hex for an epoch's case
 * @param waitingFor what it waits for; empty if it moves
 * @param app the deadline of 24 hours
 * @param backup the deadline of 30 days
 */
public record CaseView(
        String id,
        DeletionCase.Kind kind,
        Te te,
        int epoch,
        CaseState state,
        String waitingFor,
        Instant decidedAt,
        Instant appDeadline,
        Instant backupDeadline,
        Clock app,
        Clock backup,
        List<Event> events,
        List<Order> orders) {

    /**
     * One deadline.
     *
     * @param verifiedAt when it was met, if it was
     * @param secondsLeft until the deadline, negative once it has passed; null when verified
     * @param breachedAt when it was missed; stays, even if the deletion was completed later
     */
    public record Clock(
            @Nullable Instant verifiedAt,
            @Nullable Long secondsLeft,
            @Nullable Instant breachedAt) {

        static Clock at(Instant now, Instant deadline, @Nullable Instant verifiedAt, @Nullable Instant breachedAt) {
            return new Clock(
                    verifiedAt,
                    verifiedAt == null ? Duration.between(now, deadline).toSeconds() : null,
                    breachedAt);
        }
    }

    public record Event(Instant at, String event, String detail) {}

    /** @param doneAt when the owner's receipt came; null while it is outstanding */
    public record Order(
            String step,
            String owner,
            Instant orderedAt,
            @Nullable Instant doneAt,
            String detail) {}

    static CaseView of(DeletionCase of, Instant now, List<Event> events, List<Order> orders) {
        return new CaseView(
                of.id,
                of.kind,
                of.te(),
                of.epoch,
                of.state,
                of.detail,
                of.decidedAt,
                of.appDeadline,
                of.backupDeadline,
                Clock.at(now, of.appDeadline, of.appVerifiedAt, of.appBreachedAt),
                Clock.at(now, of.backupDeadline, of.backupsVerifiedAt, of.backupBreachedAt),
                events,
                orders);
    }
}
