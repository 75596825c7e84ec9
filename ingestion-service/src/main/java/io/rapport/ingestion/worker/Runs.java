package io.rapport.ingestion.worker;

import io.quarkus.scheduler.Scheduled;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.consent.ConsentState.Phase;
import io.rapport.contracts.ids.Te;
import io.rapport.ingestion.batch.Batches;
import io.rapport.ingestion.batch.EpochPlan;
import io.rapport.ingestion.batch.Share;
import io.rapport.ingestion.fetch.Halt;
import io.rapport.kit.gate.ConsentGate;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Keeps every active epoch going in this process: plans it, includes whoever shares, and works its batches off, the
 * newest window first. Everything is resumed from the database, so a restart needs nothing.
 */
@Singleton
public class Runs {

    private static final Logger LOG = Logger.getLogger(Runs.class);
    /** How often an epoch is looked at for people who have begun to share. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
    /** How long a tenant that refused us is left in peace. */
    private static final Duration STOPPED = Duration.ofMinutes(5);

    private final ConsentGate gate;
    private final Batches batches;
    private final Lanes lanes;
    private final Clock clock;
    private final Share share;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Te, Future<?>> running = new ConcurrentHashMap<>();
    private final Map<Te, Long> firstSeen = new ConcurrentHashMap<>();
    private final Map<Te, Long> restingUntil = new ConcurrentHashMap<>();

    /** @param jobTemplate set where batches of history are read by Jobs */
    Runs(
            ConsentGate gate,
            Batches batches,
            Lanes lanes,
            Clock clock,
            @ConfigProperty(name = "rapport.jobs.template") Optional<Path> jobTemplate) {
        this.gate = gate;
        this.batches = batches;
        this.lanes = lanes;
        this.clock = clock;
        this.share = jobTemplate.isPresent() ? Share.BESIDE_JOBS : Share.WHOLE;
    }

    @Scheduled(
            every = "${rapport.ingestion.runs}",
            identity = "runs",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void keepGoing() {
        for (ConsentState consent : gate.epochs()) {
            if (consent.phase() == Phase.ACTIVE
                    && gate.reads(consent.te())
                    && everyoneIsKnown(consent.te())
                    && rested(consent.te())) {
                running.computeIfAbsent(consent.te(), te -> threads.submit(() -> run(consent)));
            }
        }
        running.values().removeIf(Future::isDone);
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    /** An event may tell of an epoch before anyone's sharing is known: wait for a whole answer that was asked later. */
    private boolean everyoneIsKnown(Te te) {
        long since = firstSeen.computeIfAbsent(te, id -> System.nanoTime());
        return gate.heardSince(since);
    }

    private boolean rested(Te te) {
        Long until = restingUntil.get(te);
        return until == null || until - System.nanoTime() <= 0;
    }

    private void rest(Te te, Duration pause) {
        restingUntil.put(te, System.nanoTime() + pause.toNanos());
    }

    private void run(ConsentState consent) {
        Te te = consent.te();
        try {
            rest(te, LOOK_AGAIN);
            batches.plan(consent).await().indefinitely();
            batches.continuePlan(consent, clock.instant()).await().indefinitely();
            batches.include(te, gate.sharing(consent.tenant())).await().indefinitely();
            batches.close(consent).await().indefinitely();
            if (batches.anyOpen(te, share).await().indefinitely()) {
                lanes.workOff(lanes.prepare(consent), share);
            }
        } catch (Halt.GateClosed closed) {
            LOG.infof("Epoch %s is closed or paused, or the lease has lapsed; its run ends here", te);
        } catch (Halt.Later later) {
            LOG.warnf("The next batch of epoch %s waits: %s", te, later.reason());
        } catch (Halt halt) {
            batches.mark(te, EpochPlan.State.STOPPED, halt.reason()).await().indefinitely();
            rest(te, STOPPED);
            LOG.warnf("Epoch %s stopped: %s", te, halt.reason());
        } catch (RuntimeException e) {
            LOG.errorf(e, "The run of epoch %s broke off and will be taken up again", te);
        }
    }
}
