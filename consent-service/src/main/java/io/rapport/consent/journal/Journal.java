package io.rapport.consent.journal;

import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Append-only record of decisions. Each entry's hash is SHA-256 over the previous entry's hash and its own fields, so a
 * changed or missing entry breaks the chain from there on. Entries are appended under the lock of the revisions.
 */
@Singleton
public class Journal {

    private final Clock clock;

    Journal(Clock clock) {
        this.clock = clock;
    }

    /** Within the session's transaction. The detail must hold no personal data. */
    public Uni<Void> append(Mutiny.Session session, TenantId tenant, UserId actor, String action, String detail) {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return session.createNativeQuery(
                        "SELECT position, hash FROM journal WHERE tenant = :tenant ORDER BY position DESC LIMIT 1",
                        Object[].class)
                .setParameter("tenant", tenant.value())
                .getResultList()
                .chain((List<Object[]> last) -> {
                    int position = last.isEmpty() ? 1 : ((Number) last.getFirst()[0]).intValue() + 1;
                    byte[] before = last.isEmpty() ? new byte[0] : (byte[]) last.getFirst()[1];
                    return session.createNativeQuery("INSERT INTO journal"
                                    + " VALUES (:tenant, :position, :at, :actor, :action, :detail, :hash)")
                            .setParameter("tenant", tenant.value())
                            .setParameter("position", position)
                            .setParameter("at", at)
                            .setParameter("actor", actor.value())
                            .setParameter("action", action)
                            .setParameter("detail", detail)
                            .setParameter("hash", hash(before, tenant, position, at, actor, action, detail))
                            .executeUpdate();
                })
                .replaceWithVoid();
    }

    static byte[] hash(
            byte[] before, TenantId tenant, int position, Instant at, UserId actor, String action, String detail) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(before);
            String fields = String.join(
                    "\n",
                    tenant.toString(),
                    Integer.toString(position),
                    at.toString(),
                    actor.toString(),
                    action,
                    detail);
            return digest.digest(fields.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("The JDK lacks SHA-256", e);
        }
    }
}
