package io.rapport.consent.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rapport.contracts.audit.AuditEntry;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The audit trail: append-only, each entry a consent receipt tied to the entry before it. Entries are appended under the
 * lock of the revisions.
 */
@Singleton
public class Journal {

    private static final HexFormat HEX = HexFormat.of();
    /** The previous hash is the one the row before really has, so that a row cut out shows. */
    private static final String PAGE = """
            SELECT position, at, actor, action, detail, hash,
                   coalesce((SELECT b.hash FROM journal b WHERE b.tenant = j.tenant AND b.position < j.position
                              ORDER BY b.position DESC LIMIT 1), '') AS previous
              FROM journal j
             WHERE tenant = :tenant AND position > :after ORDER BY position LIMIT :limit""";

    private final Clock clock;
    private final ObjectMapper json;

    Journal(Clock clock, ObjectMapper json) {
        this.clock = clock;
        this.json = json;
    }

    /** Within the session's transaction. @param role which role allowed it */
    public Uni<Void> append(Mutiny.Session session, TenantId tenant, UserId actor, String role, Occasion occasion) {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return head(session, tenant)
                .chain(head -> {
                    String receipt = text(Receipt.of(tenant, at, actor, role, occasion, head));
                    AuditEntry entry = AuditEntry.after(
                            head.hash(), tenant, head.position() + 1, at, actor, occasion.action(), receipt);
                    return session.createNativeQuery("INSERT INTO journal"
                                    + " VALUES (:tenant, :position, :at, :actor, :action, :detail, :hash)")
                            .setParameter("tenant", tenant.value())
                            .setParameter("position", entry.position())
                            .setParameter("at", at)
                            .setParameter("actor", actor.value())
                            .setParameter("action", entry.action())
                            .setParameter("detail", entry.detail())
                            .setParameter("hash", HEX.parseHex(entry.hash()))
                            .executeUpdate();
                })
                .replaceWithVoid();
    }

    /** Where the trail stands. */
    public Uni<Receipt.Checkpoint> head(Mutiny.Session session, TenantId tenant) {
        return session.createNativeQuery(
                        "SELECT position, hash FROM journal WHERE tenant = :tenant ORDER BY position DESC LIMIT 1",
                        Object[].class)
                .setParameter("tenant", tenant.value())
                .getResultList()
                .map((List<Object[]> last) -> last.isEmpty()
                        ? new Receipt.Checkpoint(0, "")
                        : new Receipt.Checkpoint(
                                ((Number) last.getFirst()[0]).intValue(), HEX.formatHex((byte[]) last.getFirst()[1])));
    }

    /** The entries after a position, in order. */
    public Uni<List<AuditEntry>> page(Mutiny.Session session, TenantId tenant, int after, int limit) {
        return session.createNativeQuery(PAGE, Object[].class)
                .setParameter("tenant", tenant.value())
                .setParameter("after", after)
                .setParameter("limit", limit)
                .getResultList()
                .map(rows -> rows.stream().map(row -> entry(tenant, row)).toList());
    }

    private static AuditEntry entry(TenantId tenant, Object[] row) {
        return new AuditEntry(
                tenant,
                ((Number) row[0]).intValue(),
                ((OffsetDateTime) row[1]).toInstant(),
                new UserId((UUID) row[2]),
                (String) row[3],
                (String) row[4],
                HEX.formatHex((byte[]) row[6]),
                HEX.formatHex((byte[]) row[5]));
    }

    private String text(Receipt receipt) {
        try {
            return json.writeValueAsString(receipt);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
