package io.rapport.ingestion.batch;

import io.rapport.contracts.Topics;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.contracts.ingestion.BatchProgress;
import io.rapport.ingestion.plan.LiveDays;
import io.rapport.ingestion.plan.Shards;
import io.rapport.ingestion.plan.Window;
import io.rapport.ingestion.plan.YearOfBatches;
import io.rapport.kit.outbox.Outbox;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The plan in the database: what is to be done, and how far it is. */
@Singleton
public class Batches {

    private static final String INSERT_PLAN = """
            INSERT INTO epoch_plan (te, tenant, epoch, granted_at, state)
            SELECT $1, $2, $3, $4, 'RUNNING'
             WHERE NOT EXISTS (SELECT FROM floor WHERE tenant = $2 AND floor > $3)
            ON CONFLICT DO NOTHING""";
    private static final String INSERT_BATCHES = """
            INSERT INTO batch (te, number, from_day, until_day, state, kind)
            SELECT $1, n, f, u, 'PLANNED', 'HISTORY' FROM unnest($2::int[], $3::date[], $4::date[]) AS b(n, f, u)
             WHERE EXISTS (SELECT FROM epoch_plan WHERE te = $1)
            ON CONFLICT DO NOTHING""";
    /**
     * Adds the days that are over and not planned yet. With them, whatever overlaps the two days before is read again for
     * late mail, and what could not be read is tried again: both once for each new day, however often this is called and
     * by however many.
     */
    private static final String ADD_DAYS = """
            WITH added AS (
                INSERT INTO batch (te, number, from_day, until_day, state, kind, shards)
                SELECT $1, n, f, u, 'PLANNED', 'LIVE', 1 FROM unnest($2::int[], $3::date[], $4::date[]) AS b(n, f, u)
                 WHERE EXISTS (SELECT FROM epoch_plan WHERE te = $1 AND state <> 'CANCELLED')
                ON CONFLICT DO NOTHING RETURNING from_day
            )
            UPDATE unit SET %s
             WHERE te = $1
               AND (state = 'DONE' AND number IN (
                        SELECT b.number FROM batch b, added a
                         WHERE b.te = $1 AND b.kind <> 'RECONCILIATION'
                           AND b.from_day < a.from_day AND b.until_day > a.from_day - $5::int)
                    OR state IN ('FAILED', 'SKIPPED') AND reason <> 'sharing-off' AND EXISTS (SELECT FROM added))""".formatted(Units.OPENED);

    private static final String ADD_RECONCILIATION = """
            INSERT INTO batch (te, number, from_day, until_day, state, kind, shards)
            SELECT $1, $2, min(from_day), max(until_day), 'PLANNED', 'RECONCILIATION', 1 FROM batch
             WHERE te = $1 AND kind <> 'RECONCILIATION'
               AND EXISTS (SELECT FROM epoch_plan WHERE te = $1 AND state <> 'CANCELLED')
            HAVING count(*) > 0
            ON CONFLICT DO NOTHING""";
    private static final String ADD_UNITS = """
            INSERT INTO unit (te, number, user_id, period, shard)
            SELECT b.te, b.number, u, p, mod(abs(hashtext(u::text)::bigint), coalesce(b.shards, 1))::int
              FROM batch b, unnest($2::uuid[], $3::bigint[]) AS m(u, p)
             WHERE b.te = $1 AND b.state <> 'CANCELLED' AND NOT (b.kind = 'RECONCILIATION' AND b.state = 'DONE')
            ON CONFLICT DO NOTHING""";
    /** A plan is worked off at once; the database would not know for a minute how many units it has, and plan for one. */
    private static final String ANALYZE = "ANALYZE unit, batch";

    private static final String REOPEN = """
            UPDATE unit SET %s, period = m.p FROM unnest($2::uuid[], $3::bigint[]) AS m(u, p)
             WHERE te = $1 AND user_id = m.u AND period <> m.p AND owner IS NULL""".formatted(Units.OPENED);
    private static final String LEAVE = """
            UPDATE unit SET state = 'SKIPPED', reason = 'sharing-off', claimed_until = NULL
             WHERE te = $1 AND state = 'OPEN' AND owner IS NULL AND user_id <> ALL($2)""";
    /** Counted as far as it goes now: what is in back-off joins a shard when it is back. */
    private static final String COUNTED = """
            SELECT b.number FROM batch b
             WHERE b.te = $1 AND b.shards IS NULL AND b.state <> 'CANCELLED'
               AND EXISTS (SELECT FROM unit u WHERE u.te = b.te AND u.number = b.number)
               AND NOT EXISTS (SELECT FROM unit u
                                WHERE u.te = b.te AND u.number = b.number AND u.state = 'OPEN' AND NOT u.counted
                                  AND (u.owner IS NOT NULL OR u.claimed_until IS NULL OR u.claimed_until < now()))
             ORDER BY b.number LIMIT 1 FOR UPDATE SKIP LOCKED""";

