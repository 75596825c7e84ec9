package io.rapport.purge.deletion;

import io.quarkus.scheduler.Scheduled;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.consent.ConsentState.Phase;
import io.rapport.kit.gate.ConsentGate;
import io.rapport.purge.holder.ConsentOwner;
import io.rapport.purge.holder.InsightsOwner;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/**
 * Opens cases for what others have decided. It is asked for rather than told, so that nothing is lost while either side is
 * down; opening a case again changes nothing.
 */
@Singleton
public class Openings {

    private static final Logger LOG = Logger.getLogger(Openings.class);
    /** Far longer than any outage. */
    private static final Duration LOOKED_BACK = Duration.ofDays(60);

    private final ConsentGate gate;
    private final DeletionCases cases;
    private final ConsentOwner consent;
    private final InsightsOwner insights;
    private final Clock clock;

    Openings(
            ConsentGate gate,
            DeletionCases cases,
            @RestClient ConsentOwner consent,
            @RestClient InsightsOwner insights,
            Clock clock) {
        this.gate = gate;
        this.cases = cases;
        this.consent = consent;
        this.insights = insights;
        this.clock = clock;
    }

    @Scheduled(every = "1s", identity = "epochs", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> openCasesOfEpochs() {
        return openAll(
                gate.epochs().stream()
                        .filter(state -> state.phase() == Phase.WITHDRAWN)
                        .toList(),
                cases::open);
    }

    @Scheduled(every = "5s", identity = "removals", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> openCasesOfMailboxes() {
        return asked(consent.removals(since()).chain(removals -> openAll(removals, cases::open)), "Removals");
    }

    @Scheduled(every = "5s", identity = "erasures", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> openCasesOfPeople() {
        return asked(
                insights.erasures(since())
                        .chain(erasures -> openAll(
                                erasures,
                                erasure -> cases.open(
                                        erasure,
                                        gate.epoch(erasure.te())
                                                .map(ConsentState::epoch)
                                                .orElse(0)))),
                "Erasures");
    }

    private Instant since() {
        return clock.instant().minus(LOOKED_BACK);
    }

    private static <T> Uni<Void> openAll(List<T> decided, Function<T, Uni<Void>> open) {
        return Multi.createFrom()
                .iterable(decided)
                .onItem()
                .transformToUniAndConcatenate(open::apply)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Uni<Void> asked(Uni<Void> opened, String what) {
        return opened.onFailure()
                .invoke(e -> LOG.debugf(
                        "%s cannot be asked for: %s", what, e.getClass().getSimpleName()))
                .onFailure()
                .recoverWithNull();
    }
}
