package io.rapport.purge.deletion;

import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.UserId;
import io.rapport.contracts.purge.CaseKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A case with its clocks, for the tenant's administrator and for operators.
 *
 * @param id the te in hex for an epoch's case
 * @param cause why mailboxes are removed; empty else
 * @param mailboxes how many; 0 else
 * @param waitingFor what it waits for; empty if it moves
 * @param app the deadline of 24 hours
 * @param backup the deadline of 30 days
 * @param hold null without one; it suspends deletion and never the clock
 */
public record CaseView(
        String id,
        CaseKind kind,
        String cause,
        int mailboxes,
        Te te,
        int epoch,
        CaseState state,
        String waitingFor,
        Instant decidedAt,
        Instant appDeadline,
        Instant backupDeadline,
        Clock app,
        Clock backup,
        @Nullable Hold hold,
        List<Event> events,
        List<Order> orders) {

    /**
     * One deadline.
     *
     * @param verifiedAt when it was met, if it was
     * @param used share of the time that has gone, 0…1 and beyond; null when verified
     * @param risk how urgent it is
     * @param secondsLeft until the deadline, negative once it has passed; null when verified
     * @param breachedAt when it was missed; stays, even if the deletion was completed later
     */
    public record Clock(
            @Nullable Instant verifiedAt,
            @Nullable Double used,
            Risk risk,
            @Nullable Long secondsLeft,
            @Nullable Instant breachedAt) {

        static Clock at(
                Instant now,
                Instant decidedAt,
                Instant deadline,
                @Nullable Instant verifiedAt,
                @Nullable Instant breachedAt) {
            double used = (double) Duration.between(decidedAt, now).toMillis()
                    / Duration.between(decidedAt, deadline).toMillis();
            return new Clock(
                    verifiedAt,
                    verifiedAt == null ? used : null,
                    Risk.of(used, verifiedAt != null, breachedAt != null),
                    verifiedAt == null ? Duration.between(now, deadline).toSeconds() : null,
                    breachedAt);
        }
    }

    /** How a deadline stands. */
    public enum Risk {
        /** Verified in time. */
        MET,
        ON_TIME,
        /** Half the time has gone. */
        AT_RISK,
        /** Four fifths have gone. */
        CRITICAL,
        /** Missed, for ever. */
        BREACHED;

        private static final double AT_RISK_FROM = 0.5;
        private static final double CRITICAL_FROM = 0.8;

        static Risk of(double used, boolean verified, boolean breached) {
            if (breached || (!verified && used > 1)) {
                return BREACHED;
            }
            if (verified) {
                return MET;
            }
            return used >= CRITICAL_FROM ? CRITICAL : used >= AT_RISK_FROM ? AT_RISK : ON_TIME;
        }
    }

    /**
     * A legal hold.
     *
     * @param reason for the tenant's administrator only: what people write may name people
     */
    public record Hold(@Nullable String reason, UserId by, Instant since) {

        static @Nullable Hold of(DeletionCase of) {
            return of.holdBy == null || of.holdSince == null
                    ? null
                    : new Hold(of.holdReason, new UserId(of.holdBy), of.holdSince);
        }
    }

    /** The same without what people wrote. */
    CaseView withoutReasons() {
        return new CaseView(
                id,
                kind,
                cause,
                mailboxes,
                te,
                epoch,
                state,
                waitingFor,
                decidedAt,
                appDeadline,
                backupDeadline,
                app,
                backup,
                hold == null ? null : new Hold(null, hold.by(), hold.since()),
                events.stream()
                        .map(event -> "HELD".equals(event.event()) ? event.withoutDetail() : event)
                        .toList(),
                orders);
    }

    /** @param digest SHA-256 of the history up to here, in hex, as certificates repeat it */
    public record Event(Instant at, String event, String detail, String digest) {

        Event withoutDetail() {
            return new Event(at, event, "", digest);
        }
    }

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
                of.cause,
                of.mailboxes,
                of.te(),
                of.epoch,
                of.state,
                of.detail,
                of.decidedAt,
                of.appDeadline,
                of.backupDeadline,
                Clock.at(now, of.decidedAt, of.appDeadline, of.appVerifiedAt, of.appBreachedAt),
                Clock.at(now, of.decidedAt, of.backupDeadline, of.backupsVerifiedAt, of.backupBreachedAt),
                Hold.of(of),
                events,
                orders);
    }
}
