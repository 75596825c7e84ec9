package io.rapport.ingestion.batch;

import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.consent.Pause;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ingestion.BatchProgress;
import io.rapport.ingestion.plan.LiveDays;
import io.rapport.kit.gate.Gate;
import io.rapport.kit.problem.ErrorCode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts together how far a tenant's ingestion is. */
@Singleton
public class Progress {

    private static final Duration RECENT = Duration.ofMinutes(5);
    private static final String COUNTS = """
            SELECT coalesce(sum(messages), 0)::bigint AS messages,
                   coalesce(sum(interactions), 0)::bigint AS interactions,
                   coalesce(sum(internal), 0)::bigint AS internal,
                   coalesce(sum(automated), 0)::bigint AS automated,
                   coalesce(sum(drafts), 0)::bigint AS drafts,
                   coalesce(sum(meeting_mail), 0)::bigint AS meeting_mail,
                   coalesce(sum(malformed), 0)::bigint AS malformed,
                   coalesce(sum(unreadable), 0)::bigint AS unreadable,
                   coalesce(sum(meetings), 0)::bigint AS meetings,
                   coalesce(sum(meetings_counted), 0)::bigint AS meetings_counted
              FROM unit WHERE te = $1 AND state = 'DONE'""";
    private static final String UNFINISHED = """
            SELECT state, reason, count(*) AS units FROM unit
             WHERE te = $1 AND (state IN ('SKIPPED', 'FAILED') OR state = 'DONE' AND reason <> '')
             GROUP BY state, reason ORDER BY state, reason""";
    private static final String OUTSIDE = """
            SELECT coalesce(sum(t.total - w.within), 0)::bigint AS outside
              FROM mailbox_total t
              JOIN (SELECT user_id, sum(messages + unreadable) AS within FROM unit WHERE te = $1 GROUP BY user_id
                    HAVING bool_and(state = 'DONE')) w USING (user_id)
             WHERE t.te = $1""";
    private static final String PACE = """
            SELECT coalesce(sum(messages), 0)::bigint AS messages, count(*) AS units, min(done_at) AS since,
                   (SELECT count(*) FROM unit o WHERE o.te = $1 AND o.state = 'OPEN') AS open
              FROM unit WHERE te = $1 AND state = 'DONE' AND done_at > $2""";

    private final Pool pool;
    private final Batches batches;
    private final Clock clock;

    Progress(Pool pool, Batches batches, Clock clock) {
        this.pool = pool;
        this.batches = batches;
        this.clock = clock;
    }

    /** @param state open, or closed for want of consent */
    Uni<IngestionView> of(TenantId tenant, @Nullable EpochPlan plan, Gate state) {
        return switch (state) {
            case Gate.Open(ConsentState consent)
            when plan != null && plan.te == consent.te().value() ->
                view(tenant, plan, Optional.ofNullable(consent.pause()));
            case Gate.Open(ConsentState consent) ->
                Uni.createFrom().item(IngestionView.without(tenant, consent.epoch(), consent.te(), "PLANNING"));
            case Gate.Closed(ErrorCode reason) ->
                Uni.createFrom().item(closed(tenant, plan, reason == ErrorCode.CONSENT_PAUSED));
        };
    }

    /** @param hidden consent stands, but licences were missing for longer than the grace period */
    static IngestionView closed(TenantId tenant, @Nullable EpochPlan plan, boolean hidden) {
        if (plan == null) {
            return IngestionView.without(tenant, 0, null, "NONE");
        }
        Te te = new Te(plan.te);
        return hidden
                ? IngestionView.without(tenant, plan.epoch, te, "PAUSED", Pause.Reason.LICENCE_LOST.name())
                : IngestionView.without(tenant, plan.epoch, te, "CANCELLED");
    }

