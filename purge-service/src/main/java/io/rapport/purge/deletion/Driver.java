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
import io.rapport.purge.deletion.DeletionCase.Kind;
import io.rapport.purge.holder.InsightsOwner;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.inject.RestClient;
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

    private static final String HOLD = "the legal hold to be lifted";
    /** Retention of the topic and the length of a segment, with some grace. */
    private static final Duration RECORDS_LIVE = Duration.ofHours(8);
    /** Far longer than any outage: opening a case again changes nothing. */
    private static final Duration ERASURES_LOOKED_AT = Duration.ofDays(60);

    private final ConsentGate gate;
    private final Lease lease;
    private final DeletionCases cases;
    private final Orders orders;
    private final Verification verification;
    private final Certificates certificates;
    private final Backups backups;
    private final InsightsOwner insights;
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
            @RestClient InsightsOwner insights,
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
        this.insights = insights;
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
                .collect()
                .last()
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
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Asked for rather than told: nothing is lost while either service is down. */
    @Scheduled(every = "5s", identity = "erasures", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> openCasesOfPeople() {
        return insights.erasures(clock.instant().minus(ERASURES_LOOKED_AT))
                .onItem()
                .transformToMulti(erasures -> Multi.createFrom().iterable(erasures))
                .onItem()
                .transformToUniAndConcatenate(erasure -> cases.open(
                        erasure,
                        gate.epoch(erasure.te()).map(ConsentState::epoch).orElse(0)))
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .invoke(e -> LOG.debugf(
                        "Erasures cannot be asked for: %s", e.getClass().getSimpleName()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> driveOne(DeletionCase of) {
        return cases.noteBreaches(of)
                .flatMap(noted -> noted ? Uni.createFrom().voidItem() : advance(of))
                .onFailure()
                .invoke(e -> LOG.errorf(e, "Case %s is stuck in %s; it is tried again", of.id, of.state))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> advance(DeletionCase of) {
        return switch (of.state) {
            // Hiding, fencing and setting aside can be undone by nobody but lose nothing: a hold does not touch them.
            case WITHDRAWN, FENCED, DRAINED -> step(of);
            case QUARANTINED ->
                of.held()
                        ? waits(of, HOLD)
                        : leasesHaveLapsed(of.te()) ? step(of) : waits(of, "other replicas' leases to lapse");
            case SHREDDED -> of.held() ? waits(of, HOLD) : step(of);
            case DROPPED -> verifyApp(of);
            case APP_VERIFIED -> cases.move(of, CaseState.BACKUPS_PENDING, "").replaceWithVoid();
            case BACKUPS_PENDING -> of.held() ? waits(of, HOLD) : verifyBackups(of);
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
        return orders.standing(of.id, step).flatMap(standing -> {
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
        PurgeCommand command = new PurgeCommand(of.id, of.te(), of.tenantId(), of.epoch, step, owner, of.decidedAt);
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
        if (of.kind == Kind.PERSON && clock.instant().isBefore(topicEmptyFrom(of))) {
            return waits(of, "sealed records on Kafka to expire");
        }
        return finding(of).flatMap(finding -> {
            if (finding.clean()) {
                return orders.removed(of.id)
                        .flatMap(removed -> certificates.certify(app(of, finding.assets(), removed)))
                        .chain(() -> cases.move(of, CaseState.APP_VERIFIED, ""))
                        .replaceWithVoid();
            }
            String objections = String.join("; ", finding.objections());
            if (finding.unreachable() || of.kind == Kind.PERSON) {
                return waits(of, objections);
            }
            LOG.warnf("Case %s: %s; ordered again", of.id, objections);
            return orders.forgetAfterFence(of.id)
                    .chain(() -> cases.move(of, of.state.afterLeftovers(), objections))
                    .replaceWithVoid();
        });
    }

    private Uni<Verification.Finding> finding(DeletionCase of) {
        return of.kind == Kind.PERSON
                ? verification.ofPerson(UUID.fromString(of.id), of.te())
                : verification.of(of.te());
    }

    /** The epoch goes on, so its key opens what Kafka still holds: nothing is gone before the records are. */
    private static Instant topicEmptyFrom(DeletionCase of) {
        return Objects.requireNonNull(of.doneAt).plus(RECORDS_LIVE);
    }

    private Uni<Void> verifyBackups(DeletionCase of) {
        return vertx.executeBlocking(() -> copies(of), false).flatMap(left -> {
            if (left > 0) {
                return waits(of, left + " backups to expire");
            }
            return finding(of)
                    .flatMap(finding -> finding.clean()
                            ? certificates
                                    .certify(backup(of))
                                    .chain(() -> cases.move(of, CaseState.BACKUPS_VERIFIED, ""))
                                    .replaceWithVoid()
                            : waits(of, String.join("; ", finding.objections())));
        });
    }

    /** Of a person only those from before the erasure count: the epoch goes on being backed up. */
    private long copies(DeletionCase of) {
        return backups.of(of.te()).stream()
                .filter(backup -> of.doneAt == null || !backup.takenAt().isAfter(of.doneAt))
                .count();
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
        boolean person = of.kind == Kind.PERSON;
        assets.add(
                new Statement.Asset(
                        "kafka.rapport.interactions",
                        person ? "expire" : "crypto-erase",
                        0,
                        0,
                        person
                                ? "records from before the erasure are older than the broker's retention of 6 hours"
                                : "records sealed with the destroyed key; the broker removes them within its retention of 6 hours"));
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
                of.id,
                of.kind.name(),
                of.te(),
                of.tenantId(),
                of.epoch,
                stage,
                of.decidedAt,
                app ? of.appDeadline : of.backupDeadline,
                clock.instant(),
                app ? of.appBreachedAt : of.backupBreachedAt,
                assets,
                of.kind == Kind.PERSON ? "KEPT: the epoch goes on" : "KEY_DESTROYED",
                software,
                null);
    }
}
