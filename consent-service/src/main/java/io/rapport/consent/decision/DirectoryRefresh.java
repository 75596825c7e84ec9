package io.rapport.consent.decision;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.rapport.consent.directory.DirectoryReading;
import io.rapport.consent.directory.GroupChoice;
import io.rapport.consent.directory.Reading;
import io.rapport.consent.sharing.Revisions;
import io.rapport.consent.sharing.Sharing;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Reads a consenting tenant's directory again, every 24 hours and whenever ingestion-service is about to begin a batch:
 * who joined, who left, who is now in a chosen group, whether the licences still hold. What cannot be read stops reading
 * mail (see {@link Pauses}); the last known members stay as they were.
 */
@Singleton
public class DirectoryRefresh {

    private static final Logger LOG = Logger.getLogger(DirectoryRefresh.class);
    private static final Duration INTERVAL = Duration.ofHours(24);
    /** While something stands in the way, it is looked more often whether it is gone. */
    private static final Duration RETRY = Duration.ofMinutes(10);
    /** How long a directory may stay unread before that is said and reading stops: the interval and some patience. */
    private static final Duration TOO_OLD = INTERVAL.plusHours(2);

    private static final String DUE = """
            SELECT CAST(c.tenant AS text)
              FROM consent_epoch c LEFT JOIN directory_reading r USING (tenant)
             WHERE c.phase = 'ACTIVE'
               AND coalesce(r.read_at, '-infinity') <
                   CASE WHEN c.pause_reason IS NULL THEN CAST(:before AS timestamptz)
                        ELSE CAST(:retry AS timestamptz) END""";
    private static final String PAUSED = """
            SELECT pause_reason, count(*) FROM consent_epoch
             WHERE phase = 'ACTIVE' AND pause_reason IS NOT NULL GROUP BY pause_reason""";
    private static final String CHOICES =
            "SELECT group_id, purpose FROM chosen_group WHERE tenant = :tenant ORDER BY purpose, group_id";

    private final DirectoryReading readings;
    private final Sharing sharing;
    private final Revisions revisions;
    private final Pauses pauses;
    private final Clock clock;
    private final Vertx vertx;
    private final MultiGauge paused;

    DirectoryRefresh(
            DirectoryReading readings,
            Sharing sharing,
            Revisions revisions,
            Pauses pauses,
            Clock clock,
            Vertx vertx,
            MeterRegistry metrics) {
        this.readings = readings;
        this.sharing = sharing;
        this.revisions = revisions;
        this.pauses = pauses;
        this.clock = clock;
        this.vertx = vertx;
        this.paused = MultiGauge.builder("rapport.consent.paused.tenants")
                .description("Tenants for which nothing is read although they consented")
                .register(metrics);
    }

    @Scheduled(
            every = "${rapport.directory.poll}",
            identity = "directory",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> refreshWhatIsDue() {
        return due(INTERVAL, RETRY)
                .onItem()
                .transformToMulti((List<String> tenants) -> Multi.createFrom().iterable(tenants))
                .onItem()
                .transformToUniAndConcatenate(tenant ->
                        refresh(TenantId.of(tenant)).onFailure().recoverWithUni(e -> failed(TenantId.of(tenant), e)))
                .collect()
                .asList()
                .chain(this::countPaused);
    }

    private Uni<Void> countPaused() {
        return Panache.withSession(() -> Panache.getSession()
                .flatMap(session -> session.createNativeQuery(PAUSED, Object[].class)
                        .getResultList()
                        .invoke((List<Object[]> rows) -> paused.register(
                                rows.stream()
                                        .map(row ->
                                                MultiGauge.Row.of(Tags.of("reason", (String) row[0]), (Number) row[1]))
                                        .toList(),
                                true))
                        .replaceWithVoid()));
    }

    /**
     * Before a batch is begun.
     *
     * @return the epoch's state after it: with a pause if something stands in the way
     * @throws HttpProblem 409 if the epoch is not active, 503 if the directory cannot be read now
     */
    public Uni<ConsentState> refreshFor(Te te) {
        return Panache.withSession(() -> ConsentEpoch.<ConsentEpoch>findById(te.value()))
                .flatMap(epoch -> {
                    if (epoch == null || !epoch.active()) {
                        throw Problems.of(ErrorCode.NO_CONSENT, "The epoch is not active.");
                    }
                    return refresh(new TenantId(epoch.tenant));
                })
                .onFailure(e -> !(e instanceof HttpProblem))
                .transform(e ->
                        Problems.of(ErrorCode.UPSTREAM_UNAVAILABLE, "Microsoft Graph does not show the directory now."))
                .chain(() -> Panache.withSession(() -> ConsentEpoch.<ConsentEpoch>findById(te.value())))
                .map(ConsentEpoch::state);
    }

    private Uni<Void> refresh(TenantId tenant) {
        return Panache.withSession(() -> Panache.getSession().flatMap(session -> choices(tenant, session)))
                .flatMap(choices -> vertx.executeBlocking(() -> readings.read(tenant, choices), false)
                        .flatMap(reading -> store(tenant, choices, reading)));
    }

    /** What was decided while Graph was being asked wins: then this reading is void, and what was decided read its own. */
    private Uni<Void> store(TenantId tenant, List<GroupChoice> readFor, Reading reading) {
        return Panache.withTransaction(() -> Panache.getSession()
                .flatMap(session -> revisions
                        .lock(session)
                        .chain(() -> ConsentEpoch.newest(tenant))
                        .flatMap(now -> choices(tenant, session).flatMap(choices -> {
                            if (now == null || !now.active() || !choices.equals(readFor)) {
                                return Uni.createFrom().voidItem();
                            }
                            return readings.store(session, tenant, reading)
                                    .chain(() -> pauses.apply(session, now, reading))
                                    .chain(() -> sharing.recompute(session, tenant));
                        }))));
    }

    private Uni<Void> failed(TenantId tenant, Throwable why) {
        LOG.warnf(
                "The directory of tenant %s was not read: %s",
                tenant, why.getClass().getSimpleName());
        return due(TOO_OLD, TOO_OLD)
                .flatMap(tooOld -> tooOld.contains(tenant.toString())
                        ? Panache.withTransaction(() -> Panache.getSession()
                                .flatMap(session -> revisions
                                        .lock(session)
                                        .chain(() -> ConsentEpoch.newest(tenant))
                                        .flatMap(now -> now == null || !now.active()
                                                ? Uni.createFrom().voidItem()
                                                : pauses.directoryUnreadable(session, now))))
                        : Uni.createFrom().voidItem());
    }

    /** Consenting tenants whose directory was last read longer ago than this, or than the other while they are paused. */
    private Uni<List<String>> due(Duration age, Duration agePaused) {
        return Panache.withSession(() -> Panache.getSession()
                .flatMap(session -> session.createNativeQuery(DUE, String.class)
                        .setParameter("before", clock.instant().minus(age))
                        .setParameter("retry", clock.instant().minus(agePaused))
                        .getResultList()));
    }

    private static Uni<List<GroupChoice>> choices(TenantId tenant, Mutiny.Session session) {
        return session.createNativeQuery(CHOICES, Object[].class)
                .setParameter("tenant", tenant.value())
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new GroupChoice((UUID) row[0], GroupChoice.Purpose.valueOf((String) row[1])))
                        .toList());
    }
}
