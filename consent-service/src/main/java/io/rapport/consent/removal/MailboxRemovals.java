package io.rapport.consent.removal;

import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.contracts.purge.MailboxRemoval;
import io.rapport.contracts.purge.MailboxRemoval.Cause;
import io.rapport.contracts.purge.RemovedMailbox;
import io.rapport.kit.erasure.Removals;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.hibernate.reactive.mutiny.Mutiny;

/** Writes down whose sharing a decision ended, in the decision's own transaction, so that no deletion can be forgotten. */
@Singleton
public class MailboxRemovals implements Removals {

    private static final String REMOVAL = """
            INSERT INTO mailbox_removal (id, tenant, te, cause, decided_at)
            SELECT :id, tenant, te, :cause, :at FROM consent_epoch WHERE tenant = :tenant AND phase = 'ACTIVE'""";
    private static final String MAILBOXES = """
            INSERT INTO removed_mailbox (removal, user_id, before)
            SELECT :id, CAST(u AS uuid), CAST(b AS bigint)
              FROM unnest(string_to_array(:users, ','), string_to_array(:befores, ',')) AS m(u, b)
             WHERE EXISTS (SELECT FROM mailbox_removal WHERE id = :id)""";
    private static final String SINCE = """
            SELECT r.id, r.tenant, e.epoch, r.te, r.cause, r.decided_at, count(*)::int AS mailboxes
              FROM mailbox_removal r JOIN consent_epoch e USING (te) JOIN removed_mailbox m ON m.removal = r.id
             WHERE r.decided_at >= $1 GROUP BY r.id, e.epoch ORDER BY r.decided_at, r.id""";

    private final Pool pool;
    private final Clock clock;

    MailboxRemovals(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** Somebody whose sharing has just ended while the tenant's consent goes on. */
    public record Ended(UserId user, long revision, Cause cause) {}

    /** One removal for each cause. Within the session's transaction. */
    public Uni<Void> note(Mutiny.Session session, TenantId tenant, List<Ended> all) {
        Map<Cause, List<Ended>> byCause = all.stream().collect(Collectors.groupingBy(Ended::cause));
        return Multi.createFrom()
                .iterable(byCause.entrySet())
                .onItem()
                .transformToUniAndConcatenate(entry -> note(session, tenant, entry.getKey(), entry.getValue()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Integer> note(Mutiny.Session session, TenantId tenant, Cause cause, List<Ended> ended) {
        UUID id = UUID.randomUUID();
        return session.createNativeQuery(REMOVAL)
                .setParameter("id", id)
                .setParameter("tenant", tenant.value())
                .setParameter("cause", cause.name())
                .setParameter("at", clock.instant())
                .executeUpdate()
                .chain(() -> session.createNativeQuery(MAILBOXES)
                        .setParameter("id", id)
                        .setParameter(
                                "users",
                                ended.stream().map(one -> one.user().toString()).collect(Collectors.joining(",")))
                        .setParameter(
                                "befores",
                                ended.stream()
                                        .map(one -> Long.toString(one.revision()))
                                        .collect(Collectors.joining(",")))
                        .executeUpdate());
    }

    /** Of all tenants, for purge-service, which opens a case for each. */
    Uni<List<MailboxRemoval>> since(Instant instant) {
        return pool.preparedQuery(SINCE)
                .execute(Tuple.of(instant.atOffset(ZoneOffset.UTC)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new MailboxRemoval(
                                row.getUUID("id"),
                                new TenantId(row.getUUID("tenant")),
                                row.getInteger("epoch"),
                                new Te(row.getLong("te")),
                                Cause.valueOf(row.getString("cause")),
                                row.getInteger("mailboxes"),
                                row.getOffsetDateTime("decided_at").toInstant()))
                        .toList());
    }

    @Override
    public Uni<List<RemovedMailbox>> of(UUID removal) {
        return pool.preparedQuery("SELECT user_id, before FROM removed_mailbox WHERE removal = $1 ORDER BY user_id")
                .execute(Tuple.of(removal))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw Problems.of(ErrorCode.NOT_FOUND, "There is no such removal.");
                    }
                    return StreamSupport.stream(rows.spliterator(), false)
                            .map(row -> new RemovedMailbox(new UserId(row.getUUID("user_id")), row.getLong("before")))
                            .toList();
                });
    }
}
