package io.rapport.purge.deletion;

import io.quarkus.scheduler.Scheduled;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.consent.ConsentState.Phase;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.purge.AssetCount;
import io.rapport.contracts.purge.Owner;
import io.rapport.contracts.purge.PurgeCommand;
import io.rapport.contracts.purge.PurgeStep;
import io.rapport.kit.gate.ConsentGate;
import io.rapport.kit.gate.Lease;
import io.rapport.purge.backup.Backups;
import io.rapport.purge.holder.Orders;
import io.rapport.purge.proof.Certificates;
import io.rapport.purge.proof.Statement;
import io.rapport.purge.proof.Verification;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Drives every unfinished case, step by step, for as long as it takes. All progress is in the database; a crash loses
 * none. In memory there is only the wait for other replicas' leases, which starts anew with the process.
 */
@Singleton
public class Driver {

    private static final Logger LOG = Logger.getLogger(Driver.class);
    /** How long Kafka may take to bring a receipt before the owner is asked directly. */
    private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(5);

    private final ConsentGate gate;
    private final Lease lease;
    private final DeletionCases cases;
    private final Orders orders;
    private final Verification verification;
    private final Certificates certificates;
    private final Backups backups;
    private final Clock clock;
    private final Vertx vertx;
    private final String software;
    private final Map<Te, Long> firstSeen = new ConcurrentHashMap<>();
    private final Map<PurgeCommand, Long> orderedAt = new ConcurrentHashMap<>();

    Driver(
            ConsentGate gate,
            Lease lease,
            DeletionCases cases,
            Orders orders,
            Verification verification,
            Certificates certificates,
            Backups backups,
            Clock clock,
            Vertx vertx,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.gate = gate;
        this.lease = lease;
        this.cases = cases;
        this.orders = orders;
        this.verification = verification;
        this.certificates = certificates;
        this.backups = backups;
        this.clock = clock;
        this.vertx = vertx;
        this.software = "purge-service " + version;
    }

    void remember(@Observes ConsentState state) {
        if (state.phase() == Phase.WITHDRAWN) {
            firstSeen.putIfAbsent(state.te(), System.nanoTime());
        }
    }

