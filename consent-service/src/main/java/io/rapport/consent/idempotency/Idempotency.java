package io.rapport.consent.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Remembers the answer to a change in the transaction that made it: so a crash leaves both or neither, and whoever asks
 * again after a lost answer gets the same one. A refused change is not remembered: nothing happened, it may be tried anew.
 */
@Singleton
public class Idempotency {

    private static final Duration KEPT = Duration.ofHours(24);
    private static final String FIND = """
            SELECT digest, answer FROM idempotency
             WHERE tenant = :tenant AND actor = :actor AND key = :key AND at > :after""";
    private static final String REMEMBER = """
            INSERT INTO idempotency (tenant, actor, key, digest, answer, at)
            VALUES (:tenant, :actor, :key, :digest, :answer, :at)
            ON CONFLICT (tenant, actor, key) DO UPDATE
               SET digest = excluded.digest, answer = excluded.answer, at = excluded.at""";

    private final ObjectMapper json;
    private final Clock clock;

    Idempotency(ObjectMapper json, Clock clock) {
        this.json = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        this.clock = clock;
    }

    /** The earlier answer, or else what is given: for what comes before the transaction (conditions, Microsoft Graph). */
    public <T> Uni<T> earlierOr(ChangeRequest request, Class<T> type, Supplier<Uni<T>> otherwise) {
        if (request.key() == null) {
            return otherwise.get();
        }
        return Panache.withSession(() -> Panache.getSession().flatMap(session -> find(session, request, type)))
                .flatMap(earlier ->
                        earlier.map(answer -> Uni.createFrom().item(answer)).orElseGet(otherwise));
    }

    /**
     * Makes the change and remembers its answer, unless it was made before. Within the session's transaction, under the
     * lock of the revisions: of two equal requests at once the second finds the first one's answer.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 422 if the key was used for something else
     */
    public <T> Uni<T> once(Mutiny.Session session, ChangeRequest request, Class<T> type, Supplier<Uni<T>> change) {
        if (request.key() == null) {
            return change.get();
        }
        return find(session, request, type)
                .flatMap(earlier -> earlier.map(answer -> Uni.createFrom().item(answer))
                        .orElseGet(() -> change.get().call(answer -> remember(session, request, answer))));
    }

    private <T> Uni<Optional<T>> find(Mutiny.Session session, ChangeRequest request, Class<T> type) {
        return session.createNativeQuery(FIND, Object[].class)
                .setParameter("tenant", request.tenant().value())
                .setParameter("actor", request.actor().value())
                .setParameter("key", request.key())
                .setParameter("after", clock.instant().minus(KEPT))
                .getResultList()
                .map((List<Object[]> rows) -> rows.stream().findFirst().map(row -> {
                    if (!request.digest().equals(row[0])) {
                        throw Problems.of(
                                ErrorCode.KEY_REUSED,
                                "This Idempotency-Key came with another request within the last 24 hours;"
                                        + " nothing was changed.");
                    }
                    return read((String) row[1], type);
                }));
    }

    private Uni<Void> remember(Mutiny.Session session, ChangeRequest request, Object answer) {
        Instant now = clock.instant();
        return session.createNativeQuery(REMEMBER)
                .setParameter("tenant", request.tenant().value())
                .setParameter("actor", request.actor().value())
                .setParameter("key", request.key())
                .setParameter("digest", request.digest())
                .setParameter("answer", write(answer))
                .setParameter("at", now)
                .executeUpdate()
                .replaceWithVoid();
    }

    @Scheduled(every = "10m", delayed = "1m", identity = "idempotency")
    Uni<Void> forget() {
        return Panache.withTransaction(() -> Panache.getSession()
                .flatMap(session -> session.createNativeQuery("DELETE FROM idempotency WHERE at <= :before")
                        .setParameter("before", clock.instant().minus(KEPT))
                        .executeUpdate())
                .replaceWithVoid());
    }

    private String write(Object answer) {
        try {
            return json.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> T read(String answer, Class<T> type) {
        try {
            return json.readValue(answer, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
