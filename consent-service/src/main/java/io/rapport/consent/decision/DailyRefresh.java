package io.rapport.consent.decision;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.rapport.consent.directory.DirectoryReading;
import io.rapport.consent.sharing.Revisions;
import io.rapport.consent.sharing.Sharing;
import io.rapport.contracts.ids.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Reads each consenting tenant's directory again once a day: who joined, who left, who is now in an excluded group. If
 * it cannot be read, the last known members stay excluded.
 */
@Singleton
public class DailyRefresh {

    private static final Logger LOG = Logger.getLogger(DailyRefresh.class);
    private static final String DUE = """
            SELECT CAST(c.tenant AS text)
              FROM consent_epoch c LEFT JOIN directory_reading r USING (tenant)
             WHERE c.phase = 'ACTIVE' AND coalesce(r.read_at, '-infinity') < :before""";
    private static final String GROUPS = "SELECT group_id FROM excluded_group WHERE tenant = :tenant ORDER BY group_id";

    private final DirectoryReading readings;
    private final Sharing sharing;
    private final Revisions revisions;
    private final Clock clock;
    private final Vertx vertx;
    private final Duration interval;

    DailyRefresh(
            DirectoryReading readings,
            Sharing sharing,
            Revisions revisions,
            Clock clock,
            Vertx vertx,
            @ConfigProperty(name = "rapport.directory.refresh") Duration interval) {
        this.readings = readings;
        this.sharing = sharing;
        this.revisions = revisions;
        this.clock = clock;
        this.vertx = vertx;
        this.interval = interval;
    }

    @Scheduled(every = "30s", identity = "directory", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> refreshWhatIsDue() {
        return Panache.withSession(() -> Panache.getSession()
                        .flatMap(session -> session.createNativeQuery(DUE, String.class)
                                .setParameter("before", clock.instant().minus(interval))
                                .getResultList()))
                .onItem()
                .transformToMulti((List<String> tenants) -> Multi.createFrom().iterable(tenants))
                .onItem()
                .transformToUniAndConcatenate(tenant -> refresh(TenantId.of(tenant)))
                .toUni()
                .replaceWithVoid();
    }

    private Uni<Void> refresh(TenantId tenant) {
        return groups(tenant)
                .flatMap(groups -> vertx.executeBlocking(() -> readings.read(tenant, groups), false)
                        .flatMap(reading -> store(tenant, groups, reading)))
                .onFailure()
                .invoke(e -> LOG.warnf(
                        "The directory of tenant %s was not read: %s",
                        tenant, e.getClass().getSimpleName()))
                .onFailure()
                .recoverWithNull();
    }

    /** What was decided while Graph was being asked wins: then this reading is void, and the next one follows soon. */
    private Uni<Void> store(TenantId tenant, List<UUID> readFor, DirectoryReading.Reading reading) {
        return Panache.withTransaction(() -> Panache.getSession()
                .flatMap(session -> revisions
                        .lock(session)
                        .chain(() -> ConsentEpoch.newest(tenant))
                        .flatMap(now -> groups(tenant, session).flatMap(groups -> {
                            if (now == null || !now.active() || !groups.equals(readFor)) {
                                return Uni.createFrom().voidItem();
                            }
                            return readings.store(session, tenant, reading)
                                    .chain(() -> sharing.recompute(session, tenant, true));
                        }))));
    }

    private static Uni<List<UUID>> groups(TenantId tenant) {
        return Panache.withSession(() -> Panache.getSession().flatMap(session -> groups(tenant, session)));
    }

    private static Uni<List<UUID>> groups(TenantId tenant, Mutiny.Session session) {
        return session.createNativeQuery(GROUPS, UUID.class)
                .setParameter("tenant", tenant.value())
                .getResultList();
    }
}
