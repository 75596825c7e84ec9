package io.rapport.kit.gate;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/** Renews the lease: asks consent-service for what changed, again and again. A failure is only a lease that ages. */
@Singleton
public class LeaseKeeper {

    private static final Logger LOG = Logger.getLogger(LeaseKeeper.class);

    private final ConsentService consentService;
    private final ConsentGate gate;
    private final AtomicLong revision = new AtomicLong();

    LeaseKeeper(@RestClient ConsentService consentService, ConsentGate gate) {
        this.consentService = consentService;
        this.gate = gate;
    }

    @Scheduled(
            every = "${rapport.lease.poll}",
            identity = "lease",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> renew() {
        return ask().onFailure()
                .invoke(e ->
                        LOG.warnf("The lease was not renewed: %s", e.getClass().getSimpleName()))
                .onFailure()
                .recoverWithNull();
    }

    /** Asks now, beside the rhythm: for whoever must have heard what was just changed. Fails if there is no answer. */
    public Uni<Void> renewNow() {
        return Uni.createFrom().deferred(this::ask);
    }

    private Uni<Void> ask() {
        long askedAt = System.nanoTime();
        return consentService.changes(revision.get()).flatMap(changes -> {
            gate.renew(changes, askedAt);
            revision.accumulateAndGet(changes.revision(), Math::max);
            return changes.complete() ? Uni.createFrom().voidItem() : ask();
        });
    }
}
