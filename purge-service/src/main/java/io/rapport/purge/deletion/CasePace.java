package io.rapport.purge.deletion;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * When each unfinished case is looked at next: the shared memory of all replicas, so that one that fails or must wait long
 * takes nobody's time. There is no last attempt.
 */
@Singleton
class CasePace {

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 8;

    private static final String DUE = """
            FROM deletion_case c LEFT JOIN case_pace p ON p.case_id = c.id
            WHERE c.state <> :finished AND coalesce(p.look_at <= :now, true)""";
    private static final String SET = """
            INSERT INTO case_pace (case_id, look_at, failures) VALUES (:id, :at, :failures)
            ON CONFLICT (case_id) DO UPDATE SET look_at = excluded.look_at, failures = excluded.failures""";

    private final Clock clock;

    CasePace(Clock clock) {
        this.clock = clock;
    }

    /** @param failures how often in a row looking at it has failed */
    record Due(DeletionCase deletionCase, int failures) {}

    /** The oldest first. */
    Uni<List<String>> due() {
        return Panache.withSession(() -> Panache.getSession()
                .flatMap(session -> asked(session, "SELECT c.id " + DUE + " ORDER BY c.decided_at", String.class)
                        .getResultList()));
    }

    /** One as it is now. @return null if it is finished or to be left in peace */
    Uni<Due> due(String id) {
        return Panache.withSession(() -> Panache.getSession()
                .flatMap(session -> asked(
                                session, "SELECT coalesce(p.failures, 0) " + DUE + " AND c.id = :id", Integer.class)
                        .setParameter("id", id)
                        .getSingleResultOrNull())
                .onItem()
                .ifNotNull()
                .transformToUni(
                        failures -> DeletionCase.<DeletionCase>findById(id).map(found -> new Due(found, failures))));
    }

    private <T> Mutiny.SelectionQuery<T> asked(Mutiny.Session session, String sql, Class<T> type) {
        return session.createNativeQuery(sql, type)
                .setParameter("finished", CaseState.BACKUPS_VERIFIED.name())
                .setParameter("now", clock.instant());
    }

    Uni<Void> lookAgainAfter(String id, Duration pause) {
        return set(id, pause, 0);
    }

    /** After a pause that doubles with every failure in a row, to five minutes. */
    Uni<Void> failed(String id, int before) {
        Duration pause = Duration.ofSeconds(1L << Math.min(before, DOUBLINGS));
        return set(id, pause.compareTo(LONGEST) > 0 ? LONGEST : pause, before + 1);
    }

    private Uni<Void> set(String id, Duration pause, int failures) {
        return Panache.withTransaction(() -> Panache.getSession()
                .flatMap(session -> session.createNativeQuery(SET)
                        .setParameter("id", id)
                        .setParameter("at", clock.instant().plus(pause))
                        .setParameter("failures", failures)
                        .executeUpdate()
                        .replaceWithVoid()));
    }
}
