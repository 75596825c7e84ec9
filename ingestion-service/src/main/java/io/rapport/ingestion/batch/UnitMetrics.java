package io.rapport.ingestion.batch;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** What the database knows of all tenants' units, for Prometheus; the same from every replica. */
@Singleton
public class UnitMetrics {

    private static final String STATES = """
            SELECT u.state, count(*) AS units FROM unit u JOIN batch b USING (te, number)
             WHERE b.state <> 'CANCELLED' GROUP BY u.state""";
    private static final String OLDEST_DAY = """
            SELECT min(b.until_day) AS day FROM batch b
             WHERE b.kind = 'LIVE' AND b.state <> 'CANCELLED'
               AND EXISTS (SELECT FROM unit u WHERE u.te = b.te AND u.number = b.number AND u.state = 'OPEN')""";

    private final Pool pool;
    private final Clock clock;
    private final MultiGauge units;
    private final AtomicLong lateness = new AtomicLong();

    UnitMetrics(Pool pool, Clock clock, MeterRegistry metrics) {
        this.pool = pool;
        this.clock = clock;
        this.units = MultiGauge.builder("rapport.ingestion.units")
                .description("Mailbox × window pairs of active plans")
                .register(metrics);
        metrics.gauge("rapport.ingestion.live.lateness.seconds", lateness);
    }

    @Scheduled(every = "15s", delayed = "5s", identity = "unit-metrics")
    Uni<Void> measure() {
        return pool.query(STATES)
                .execute()
                .invoke(rows -> units.register(
                        Batches.stream(rows)
                                .map(row -> MultiGauge.Row.of(
                                        Tags.of("state", row.getString("state")), row.getLong("units")))
                                .toList(),
                        true))
                .chain(() -> pool.preparedQuery(OLDEST_DAY).execute(Tuple.tuple()))
                .invoke(rows -> lateness.set(secondsSince(rows.iterator().next().getLocalDate("day"))))
                .replaceWithVoid();
    }

    /** How long ago the oldest day that is not wholly read was over. */
    private long secondsSince(@org.jspecify.annotations.Nullable LocalDate day) {
        return day == null
                ? 0
                : Math.max(
                        0, clock.instant().getEpochSecond() - day.atStartOfDay().toEpochSecond(ZoneOffset.UTC));
    }
}
