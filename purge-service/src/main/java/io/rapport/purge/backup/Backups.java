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
import java.util.List;
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

    private final List<BackupCatalog> catalogs;
    private final BackupBudget budget;
    private final LegalHolds holds;
    private final Vertx vertx;
    private final Clock clock;
    private final AtomicReference<Double> oldestSeconds = new AtomicReference<>(0d);
    private final AtomicReference<Instant> expiredAt;

    /** @throws IllegalStateException if backups could outlive the promise */
    Backups(BackupBudget budget, LegalHolds holds, Vertx vertx, Clock clock, MeterRegistry metrics) {
        if (budget.worstCase().compareTo(PROMISE) > 0) {
            throw new IllegalStateException(
                    "Backups could live for " + budget.worstCase().toDays()
                            + " days after a withdrawal; shorten rapport.backup.* so that it is at most 30.");
        }
        this.catalogs = Stream.<BackupCatalog>concat(
                        budget.dir().map(FolderCatalog::new).stream(),
                        budget.databaseDir().map(BaseBackups::new).stream())
                .toList();
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

    @Scheduled(every = "2s", identity = "expiry", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
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
        int expired = 0;
        Instant oldest = null;
        for (BackupCatalog catalog : catalogs) {
            for (Backup backup : catalog.all()) {
                Instant takenAt = backup.takenAt();
                if (takenAt != null && takenAt.isBefore(due) && !isHeld(backup, held)) {
                    catalog.delete(backup);
                    expired++;
                } else if (takenAt != null && (oldest == null || takenAt.isBefore(oldest))) {
                    oldest = takenAt;
                }
            }
        }
        oldestSeconds.set(
                oldest == null ? 0d : Duration.between(oldest, clock.instant()).toSeconds());
        return expired;
    }

    /** One of whole databases holds everybody's. */
    private static boolean isHeld(Backup backup, Set<Te> held) {
        return backup.te() == null ? !held.isEmpty() : held.contains(backup.te());
    }

    /** How many could still bring back what an epoch held before this instant. Blocks. */
    public int holding(Te te, Instant gone) {
        return (int) catalogs.stream()
                .flatMap(catalog -> catalog.all().stream())
                .filter(backup -> backup.couldBringBack(te, gone))
                .count();
    }

    /** Deletes them now, whatever their age: they should have expired. Blocks. @return how many */
    public int force(Te te, Instant gone) {
        int forced = 0;
        for (BackupCatalog catalog : catalogs) {
            for (Backup backup : catalog.all()) {
                if (backup.couldBringBack(te, gone)) {
                    catalog.delete(backup);
                    forced++;
                }
            }
        }
        return forced;
    }
}
