package io.rapport.kit.erasure;

import io.quarkus.scheduler.Scheduled;
import io.rapport.contracts.purge.CaseKind;
import io.rapport.contracts.purge.LedgerEntry;
import io.rapport.contracts.purge.Owner;
import io.rapport.contracts.purge.PurgeCommand;
import io.rapport.contracts.purge.PurgeReceipt;
import io.rapport.contracts.purge.PurgeStep;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/**
 * Makes sure at every start that this database has seen every deletion: one that was restored from a backup has not. Until
 * then the service is not ready. Without a purge-service to ask there is nothing to replay.
 */
@Singleton
@Readiness
public class Replay implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(Replay.class);

    private final PurgeLedger ledger;
    private final ErasureOwner owner;
    private final Erasure erasure;
    private final Pool pool;
    private final Clock clock;
    private volatile boolean done;

    Replay(
            @RestClient PurgeLedger ledger,
            ErasureOwner owner,
            Erasure erasure,
            Pool pool,
            Clock clock,
            @ConfigProperty(name = "rapport.purge-service.url") Optional<String> purgeService) {
        this.ledger = ledger;
        this.owner = owner;
        this.erasure = erasure;
        this.pool = pool;
        this.clock = clock;
        this.done = purgeService.isEmpty();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("Deletions replayed").status(done).build();
    }

    @Scheduled(every = "2s", identity = "replay", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> catchUp() {
        if (done) {
            return Uni.createFrom().voidItem();
        }
        return ledger.entries()
                .flatMap(entries -> known().flatMap(known -> Multi.createFrom()
                        .iterable(entries)
                        .filter(entry -> !known.contains(entry.deletionCase()))
                        .onItem()
                        .transformToUniAndConcatenate(this::again)
                        .collect()
                        .asList()))
                .invoke(replayed -> {
                    done = true;
                    if (!replayed.isEmpty()) {
                        LOG.warnf("%d deletions that this database had not seen were carried out", replayed.size());
                    }
                })
                .onFailure()
                .invoke(e -> LOG.warnf("Deletions cannot be replayed yet: %s", e.getMessage()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Set<String>> known() {
        return pool.query("SELECT case_id FROM erasure_done")
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("case_id"))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private Uni<LedgerEntry> again(LedgerEntry entry) {
        Uni<Void> again = entry.kind() == CaseKind.PERSON
                ? owner.eraseAgain(entry)
                : Multi.createFrom()
                        .iterable(List.of(PurgeStep.values()))
                        .onItem()
                        .transformToUniAndConcatenate(step -> erasure.carryOut(command(entry, step)))
                        .invoke(Replay::mustBeDone)
                        .collect()
                        .last()
                        .replaceWithVoid();
        return again.chain(() -> note(pool, entry.deletionCase())).replaceWith(entry);
    }

    private PurgeCommand command(LedgerEntry entry, PurgeStep step) {
        Owner me = owner.owner();
        return new PurgeCommand(
                entry.deletionCase(),
                entry.kind(),
                entry.te(),
                entry.tenant(),
                entry.epoch(),
                step,
                me,
                clock.instant());
    }

    private static void mustBeDone(PurgeReceipt receipt) {
        if (!receipt.done()) {
            throw new IllegalStateException(receipt.step() + ": " + receipt.detail());
        }
    }

    /** That this database has seen it done. */
    static Uni<Void> note(Pool pool, String deletionCase) {
        return pool.preparedQuery("INSERT INTO erasure_done VALUES ($1) ON CONFLICT DO NOTHING")
                .execute(Tuple.of(deletionCase))
                .replaceWithVoid();
    }
}
