package io.rapport.purge.deadline;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** What operators are paged by: taken from the database, so that a restart or a second replica shows the same. */
@Singleton
public class DeadlineMetrics {

    private static final String NUMBERS = """
            SELECT count(*) FILTER (WHERE app_verified_at IS NULL)::float8 AS app_open,
                   count(*) FILTER (WHERE backups_verified_at IS NULL)::float8 AS backup_open,
                   count(*) FILTER (WHERE app_breached_at IS NOT NULL)::float8 AS app_breached,
                   count(*) FILTER (WHERE backup_breached_at IS NOT NULL)::float8 AS backup_breached,
                   coalesce(extract(epoch FROM min(app_deadline - $1)
                            FILTER (WHERE app_verified_at IS NULL)), 'Infinity')::float8 AS app_left,
                   coalesce(extract(epoch FROM min(backup_deadline - $1)
                            FILTER (WHERE backups_verified_at IS NULL)), 'Infinity')::float8 AS backup_left,
                   coalesce(max(extract(epoch FROM $1 - decided_at) / extract(epoch FROM app_deadline - decided_at))
                            FILTER (WHERE app_verified_at IS NULL), 0)::float8 AS app_used,
                   coalesce(max(extract(epoch FROM $1 - decided_at) / extract(epoch FROM backup_deadline - decided_at))
                            FILTER (WHERE backups_verified_at IS NULL), 0)::float8 AS backup_used,
                   count(*) FILTER (WHERE hold_reason IS NOT NULL)::float8 AS held,
                   (SELECT count(*) FROM step_order o JOIN deletion_case c ON c.id = o.case_id
                     WHERE o.done_at IS NULL AND c.app_verified_at IS NULL)::float8 AS receipts
              FROM deletion_case""";

    private final Pool pool;
    private final Clock clock;
    private final MultiGauge open;
    private final MultiGauge breached;
    private final MultiGauge left;
    private final MultiGauge used;
    private final AtomicReference<Double> held = new AtomicReference<>(0d);
    private final AtomicReference<Double> receipts = new AtomicReference<>(0d);

    DeadlineMetrics(Pool pool, Clock clock, MeterRegistry metrics) {
        this.pool = pool;
        this.clock = clock;
        this.open = MultiGauge.builder("rapport.purge.open.cases")
                .description("Cases whose stage is not verified")
                .register(metrics);
        this.breached = MultiGauge.builder("rapport.purge.breached.cases")
                .description("Cases whose deadline was missed, ever")
                .register(metrics);
        this.left = MultiGauge.builder("rapport.purge.deadline.seconds")
                .description("Time left for the most urgent case; negative once it is too late")
                .register(metrics);
        this.used = MultiGauge.builder("rapport.purge.deadline.used.ratio")
                .description("Share of the time gone for the most urgent case: at risk from 0.5, critical from 0.8")
                .register(metrics);
        metrics.gauge("rapport.purge.held.cases", held, AtomicReference::get);
        metrics.gauge("rapport.purge.receipts.outstanding", receipts, AtomicReference::get);
    }

    @Scheduled(every = "5s", identity = "deadlines", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> count() {
        return pool.preparedQuery(NUMBERS)
                .execute(Tuple.of(OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)))
                .invoke(rows -> {
                    Row row = rows.iterator().next();
                    show(open, row, "app_open", "backup_open");
                    show(breached, row, "app_breached", "backup_breached");
                    show(left, row, "app_left", "backup_left");
                    show(used, row, "app_used", "backup_used");
                    held.set(row.getDouble("held"));
                    receipts.set(row.getDouble("receipts"));
                })
                .replaceWithVoid();
    }

    private static void show(MultiGauge gauge, Row row, String app, String backup) {
        gauge.register(
                List.of(
                        MultiGauge.Row.of(Tags.of("stage", "app"), row.getDouble(app)),
                        MultiGauge.Row.of(Tags.of("stage", "backup"), row.getDouble(backup))),
                true);
    }
}