    private static final String SIZES = """
            SELECT user_id, expected FROM unit WHERE te = $1 AND number = $2 ORDER BY expected DESC, user_id""";
    private static final String SHARD = """
            UPDATE unit u SET shard = s.shard FROM unnest($3::uuid[], $4::int[]) AS s(user_id, shard)
             WHERE u.te = $1 AND u.number = $2 AND u.user_id = s.user_id""";

    /** A crash may come after a batch's last unit and before the batch itself is marked. */
    private static final String OVER = """
            SELECT b.number FROM batch b
             WHERE b.te = $1 AND b.state NOT IN ('DONE', 'CANCELLED')
               AND EXISTS (SELECT FROM unit u WHERE u.te = b.te AND u.number = b.number)
               AND NOT EXISTS (SELECT FROM unit u WHERE u.te = b.te AND u.number = b.number AND u.state = 'OPEN')
             ORDER BY b.number""";

    private static final String FOR_JOBS = """
            SELECT b.number, b.shards,
                   EXISTS (SELECT FROM unit u WHERE u.te = b.te AND u.number = b.number AND u.state = 'OPEN') AS open
              FROM batch b WHERE b.te = $1 AND b.job AND b.state <> 'CANCELLED'
               AND NOT EXISTS (SELECT FROM batch n WHERE n.te = b.te AND n.number < b.number AND n.shards IS NULL)
             ORDER BY b.number""";

    /** The last unit may be done after batches were looked at: a plan is done when its batches say so, not before. */
    private static final String PLAN_OVER = """
            UPDATE epoch_plan SET state = 'DONE', reason = ''
             WHERE te = $1 AND state IN ('RUNNING', 'STOPPED') AND EXISTS (SELECT FROM unit WHERE te = $1)
               AND NOT EXISTS (SELECT FROM unit WHERE te = $1 AND state = 'OPEN')
               AND NOT EXISTS (SELECT FROM batch WHERE te = $1 AND state NOT IN ('DONE', 'CANCELLED'))""";

    private static final String PROGRESS = """
            SELECT b.number, b.from_day, b.until_day, b.state, coalesce(b.shards, 0) AS shards, count(u.*) AS units,
                   count(u.*) FILTER (WHERE u.state = 'DONE') AS done,
                   count(u.*) FILTER (WHERE u.state = 'SKIPPED') AS skipped,
                   count(u.*) FILTER (WHERE u.state = 'FAILED') AS failed,
                   coalesce(sum(u.expected), 0)::bigint AS expected,
                   coalesce(sum(u.messages), 0)::bigint AS messages,
                   coalesce(sum(u.meetings), 0)::bigint AS meetings
              FROM batch b LEFT JOIN unit u USING (te, number)
             WHERE b.te = $1 AND ($2 = 0 AND b.kind <> 'RECONCILIATION' OR b.number = $2)
             GROUP BY b.te, b.number ORDER BY b.number""";

    private static final int DAYS_PER_WEEK = 7;
    /** Numbers of comparisons: far above those of days. */
    private static final int RECONCILIATIONS = 1_000_000;

    private final Pool pool;
    private final Outbox outbox;
    private final long emailsPerShard;

