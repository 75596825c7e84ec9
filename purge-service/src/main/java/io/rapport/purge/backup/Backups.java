package io.rapport.purge.backup;

import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.rapport.contracts.ids.Te;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/** Lets backups expire in time and refuses to start where they could not. */
@Singleton
@Startup
public class Backups {

    private static final Logger LOG = Logger.getLogger(Backups.class);
    private static final Duration PROMISE = Duration.ofDays(30);

    private final BackupCatalog catalog;
    private final BackupBudget budget;
    private final LegalHolds holds;
    private final Vertx vertx;
    private final Clock clock;

    /** @throws IllegalStateException if backups could outlive the promise */
    Backups(BackupCatalog catalog, BackupBudget budget, LegalHolds holds, Vertx vertx, Clock clock) {
        if (budget.worstCase().compareTo(PROMISE) > 0) {
            throw new IllegalStateException(
                    "Backups could live for " + budget.worstCase().toDays()
                            + " days after a withdrawal; shorten rapport.backup.* so that it is at most 30.");
        }
        this.catalog = catalog;
        this.budget = budget;
        this.holds = holds;
        this.vertx = vertx;
        this.clock = clock;
    }

    @Scheduled(every = "2s", identity = "expiry", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> expire() {
        // Before the holds are read: what falls due later than this look is left to the next.
        Instant due = clock.instant().minus(budget.retention());
        return holds.epochs()
                .flatMap(held -> vertx.executeBlocking(() -> catalog.expireBefore(due, held), false))
                .invoke(expired -> {
                    if (expired > 0) {
                        LOG.infof("%d backups expired", expired);
                    }
                })
                .replaceWithVoid();
    }

    /** What could still be restored of an epoch. Blocks. */
    public List<BackupCatalog.Backup> of(Te te) {
        return catalog.of(te);
    }

    /** Which store there is. */
    static class Store {

        @Produces
        @Singleton
        BackupCatalog catalog(BackupBudget budget) {
            return budget.dir().<BackupCatalog>map(FolderCatalog::new).orElseGet(NoBackups::new);
        }
    }

    /** Nothing is backed up. */
    private static final class NoBackups implements BackupCatalog {

        @Override
        public List<Backup> of(Te te) {
            return List.of();
        }

        @Override
        public int expireBefore(Instant instant, Set<Te> held) {
            return 0;
        }
    }
}
