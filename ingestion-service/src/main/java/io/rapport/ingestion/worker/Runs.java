package io.rapport.ingestion.worker;

import com.microsoft.graph.serviceclient.GraphServiceClient;
import io.quarkus.scheduler.Scheduled;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.consent.ConsentState.Phase;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ingestion.BatchProgress;
import io.rapport.ingestion.batch.Batches;
import io.rapport.ingestion.batch.EpochPlan;
import io.rapport.ingestion.batch.Units;
import io.rapport.ingestion.directory.DirectoryReader;
import io.rapport.ingestion.fetch.GraphReader;
import io.rapport.ingestion.fetch.Halt;
import io.rapport.ingestion.fetch.Permit;
import io.rapport.kit.gate.ConsentGate;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Keeps every active epoch going in this process: plans it, includes whoever shares, and works its batches off, the
 * newest window first, several mailboxes at a time. Everything is resumed from the database, so a restart needs nothing.
 */
@Singleton
public class Runs {

    private static final Logger LOG = Logger.getLogger(Runs.class);
    /** How often an epoch is looked at for people who have begun to share. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
    /** How often batches are looked at that have nothing left to read. */
    private static final Duration CLOSE = Duration.ofMillis(500);
    /** How long a lane waits that finds nothing to do while others work. */
    private static final Duration IDLE = Duration.ofMillis(250);
    /** How long a tenant that refused us is left in peace. */
    private static final Duration STOPPED = Duration.ofMinutes(5);

    private final ConsentGate gate;
    private final Batches batches;
    private final Units units;
    private final Worker worker;
    private final GraphReader graph;
    private final DirectoryReader directory;
    private final FreshDirectory directories;
    private final Clock clock;
    private final int concurrency;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Te, Future<?>> running = new ConcurrentHashMap<>();
    private final Map<Te, Long> firstSeen = new ConcurrentHashMap<>();
    private final Map<Te, Long> restingUntil = new ConcurrentHashMap<>();

    /** @param concurrency mailboxes read at the same time */
    Runs(
            ConsentGate gate,
            Batches batches,
            Units units,
            Worker worker,
            GraphReader graph,
            DirectoryReader directory,
            FreshDirectory directories,
            Clock clock,
            @ConfigProperty(name = "rapport.ingestion.concurrency", defaultValue = "8") int concurrency) {
        this.gate = gate;
        this.batches = batches;
        this.units = units;
        this.worker = worker;
        this.graph = graph;
        this.directory = directory;
        this.directories = directories;
        this.clock = clock;
        this.concurrency = concurrency;
    }

    @Scheduled(
            every = "1s",
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

    @Scheduled(
            every = "10s",
            identity = "claims",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    Uni<Void> renewClaims() {
        return units.renewClaims().onFailure().recoverWithNull();
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
            if (!batches.anyOpen(te).await().indefinitely()) {
                return;
            }
            directories.refresh(te);
            batches.mark(te, EpochPlan.State.RUNNING, "").await().indefinitely();
            Permit permit = () -> {
                if (!gate.reads(te)) {
                    throw new Halt.GateClosed();
                }
            };
            GraphServiceClient client = graph.client(consent.tenant());
            lanes(new Worker.Run(consent, client, directory.read(client, permit)));
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

    /** Each lane takes whatever is next, so that a mailbox that must wait holds up no batch but its own. */
    private void lanes(Worker.Run run) {
        BatchStarts starts = new BatchStarts(run.consent());
        List<Future<?>> lanes = new ArrayList<>();
        for (int i = 0; i < concurrency; i++) {
            lanes.add(threads.submit(() -> lane(run, starts)));
        }
        while (!lanes.stream().allMatch(Future::isDone)) {
            pause(CLOSE);
            // Whatever fails here fails in the lanes too, which must have ended before the run has.
            batches.close(run.consent()).onFailure().recoverWithNull().await().indefinitely();
        }
        Optional<RuntimeException> failure = lanes.stream().flatMap(lane -> join(lane).stream()).toList().stream()
                .findFirst();
        batches.close(run.consent()).await().indefinitely();
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private void lane(Worker.Run run, BatchStarts starts) {
        Te te = run.consent().te();
        while (true) {
            List<Units.Claim> claim = units.claim(te).await().indefinitely();
            if (!claim.isEmpty()) {
                try {
                    work(run, claim.getFirst(), starts);
                } finally {
                    units.letGo(claim.getFirst());
                }
            } else if (!batches.shard(te).await().indefinitely()) {
                if (!units.anyClaimed(te).await().indefinitely()) {
                    return;
                }
                pause(IDLE);
            }
        }
    }

    private void work(Worker.Run run, Units.Claim claim, BatchStarts starts) {
        try {
            starts.before(claim.number());
        } catch (Halt halt) {
            units.released(claim).await().indefinitely();
            throw halt;
        }
        worker.work(run, claim);
    }

    /** Who must be left out is made sure of before each batch; the first to come to a batch does it for all. */
    private final class BatchStarts {

        private final ConsentState consent;
        private final Set<Integer> started = new HashSet<>();

        BatchStarts(ConsentState consent) {
            this.consent = consent;
        }

        /** @throws Halt if nobody may be read now */
        synchronized void before(int number) {
            if (!started.contains(number)) {
                directories.refresh(consent.te());
                batches.mark(consent, number, BatchProgress.State.RUNNING)
                        .await()
                        .indefinitely();
                started.add(number);
            }
        }
    }

    private static void pause(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Halt.GateClosed();
        }
    }

    /** @return why it ended early, if it did */
    private static Optional<RuntimeException> join(Future<?> lane) {
        try {
            lane.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(
                    e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new Halt.GateClosed());
        }
    }
}
