package io.rapport.purge.deletion;

import io.rapport.contracts.purge.Owner;
import io.rapport.contracts.purge.PurgeCommand;
import io.rapport.contracts.purge.PurgeStep;
import io.rapport.kit.gate.Lease;
import io.rapport.purge.holder.Orders;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Orders what the owners of data must do, and insists until every one of them has confirmed. */
@Singleton
class Steps {

    /** How long Kafka may take to bring a receipt before the owner is asked directly. */
    private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(5);
    /** How long somebody who refused is left in peace. */
    private static final Duration REFUSAL_PATIENCE = Duration.ofSeconds(1);

    private static final Next.Waiting SHORTLY = new Next.Waiting(Duration.ZERO);

    private final Protocol protocol = new Protocol();
    private final DeletionCases cases;
    private final Orders orders;
    private final Lease lease;
    private final Clock clock;
    /** Monotonic: when this process first saw a case wait for leases. With the process the wait begins anew. */
    private final Map<String, Long> waitingSince = new ConcurrentHashMap<>();

    Steps(DeletionCases cases, Orders orders, Lease lease, Clock clock) {
        this.cases = cases;
        this.orders = orders;
        this.lease = lease;
        this.clock = clock;
    }

    Uni<Next> take(DeletionCase of) {
        PurgeStep step = of.state.step().orElseThrow();
        boolean leasesLapsed = step != PurgeStep.SHRED || leasesHaveLapsed(of);
        return protocol.obstacle(step, of.kind, of.held(), leasesLapsed)
                .map(what -> waits(of, what))
                .orElseGet(() -> orders.standing(of.id, step).flatMap(standing -> take(of, step, standing)));
    }

    /** Somewhere a replica may still hold the unwrapped key; a lease after we knew, none does. */
    private boolean leasesHaveLapsed(DeletionCase of) {
        long since = waitingSince.computeIfAbsent(of.id, id -> System.nanoTime());
        return System.nanoTime() - since > lease.validity().toNanos();
    }

    private Uni<Next> take(DeletionCase of, PurgeStep step, Map<Owner, Orders.Standing> standing) {
        Set<Owner> confirmed = standing.entrySet().stream()
                .filter(owner -> owner.getValue().done())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        CaseState next = protocol.afterStep(of.state, confirmed);
        if (next != of.state) {
            return cases.move(of, next, "").replaceWith(new Next.Moved());
        }
        List<Uni<Void>> work = new ArrayList<>();
        List<String> outstanding = new ArrayList<>();
        standing.forEach((owner, state) -> {
            if (!state.done()) {
                outstanding.add(owner + (state.detail().isEmpty() ? "" : ": " + state.detail()));
                pursue(of, step, owner, state).ifPresent(work::add);
            }
        });
        Uni<Void> pursued = work.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(work).andFailFast().replaceWithVoid();
        return pursued.chain(() -> waits(of, step + " by " + String.join(", ", outstanding)));
    }

    private Optional<Uni<Void>> pursue(DeletionCase of, PurgeStep step, Owner owner, Orders.Standing standing) {
        Instant now = clock.instant();
        PurgeCommand command =
                new PurgeCommand(of.id, of.kind, of.te(), of.tenantId(), of.epoch, step, owner, of.decidedAt);
        if (!standing.ordered()) {
            return Optional.of(orders.order(command, now));
        }
        Duration patience = standing.detail().isEmpty() ? KAFKA_PATIENCE : REFUSAL_PATIENCE;
        return now.isBefore(standing.askedAt().plus(patience))
                ? Optional.empty()
                : Optional.of(orders.insist(command, now));
    }

    private Uni<Next> waits(DeletionCase of, String what) {
        return cases.waitsFor(of, what).replaceWith(SHORTLY);
    }
}
