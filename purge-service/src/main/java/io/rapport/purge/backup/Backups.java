package io.rapport.purge.backup;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.rapport.contracts.ids.Te;
import io.rapport.purge.backup.BackupCatalog.Backup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Lets backups expire in time, all stores alike, and refuses to start where they could not. */
@Singleton
@Startup
public class Backups {

    private static final Logger LOG = Logger.getLogger(Backups.class);
    private static final Duration PROMISE = Duration.ofDays(30);

    private final Catalogs catalogs;
    private final BackupBudget budget;
    private final LegalHolds holds;
    private final Vertx vertx;
    private final Clock clock;
    private final AtomicReference<Double> oldestSeconds = new AtomicReference<>(0d);
    private final AtomicReference<Instant> expiredAt;

    /** @throws IllegalStateException if backups could outlive the promise */
    Backups(Catalogs catalogs, BackupBudget budget, LegalHolds holds, Vertx vertx, Clock clock, MeterRegistry metrics) {
        if (budget.worstCase().compareTo(PROMISE) > 0) {
            throw new IllegalStateException(
                    "Backups could live for " + budget.worstCase().toDays()
                            + " days after a withdrawal; shorten rapport.backup.* so that it is at most 30.");
        }
        this.catalogs = catalogs;
        this.budget = budget;
        this.holds = holds;
        this.vertx = vertx;
        this.clock = clock;
        this.expiredAt = new AtomicReference<>(clock.instant());
        metrics.gauge("rapport.purge.backup.oldest.age.seconds", oldestSeconds, AtomicReference::get);
        metrics.gauge(
                "rapport.purge.backup.expiry.age.seconds",
                expiredAt,
                at -> Duration.between(at.get(), clock.instant()).toSeconds());
    }

    @Scheduled(
            every = "${rapport.backup.check}",
            identity = "expiry",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> expire() {
        // Before the holds are read: what falls due later than this look is left to the next.
        Instant due = clock.instant().minus(budget.retention());
        return holds.epochs()
                .flatMap(held -> vertx.executeBlocking(() -> expireBefore(due, held), false))
                .invoke(expired -> {
                    expiredAt.set(clock.instant());
                    if (expired > 0) {
                        LOG.infof("%d backups expired", expired);
                    }
                })
                .onFailure()
                .invoke(e -> LOG.warnf("No backup could expire: %s", e.getMessage()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private int expireBefore(Instant due, Set<Te> held) {
        List<Stored> all = all().toList();
        List<Stored> expired = all.stream()
                .filter(stored -> stored.backup.begunBefore(due) && !isHeld(stored.backup, held))
                .filter(Stored::delete)
                .toList();
        oldestSeconds.set(all.stream()
                .filter(stored -> !expired.contains(stored))
                .map(stored -> stored.backup.takenAt())
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .map(oldest ->
                        (double) Duration.between(oldest, clock.instant()).toSeconds())
                .orElse(0d));
        return expired.size();
    }

    /** One of whole databases holds everybody's. */
    private static boolean isHeld(Backup backup, Set<Te> held) {
        return backup.te() == null ? !held.isEmpty() : held.contains(backup.te());
    }

    /** How many could still bring back what an epoch held before this instant. Blocks. */
    public int holding(Te te, Instant gone) {
        return (int)
                all().filter(stored -> stored.backup.couldBringBack(te, gone)).count();
    }

    /** Deletes them now, whatever their age: they should have expired. What is on hold for somebody stays. */
    public Uni<Integer> force(Te te, Instant gone) {
        return holds.epochs()
                .flatMap(held -> vertx.executeBlocking(
                        () -> (int) all().filter(stored ->
                                        stored.backup.couldBringBack(te, gone) && !isHeld(stored.backup, held))
                                .filter(Stored::delete)
                                .count(),
                        false));
    }

    /** A backup and where it is. */
    private record Stored(BackupCatalog catalog, Backup backup) {

        boolean delete() {
            return catalog.delete(backup);
        }
    }

    private Stream<Stored> all() {
        return catalogs.all().stream()
                .flatMap(catalog -> catalog.all().stream().map(backup -> new Stored(catalog, backup)));
    }
}