    private Uni<IngestionView> view(TenantId tenant, EpochPlan plan, Optional<Pause> pause) {
        Te te = new Te(plan.te);
        return pool.withConnection(connection -> batches.progress(connection, tenant, te, 0)
                .flatMap(progress -> counts(connection, plan)
                        .flatMap(counts -> unfinished(connection, plan)
                                .flatMap(unfinished -> outside(connection, plan)
                                        .flatMap(outside -> pace(connection, plan)
                                                .map(pace -> new IngestionView(
                                                        tenant,
                                                        plan.epoch,
                                                        te,
                                                        pause.isPresent() ? "PAUSED" : state(plan, progress),
                                                        pause.map(Pause::reason)
                                                                .map(Enum::name)
                                                                .orElse(plan.reason),
                                                        progress,
                                                        live(progress),
                                                        pace,
                                                        unfinished,
                                                        plan.state == EpochPlan.State.DONE ? outside : null,
                                                        counts)))))));
    }

    private static String state(EpochPlan plan, List<BatchProgress> progress) {
        boolean planned = progress.stream().anyMatch(batch -> batch.units() > 0);
        return plan.state == EpochPlan.State.RUNNING && !planned ? "PLANNING" : plan.state.name();
    }

    /** Days count as read up to the first that is not. */
    private static IngestionView.Live live(List<BatchProgress> progress) {
        List<BatchProgress> days = progress.stream()
                .filter(batch -> batch.number() >= LiveDays.FIRST)
                .toList();
        List<BatchProgress> read = days.stream()
                .takeWhile(day -> day.state() == BatchProgress.State.DONE)
                .toList();
        LocalDate until = read.isEmpty() ? null : read.getLast().until();
        return new IngestionView.Live(days.size(), read.size(), until);
    }

    private static Uni<IngestionView.Counts> counts(SqlConnection connection, EpochPlan plan) {
        return connection.preparedQuery(COUNTS).execute(Tuple.of(plan.te)).map(rows -> {
            Row row = rows.iterator().next();
            return new IngestionView.Counts(
                    row.getLong("messages"),
                    row.getLong("interactions"),
                    row.getLong("internal"),
                    row.getLong("automated"),
                    row.getLong("drafts"),
                    row.getLong("meeting_mail"),
                    row.getLong("malformed"),
                    row.getLong("unreadable"),
                    row.getLong("meetings"),
                    row.getLong("meetings_counted"));
        });
    }

    private static Uni<List<IngestionView.Unfinished>> unfinished(SqlConnection connection, EpochPlan plan) {
        return connection
                .preparedQuery(UNFINISHED)
                .execute(Tuple.of(plan.te))
                .map(rows -> Batches.stream(rows)
                        .map(row -> new IngestionView.Unfinished(
                                row.getString("state"), row.getString("reason"), row.getLong("units")))
                        .toList());
    }

    private static Uni<Long> outside(SqlConnection connection, EpochPlan plan) {
        return connection
                .preparedQuery(OUTSIDE)
                .execute(Tuple.of(plan.te))
                .map(rows -> rows.iterator().next().getLong("outside"));
    }

    /** From the units of the last minutes: how fast it goes, and when the rest is read if it goes on like that. */
    private Uni<IngestionView.Pace> pace(SqlConnection connection, EpochPlan plan) {
        Instant now = clock.instant();
        return connection
                .preparedQuery(PACE)
                .execute(Tuple.of(plan.te, OffsetDateTime.ofInstant(now.minus(RECENT), ZoneOffset.UTC)))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    long units = row.getLong("units");
                    long open = row.getLong("open");
                    if (units == 0) {
                        return new IngestionView.Pace(0, null);
                    }
                    Duration elapsed =
                            Duration.between(row.getOffsetDateTime("since").toInstant(), now);
                    double seconds = Math.max(1, elapsed.toMillis() / 1000.0);
                    Instant end = open == 0 ? null : now.plusMillis(Math.round(seconds * 1000 * open / units));
                    return new IngestionView.Pace(row.getLong("messages") / seconds, end);
                });
    }
}