    @Scheduled(every = "1s", identity = "driver", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> drive() {
        return openNewCases()
                .chain(cases::unfinished)
                .onItem()
                .transformToMulti(
                        (List<DeletionCase> open) -> Multi.createFrom().iterable(open))
                .onItem()
                .transformToUniAndConcatenate(this::driveOne)
                .toUni()
                .replaceWithVoid();
    }

    private Uni<Void> openNewCases() {
        List<ConsentState> withdrawn = gate.epochs().stream()
                .filter(state -> state.phase() == Phase.WITHDRAWN && firstSeen.containsKey(state.te()))
                .toList();
        return Multi.createFrom()
                .iterable(withdrawn)
                .onItem()
                .transformToUniAndConcatenate(cases::open)
                .toUni()
                .replaceWithVoid();
    }

    private Uni<Void> driveOne(DeletionCase of) {
        return cases.noteBreaches(of)
                .flatMap(noted -> noted ? Uni.createFrom().voidItem() : advance(of))
                .onFailure()
                .invoke(e -> LOG.errorf(e, "Case %s is stuck in %s; it is tried again", of.id(), of.state))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> advance(DeletionCase of) {
        return switch (of.state) {
            case WITHDRAWN, FENCED, DRAINED, SHREDDED -> step(of);
            case QUARANTINED -> leasesHaveLapsed(of.id()) ? step(of) : waits(of, "other replicas' leases to lapse");
            case DROPPED -> verifyApp(of);
            case APP_VERIFIED -> cases.move(of, CaseState.BACKUPS_PENDING, "").replaceWithVoid();
            case BACKUPS_PENDING -> verifyBackups(of);
            case BACKUPS_VERIFIED -> Uni.createFrom().voidItem();
        };
    }

    /** Somewhere a replica may still hold the unwrapped key; a lease after we knew, none does. */
    private boolean leasesHaveLapsed(Te te) {
        long since = firstSeen.computeIfAbsent(te, id -> System.nanoTime());
        return System.nanoTime() - since > lease.validity().toNanos();
    }

    private Uni<Void> step(DeletionCase of) {
        PurgeStep step = of.state.step().orElseThrow();
        return orders.standing(of.id(), step).flatMap(standing -> {
            List<Uni<Void>> work = new ArrayList<>();
            List<String> outstanding = new ArrayList<>();
            standing.forEach((owner, state) -> {
                if (!state.done()) {
                    outstanding.add(owner + (state.detail().isEmpty() ? "" : ": " + state.detail()));
                    pursue(of, step, owner, state).ifPresent(work::add);
                }
            });
            if (outstanding.isEmpty()) {
                return cases.move(of, of.state.next(), "").replaceWithVoid();
            }
            Uni<Void> pursued = work.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : Uni.join().all(work).andFailFast().replaceWithVoid();
            return pursued.chain(() -> waits(of, step + " by " + String.join(", ", outstanding)));
        });
    }

    private java.util.Optional<Uni<Void>> pursue(DeletionCase of, PurgeStep step, Owner owner, Orders.Standing state) {
        PurgeCommand command =
                new PurgeCommand(of.id().toString(), of.id(), of.tenantId(), of.epoch, step, owner, of.withdrawnAt);
        long now = System.nanoTime();
        if (!state.ordered()) {
            orderedAt.put(command, now);
            return java.util.Optional.of(orders.order(command));
        }
        long since = orderedAt.computeIfAbsent(command, key -> now - KAFKA_PATIENCE.toNanos());
        boolean refused = !state.detail().isEmpty();
        if (now - since >= KAFKA_PATIENCE.toNanos() || refused && now - since >= KAFKA_PATIENCE.toNanos() / 5) {
            orderedAt.put(command, now);
            return java.util.Optional.of(orders.insist(command));
        }
        return java.util.Optional.empty();
    }

    private Uni<Void> verifyApp(DeletionCase of) {
        return verification.of(of.id()).flatMap(finding -> {
            if (finding.clean()) {
                return orders.removed(of.id())
                        .flatMap(removed -> certificates.certify(app(of, finding.assets(), removed)))
                        .chain(() -> cases.move(of, CaseState.APP_VERIFIED, ""))
                        .replaceWithVoid();
            }
            String objections = String.join("; ", finding.objections());
            if (finding.unreachable()) {
                return waits(of, objections);
            }
            LOG.warnf("Case %s: %s; ordered again", of.id(), objections);
            return orders.forgetAfterFence(of.id())
                    .chain(() -> cases.move(of, of.state.afterLeftovers(), objections))
                    .replaceWithVoid();
        });
    }

    private Uni<Void> verifyBackups(DeletionCase of) {
        return vertx.executeBlocking(() -> backups.of(of.id()), false).flatMap(left -> {
            if (!left.isEmpty()) {
                return waits(of, left.size() + " backups to expire");
            }
            return verification
                    .of(of.id())
                    .flatMap(finding -> finding.clean()
                            ? certificates
                                    .certify(backup(of))
                                    .chain(() -> cases.move(of, CaseState.BACKUPS_VERIFIED, ""))
                                    .replaceWithVoid()
                            : waits(of, String.join("; ", finding.objections())));
        });
    }

    private Uni<Void> waits(DeletionCase of, String what) {
        return cases.waitsFor(of, what).replaceWithVoid();
    }

    private Statement app(DeletionCase of, List<AssetCount> found, Map<String, AssetCount> removed) {
        List<Statement.Asset> assets = new ArrayList<>();
        for (AssetCount asset : found) {
            AssetCount before = removed.get(asset.asset());
            assets.add(new Statement.Asset(
                    asset.asset(), asset.method(), before == null ? 0 : before.count(), asset.count(), ""));
        }
        assets.add(new Statement.Asset(
                "kafka.rapport.interactions",
                "crypto-erase",
                0,
                0,
                "records sealed with the destroyed key; the broker removes them within its retention of 6 hours"));
        return statement(of, Statement.Stage.APP, assets);
    }

    private Statement backup(DeletionCase of) {
        return statement(
                of,
                Statement.Stage.BACKUP,
                List.of(new Statement.Asset("backup.snapshots", "expire", 0, 0, "the store was listed afresh")));
    }

    private Statement statement(DeletionCase of, Statement.Stage stage, List<Statement.Asset> assets) {
        boolean app = stage == Statement.Stage.APP;
        return new Statement(
                of.id().toString(),
                of.id(),
                of.tenantId(),
                of.epoch,
                stage,
                of.withdrawnAt,
                app ? of.appDeadline : of.backupDeadline,
                clock.instant(),
                app ? of.appBreachedAt : of.backupBreachedAt,
                assets,
                "KEY_DESTROYED",
                software,
                null);
    }
}
