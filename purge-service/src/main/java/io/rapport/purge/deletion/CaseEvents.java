package io.rapport.purge.deletion;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** A case's history: append-only, each entry's SHA-256 over the one before and its own fields. */
@Singleton
public class CaseEvents {

    private final Clock clock;

    CaseEvents(Clock clock) {
        this.clock = clock;
    }

    /** Within the session's transaction, after the case itself was changed: its version keeps two writers apart. */
    Uni<Void> append(Mutiny.Session session, long te, String event, String detail) {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return session.createNativeQuery(
                        "SELECT position, hash FROM case_event WHERE te = :te ORDER BY position DESC LIMIT 1",
                        Object[].class)
                .setParameter("te", te)
                .getResultList()
                .chain((List<Object[]> last) -> {
                    int position = last.isEmpty() ? 1 : ((Number) last.getFirst()[0]).intValue() + 1;
                    byte[] before = last.isEmpty() ? new byte[0] : (byte[]) last.getFirst()[1];
                    return session.createNativeQuery(
                                    "INSERT INTO case_event VALUES (:te, :position, :at, :event, :detail, :hash)")
                            .setParameter("te", te)
                            .setParameter("position", position)
                            .setParameter("at", at)
                            .setParameter("event", event)
                            .setParameter("detail", detail)
                            .setParameter("hash", hash(before, te, position, at, event, detail))
                            .executeUpdate();
                })
                .replaceWithVoid();
    }

    static Uni<List<CaseView.Event>> of(Mutiny.Session session, long te) {
        return session.createNativeQuery(
                        "SELECT at, event, detail FROM case_event WHERE te = :te ORDER BY position", Object[].class)
                .setParameter("te", te)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new CaseView.Event(instant(row[0]), (String) row[1], (String) row[2]))
                        .toList());
    }

    /** Native queries give instants as they come from the driver. */
    static Instant instant(Object timestamp) {
        return ((OffsetDateTime) timestamp).toInstant();
    }

    private static byte[] hash(byte[] before, long te, int position, Instant at, String event, String detail) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(before);
            String fields =
                    String.join("\n", Long.toString(te), Integer.toString(position), at.toString(), event, detail);
            return digest.digest(fields.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("The JDK lacks SHA-256", e);
        }
    }
}