    /** @param emailsPerShard how many emails of a batch make a shard */
    Batches(
            Pool pool,
            Outbox outbox,
            @ConfigProperty(name = "rapport.ingestion.emails-per-shard", defaultValue = "1000000")
                    long emailsPerShard) {
        this.pool = pool;
        this.outbox = outbox;
        this.emailsPerShard = emailsPerShard;
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

    /** Adds the days that are over, and every week a comparison with Graph's counts. Idempotent. */
    public Uni<Void> continuePlan(ConsentState consent, Instant now) {
        List<Window> days = LiveDays.over(consent.grantedAt(), now);
        Tuple values = Tuple.of(
                consent.te().value(),
                IntStream.range(0, days.size())
                        .map(i -> LiveDays.FIRST + i)
                        .boxed()
                        .toArray(Integer[]::new),
                days.stream().map(Window::from).toArray(java.time.LocalDate[]::new),
                days.stream().map(Window::until).toArray(java.time.LocalDate[]::new),
                LiveDays.OVERLAP);
        int week = days.size() / DAYS_PER_WEEK;
        return pool.withTransaction(connection -> connection
                .preparedQuery(ADD_DAYS)
                .execute(values)
                .chain(() -> week == 0
                        ? Uni.createFrom().nullItem()
                        : connection
                                .preparedQuery(ADD_RECONCILIATION)
                                .execute(Tuple.of(consent.te().value(), RECONCILIATIONS + week)))
                .replaceWithVoid());
    }

    /**
     * Plans anew for whoever shares now: adds mailboxes that are not in the plan yet, opens again those of users who have
     * come back, of whom everything from before goes, and leaves out those that have gone.
     *
     * @param sharing each with the period in which they share
     */
    public Uni<Void> include(Te te, Map<UserId, Long> sharing) {
        List<Map.Entry<UserId, Long>> users = List.copyOf(sharing.entrySet());
        UUID[] ids = users.stream().map(user -> user.getKey().value()).toArray(UUID[]::new);
        Long[] periods = users.stream().map(Map.Entry::getValue).toArray(Long[]::new);
        return pool.preparedQuery(ADD_UNITS)
                .execute(Tuple.of(te.value(), ids, periods))
                .call(added -> added.rowCount() == 0
                        ? Uni.createFrom().nullItem()
                        : pool.query(ANALYZE).execute())
                .chain(() -> pool.preparedQuery(REOPEN).execute(Tuple.of(te.value(), ids, periods)))
                .chain(() -> pool.preparedQuery(LEAVE).execute(Tuple.of(te.value(), ids)))
                .replaceWithVoid();
    }

    /**
     * Cuts the next batch that is counted into shards of about equal work.
     *
     * @param job whether a Job is to read it
     * @return whether there was one
     */
    public Uni<Boolean> shard(Te te, boolean job) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(COUNTED)
                .execute(Tuple.of(te.value()))
                .flatMap(rows -> rows.size() == 0
                        ? Uni.createFrom().item(false)
                        : shard(connection, te, rows.iterator().next().getInteger("number"), job)
                                .replaceWith(true)));
    }

    private Uni<RowSet<Row>> shard(SqlConnection connection, Te te, int number, boolean job) {
        return connection
                .preparedQuery(SIZES)
                .execute(Tuple.of(te.value(), number))
                .flatMap(rows -> {
                    List<Row> units = stream(rows).toList();
                    Shards shards = Shards.balanced(
                            units.stream()
                                    .mapToLong(unit -> unit.getLong("expected"))
                                    .toArray(),
                            emailsPerShard);
                    Integer[] ofUnits = IntStream.of(shards.ofMailbox()).boxed().toArray(Integer[]::new);
                    UUID[] users =
                            units.stream().map(unit -> unit.getUUID("user_id")).toArray(UUID[]::new);
                    return connection
                            .preparedQuery(SHARD)
                            .execute(Tuple.of(te.value(), number, users, ofUnits))
                            .chain(() -> connection
                                    .preparedQuery(
                                            "UPDATE batch SET shards = $3, job = $4 WHERE te = $1 AND number = $2")
                                    .execute(Tuple.of(te.value(), number, shards.count(), job)));
                });
    }

    /**
     * A batch that a Job is to read.
     *
     * @param open whether anything of it is left to read
     */
    public record ForJob(int number, int shards, boolean open) {}

    /** All batches that Jobs are to read, the newest first; none before every newer one is cut. */
    public Uni<List<ForJob>> forJobs(Te te) {
        return pool.preparedQuery(FOR_JOBS)
                .execute(Tuple.of(te.value()))
                .map(rows -> stream(rows)
                        .map(row ->
                                new ForJob(row.getInteger("number"), row.getInteger("shards"), row.getBoolean("open")))
                        .toList());
    }

    /** The batch's Job has ended; what it has left, and what is opened again later, is the service's to read. */
    public Uni<Void> jobEnded(Te te, int number) {
        return pool.preparedQuery("UPDATE batch SET job = false WHERE te = $1 AND number = $2")
                .execute(Tuple.of(te.value(), number))
                .replaceWithVoid();
    }

    /** How many shards a batch was cut into; empty if there is no such batch or it is not cut yet. */
    public Uni<OptionalInt> shards(Te te, int number) {
        return pool.preparedQuery(
                        "SELECT shards FROM batch WHERE te = $1 AND number = $2 AND shards IS NOT NULL AND state <> 'CANCELLED'")
                .execute(Tuple.of(te.value(), number))
                .map(rows -> rows.iterator().hasNext()
                        ? OptionalInt.of(rows.iterator().next().getInteger("shards"))
                        : OptionalInt.empty());
    }

    /** Whether anything of the share is left to do, now or later. */
    public Uni<Boolean> anyOpen(Te te, Share share) {
        return pool.preparedQuery("SELECT EXISTS (SELECT FROM unit c JOIN batch b USING (te, number)"
                        + " WHERE c.te = $1 AND c.state = 'OPEN' AND b.state <> 'CANCELLED'"
                        + " AND (" + share.condition() + ")) AS any_open")
                .execute(Tuple.of(te.value()))
                .map(rows -> rows.iterator().next().getBoolean("any_open"));
    }

    /** Marks batches, and the plan, that have no open unit and do not say so yet. */
    public Uni<Void> close(ConsentState consent) {
        return pool.preparedQuery(OVER)
                .execute(Tuple.of(consent.te().value()))
                .flatMap(rows -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUniAndConcatenate(
                                row -> mark(consent, row.getInteger("number"), BatchProgress.State.DONE))
                        .collect()
                        .asList())
                .chain(() -> pool.preparedQuery(PLAN_OVER)
                        .execute(Tuple.of(consent.te().value())))
                .replaceWithVoid();
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

    /** RUNNING or STOPPED; {@link #close} says when it is DONE. A cancelled plan stays cancelled. */
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
                row.getInteger("shards"),
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
