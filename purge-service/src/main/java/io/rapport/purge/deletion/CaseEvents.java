package io.rapport.purge.deletion;

import io.rapport.contracts.audit.HashChain;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
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
    Uni<Void> append(Mutiny.Session session, String id, String event, String detail) {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return session.createNativeQuery(
                        "SELECT position, hash FROM case_event WHERE case_id = :id ORDER BY position DESC LIMIT 1",
                        Object[].class)
                .setParameter("id", id)
                .getResultList()
                .chain((List<Object[]> last) -> {
                    int position = last.isEmpty() ? 1 : ((Number) last.getFirst()[0]).intValue() + 1;
                    byte[] before = last.isEmpty() ? HashChain.START : (byte[]) last.getFirst()[1];
                    return session.createNativeQuery(
                                    "INSERT INTO case_event VALUES (:id, :position, :at, :event, :detail, :hash)")
                            .setParameter("id", id)
                            .setParameter("position", position)
                            .setParameter("at", at)
                            .setParameter("event", event)
                            .setParameter("detail", detail)
                            .setParameter(
                                    "hash",
                                    HashChain.link(
                                            before, id, Integer.toString(position), at.toString(), event, detail))
                            .executeUpdate();
                })
                .replaceWithVoid();
    }

    static Uni<List<CaseView.Event>> of(Mutiny.Session session, String id) {
        return session.createNativeQuery(
                        "SELECT at, event, detail, hash FROM case_event WHERE case_id = :id ORDER BY position",
                        Object[].class)
                .setParameter("id", id)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new CaseView.Event(
                                instant(row[0]),
                                (String) row[1],
                                (String) row[2],
                                HexFormat.of().formatHex((byte[]) row[3])))
                        .toList());
    }

    /** @param whole whether every entry still is as it was written, after the one before it */
    public record Check(boolean whole, int entries) {}

    /** Computes the chain anew. */
    static Uni<Check> check(Mutiny.Session session, String id) {
        return session.createNativeQuery(
                        "SELECT position, at, event, detail, hash FROM case_event WHERE case_id = :id ORDER BY position",
                        Object[].class)
                .setParameter("id", id)
                .getResultList()
                .map(rows -> {
                    byte[] before = HashChain.START;
                    boolean whole = true;
                    int position = 0;
                    for (Object[] row : rows) {
                        position++;
                        byte[] hash = HashChain.link(
                                before,
                                id,
                                Integer.toString(position),
                                instant(row[1]).toString(),
                                (String) row[2],
                                (String) row[3]);
                        whole &= ((Number) row[0]).intValue() == position && Arrays.equals(hash, (byte[]) row[4]);
                        before = hash;
                    }
                    return new Check(whole, rows.size());
                });
    }

    /** Native queries give instants as they come from the driver. */
    static Instant instant(Object timestamp) {
        return ((OffsetDateTime) timestamp).toInstant();
    }
}
