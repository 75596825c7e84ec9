package io.rapport.ingestion.batch;

import io.rapport.contracts.Topics;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.contracts.ingestion.BatchProgress;
import io.rapport.ingestion.plan.Window;
import io.rapport.ingestion.plan.YearOfBatches;
import io.rapport.kit.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** The plan in the database: what is to be done, and how far it is. */
@Singleton
public class Batches {

    private static final String INSERT_PLAN = """
            INSERT INTO epoch_plan (te, tenant, epoch, granted_at, state)
            SELECT $1, $2, $3, $4, 'RUNNING'
             WHERE NOT EXISTS (SELECT FROM floor WHERE tenant = $2 AND floor > $3)
            ON CONFLICT DO NOTHING""";
    private static final String INSERT_BATCHES = """
            INSERT INTO batch (te, number, from_day, until_day, state)
            SELECT $1, n, f, u, 'PLANNED' FROM unnest($2::int[], $3::date[], $4::date[]) AS b(n, f, u)
             WHERE EXISTS (SELECT FROM epoch_plan WHERE te = $1)
            ON CONFLICT DO NOTHING""";
    private static final String ADD_UNITS = """
            INSERT INTO unit (te, number, user_id)
            SELECT b.te, b.number, u FROM batch b, unnest($2::uuid[]) AS u
             WHERE b.te = $1 AND b.state <> 'CANCELLED'
            ON CONFLICT DO NOTHING""";
    private static final String REOPEN = """
            UPDATE unit SET state = 'OPEN', reason = '', attempts = 0
             WHERE te = $1 AND state = 'SKIPPED' AND reason = 'sharing-off' AND user_id = ANY($2)""";
    private static final String OPEN = """
            SELECT b.number, b.from_day, b.until_day FROM batch b
             WHERE b.te = $1 AND b.state <> 'CANCELLED'
               AND EXISTS (SELECT FROM unit u WHERE u.te = b.te AND u.number = b.number AND u.state = 'OPEN')
             ORDER BY b.number LIMIT 1""";
    private static final String PROGRESS = """
            SELECT b.number, b.from_day, b.until_day, b.state, count(u.*) AS units,
                   count(u.*) FILTER (WHERE u.state = 'DONE') AS done,
                   count(u.*) FILTER (WHERE u.state = 'SKIPPED') AS skipped,
                   count(u.*) FILTER (WHERE u.state = 'FAILED') AS failed,
                   coalesce(sum(u.expected), 0)::bigint AS expected,
                   coalesce(sum(u.messages), 0)::bigint AS messages,
                   coalesce(sum(u.meetings), 0)::bigint AS meetings
              FROM batch b LEFT JOIN unit u USING (te, number)
             WHERE b.te = $1 AND ($2 = 0 OR b.number = $2)
             GROUP BY b.te, b.number ORDER BY b.number""";

    private final Pool pool;
    private final Outbox outbox;

    Batches(Pool pool, Outbox outbox) {
        this.pool = pool;
        this.outbox = outbox;
    }

    /** Makes the plan of a new epoch. Does nothing if it is there, or if the epoch is below the tenant's floor. */
    public Uni<Void> plan(ConsentState consent) {
        List<Window> windows = YearOfBatches.before(consent.grantedAt());
        return pool.withTransaction(connection -> connection
                .preparedQuery("INSERT INTO floor VALUES ($1, 0) ON CONFLICT DO NOTHING")
                .execute(Tuple.of(consent.tenant().value()))
                .chain(() -> connection
                        .preparedQuery("SELECT floor FROM floor WHERE tenant = $1 FOR SHARE")
                        .execute(Tuple.of(consent.tenant().value())))
                .chain(() -> connection
                        .preparedQuery(INSERT_PLAN)
                        .execute(Tuple.of(
                                consent.te().value(),
                                consent.tenant().value(),
                                consent.epoch(),
                                OffsetDateTime.ofInstant(consent.grantedAt(), ZoneOffset.UTC))))
                .chain(() -> connection
                        .preparedQuery(INSERT_BATCHES)
                        .execute(Tuple.of(
                                consent.te().value(),
                                IntStream.rangeClosed(1, windows.size()).boxed().toArray(Integer[]::new),
                                windows.stream().map(Window::from).toArray(java.time.LocalDate[]::new),
                                windows.stream().map(Window::until).toArray(java.time.LocalDate[]::new))))
                .replaceWithVoid());
    }

    /** Adds mailboxes that are not in the plan yet, and opens again those that were left out while sharing was off. */
    public Uni<Void> include(Te te, Collection<UserId> users) {
        UUID[] ids = users.stream().map(UserId::value).toArray(UUID[]::new);
        return pool.preparedQuery(ADD_UNITS)
                .execute(Tuple.of(te.value(), ids))
                .chain(() -> pool.preparedQuery(REOPEN).execute(Tuple.of(te.value(), ids)))
                .replaceWithVoid();
    }

    /** A batch with work left. */
    public record OpenBatch(int number, Window window) {}

    /** The newest window with open units; empty if all is done or given up. */
    public Uni<List<OpenBatch>> nextOpen(Te te) {
        return pool.preparedQuery(OPEN)
                .execute(Tuple.of(te.value()))
                .map(rows -> stream(rows)
                        .map(row -> new OpenBatch(
                                row.getInteger("number"),
                                new Window(row.getLocalDate("from_day"), row.getLocalDate("until_day"))))
                        .toList());
    }

    /** Moves a batch on and tells everyone; does nothing if it is there already. */
    public Uni<Void> mark(ConsentState consent, int number, BatchProgress.State state) {
        return pool.withTransaction(connection -> connection
                .preparedQuery("UPDATE batch SET state = $3"
                        + " WHERE te = $1 AND number = $2 AND state NOT IN ('CANCELLED', $3)")
                .execute(Tuple.of(consent.te().value(), number, state.name()))
                .flatMap(moved -> moved.rowCount() == 0
                        ? Uni.createFrom().<List<BatchProgress>>item(List.of())
                        : progress(connection, consent.tenant(), consent.te(), number))
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : outbox.add(
                                connection, Topics.INGESTION_PROGRESS, consent.te() + "/" + number, rows.getFirst())));
    }

    /** RUNNING, DONE or STOPPED; a cancelled plan stays cancelled. */
    public Uni<Void> mark(Te te, EpochPlan.State state, String reason) {
        return pool.preparedQuery(
                        "UPDATE epoch_plan SET state = $2, reason = $3 WHERE te = $1 AND state <> 'CANCELLED'")
                .execute(Tuple.of(te.value(), state.name(), reason))
                .replaceWithVoid();
    }

    /** All batches of an epoch, or one. */
    Uni<List<BatchProgress>> progress(SqlConnection connection, TenantId tenant, Te te, int number) {
        return connection
                .preparedQuery(PROGRESS)
                .execute(Tuple.of(te.value(), number))
                .map(rows -> stream(rows).map(row -> progress(tenant, te, row)).toList());
    }

    private static BatchProgress progress(TenantId tenant, Te te, Row row) {
        return new BatchProgress(
                tenant,
                te,
                row.getInteger("number"),
                row.getLocalDate("from_day"),
                row.getLocalDate("until_day"),
                BatchProgress.State.valueOf(row.getString("state")),
                row.getLong("units").intValue(),
                row.getLong("done").intValue(),
                row.getLong("skipped").intValue(),
                row.getLong("failed").intValue(),
                row.getLong("expected"),
                row.getLong("messages"),
                row.getLong("meetings"));
    }

    static java.util.stream.Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
