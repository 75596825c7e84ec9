package io.rapport.consent.decision;

import io.rapport.consent.directory.Reading;
import io.rapport.consent.eligibility.AcceptedLicences;
import io.rapport.consent.eligibility.Eligibility;
import io.rapport.consent.sharing.Revisions;
import io.rapport.contracts.Topics;
import io.rapport.contracts.consent.Pause;
import io.rapport.contracts.consent.Pause.Reason;
import io.rapport.kit.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Stops reading for a tenant while it must not go on, and lets it go on again; whatever changes is published. Nothing is
 * ever deleted for a pause: lost licences hide what is there once the grace period is over, and no more.
 */
@Singleton
public class Pauses {

    private final Revisions revisions;
    private final Outbox outbox;
    private final AcceptedLicences accepted;
    private final Clock clock;

    Pauses(Revisions revisions, Outbox outbox, AcceptedLicences accepted, Clock clock) {
        this.revisions = revisions;
        this.outbox = outbox;
        this.accepted = accepted;
        this.clock = clock;
    }

    /** After the directory was read. Within the session's transaction. */
    Uni<Void> apply(Mutiny.Session session, ConsentEpoch epoch, Reading reading) {
        boolean licensed = reading.eligibility() instanceof Eligibility.Eligible;
        Reason reason =
                !licensed ? Reason.LICENCE_LOST : reading.obstacles().isEmpty() ? null : Reason.GROUP_UNREADABLE;
        return set(session, epoch, reason);
    }

    /** After the directory could not be read for long. Lost licences stay the more important thing to say. */
    Uni<Void> directoryUnreadable(Mutiny.Session session, ConsentEpoch epoch) {
        return set(session, epoch, epoch.pauseReason == null ? Reason.DIRECTORY_UNREADABLE : epoch.pauseReason);
    }

    private Uni<Void> set(Mutiny.Session session, ConsentEpoch epoch, @Nullable Reason reason) {
        Pause before = epoch.pause();
        Pause after = after(before, reason);
        if (Objects.equals(before, after)) {
            return Uni.createFrom().voidItem();
        }
        return revisions
                .next(session)
                .invoke(revision -> {
                    epoch.pause(after);
                    epoch.revision = revision;
                })
                .chain(session::flush)
                .chain(() -> outbox.add(session, Topics.CONSENT_STATE, epoch.tenant.toString(), epoch.state()));
    }

    private @Nullable Pause after(@Nullable Pause before, @Nullable Reason reason) {
        if (reason == null) {
            return null;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant since = before != null && before.reason() == reason ? before.since() : now;
        return new Pause(reason, since, reason == Reason.LICENCE_LOST && !now.isBefore(since.plus(accepted.grace())));
    }
}
