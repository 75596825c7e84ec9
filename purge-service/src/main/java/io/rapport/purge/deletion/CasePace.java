package io.rapport.purge.deletion;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * When each unfinished case is looked at next: the shared memory of all replicas, so that one that fails or must wait long
 * takes nobody's time. There is no last attempt.
 */
@Singleton
class CasePace {

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 8;

    private static final String DUE = """
            SELECT c.id, coalesce(p.failures, 0) FROM deletion_case c LEFT JOIN case_pace p ON p.case_id = c.id
             WHERE c.state <> :finished AND coalesce(p.look_at <= :now, true) ORDER BY c.decided_at""";
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
    Uni<List<Due>> due() {
        return Panache.withSession(() -> Panache.getSession()
                .flatMap(session -> session.createNativeQuery(DUE, Object[].class)
                        .setParameter("finished", CaseState.BACKUPS_VERIFIED.name())
                        .setParameter("now", clock.instant())
                        .getResultList())
                .flatMap(rows -> {
                    Map<String, Integer> failures = rows.stream()
                            .collect(Collectors.toMap(row -> (String) row[0], row -> ((Number) row[1]).intValue()));
                    return DeletionCase.<DeletionCase>list("id in ?1 order by decidedAt", failures.keySet())
                            .map(cases -> cases.stream()
                                    .map(one -> new Due(one, failures.getOrDefault(one.id, 0)))
                                    .toList());
                }));
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
