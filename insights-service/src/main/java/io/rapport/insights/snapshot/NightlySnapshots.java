package io.rapport.insights.snapshot;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.virtual.threads.VirtualThreads;
import io.rapport.contracts.ids.Te;
import io.rapport.insights.epoch.Epoch;
import io.rapport.kit.gate.ConsentGate;
import io.rapport.kit.keys.EpochKeys;
import io.rapport.kit.keys.KeyState;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sees to it that every active epoch has a snapshot no older than 24 h, by the injected clock. */
@Singleton
public class NightlySnapshots {

    private static final Logger LOG = Logger.getLogger(NightlySnapshots.class);
    private static final Duration EVERY = Duration.ofHours(24);

    private final Snapshots snapshots;
    private final ConsentGate gate;
    private final EpochKeys keys;
    private final Pool pool;
    private final Clock clock;
    private final ExecutorService threads;

    NightlySnapshots(
            Snapshots snapshots,
            ConsentGate gate,
            EpochKeys keys,
            Pool pool,
            Clock clock,
            @VirtualThreads ExecutorService threads) {
        this.snapshots = snapshots;
        this.gate = gate;
        this.keys = keys;
        this.pool = pool;
        this.clock = clock;
        this.threads = threads;
    }

    /** @param before when the one before it was taken: put back if this one fails */
    private record Claim(Te te, Instant at, @Nullable Instant before) {}

    @Scheduled(
            every = "${rapport.snapshot.check}",
            identity = "snapshots",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> takeWhatIsDue() {
        return snapshots.enabled()
                ? due().onItem()
                        .transformToMulti(claims -> Multi.createFrom().iterable(claims))
                        .onItem()
                        .transformToUniAndConcatenate(this::take)
                        .collect()
                        .last()
                        .replaceWithVoid()
                        .onFailure()
                        .invoke(e ->
                                LOG.warnf("Snapshots wait: %s", e.getClass().getSimpleName()))
                        .onFailure()
                        .recoverWithNull()
                : Uni.createFrom().voidItem();
    }

    /** Claims by writing the time first, so that one replica takes a snapshot and the others do not. */
    private Uni<List<Claim>> due() {
        Instant now = clock.instant();
        return Panache.withTransaction(() -> Epoch.<Epoch>find(
                        "state = ?1 and (snapshotAt is null or snapshotAt <= ?2)", Epoch.State.ACTIVE, now.minus(EVERY))
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list()
                .map(epochs -> epochs.stream()
                        .filter(epoch -> gate.open(epoch.te()))
                        .map(epoch -> {
                            Claim claim = new Claim(epoch.te(), now, epoch.snapshotAt());
                            epoch.snapshotAt(now);
                            return claim;
                        })
                        .toList()));
    }

    private Uni<Void> take(Claim claim) {
        return keys.of(claim.te())
                .emitOn(threads)
                .invoke(key -> take(claim, key))
                .replaceWithVoid()
                .onFailure()
                .call(() -> giveBack(claim))
                .onFailure()
                .invoke(e -> LOG.warnf("No snapshot of %s: %s", claim.te(), e.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private void take(Claim claim, KeyState key) {
        if (!(key instanceof KeyState.Available(var cipher))) {
            throw new IllegalStateException("the key cannot be had");
        }
        try {
            snapshots.take(claim.te(), cipher, claim.at(), () -> gate.open(claim.te()));
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e.getClass().getSimpleName(), e);
        }
    }

    private Uni<Void> giveBack(Claim claim) {
        return pool.preparedQuery("UPDATE epoch SET snapshot_at = $2 WHERE te = $1")
                .execute(Tuple.tuple()
                        .addLong(claim.te().value())
                        .addOffsetDateTime(
                                claim.before() == null ? null : claim.before().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }
}
