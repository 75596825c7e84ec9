package io.rapport.ingestion.worker;

import com.microsoft.graph.serviceclient.GraphServiceClient;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ingestion.BatchProgress;
import io.rapport.ingestion.batch.Batches;
import io.rapport.ingestion.batch.EpochPlan;
import io.rapport.ingestion.batch.Share;
import io.rapport.ingestion.batch.Units;
import io.rapport.ingestion.directory.DirectoryReader;
import io.rapport.ingestion.fetch.GraphReader;
import io.rapport.ingestion.fetch.Halt;
import io.rapport.kit.gate.ConsentGate;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Works off an epoch's units, several mailboxes at a time. Each lane takes whatever is next, so that a mailbox that must
 * wait holds up no batch but its own. Blocks; for virtual threads.
 */
@Singleton
public class Lanes {

    private static final Logger LOG = Logger.getLogger(Lanes.class);
    /** How often batches are looked at that are counted, or have nothing left to read. */
    private static final Duration LOOK = Duration.ofMillis(500);
    /** How long a lane waits that finds nothing to do while others work. */
    private static final Duration IDLE = Duration.ofMillis(250);
    /** How long the pages under way have when the process is told to end; after it their claims run out. */
    private static final Duration LAST_PAGES = Duration.ofSeconds(10);
    /** Units that a lane claims at once; a large mailbox among them leaves the others to other lanes. */
    private static final int READ_AT_A_TIME = 4;

    private final ConsentGate gate;
    private final Batches batches;
    private final Units units;
    private final Worker worker;
    private final GraphReader graph;
    private final DirectoryReader directory;
    private final FreshDirectory directories;
    private final int concurrency;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean ending;

    /** @param concurrency mailboxes read at the same time */
    Lanes(
            ConsentGate gate,
            Batches batches,
            Units units,
            Worker worker,
            GraphReader graph,
            DirectoryReader directory,
            FreshDirectory directories,
            @ConfigProperty(name = "rapport.ingestion.concurrency", defaultValue = "8") int concurrency) {
        this.gate = gate;
        this.batches = batches;
        this.units = units;
        this.worker = worker;
        this.graph = graph;
        this.directory = directory;
        this.directories = directories;
        this.concurrency = concurrency;
    }

    /**
     * Who is in the tenant and who must be left out, as it is now.
     *
     * @throws Halt if the epoch cannot be read now
     */
    public Worker.Run prepare(ConsentState consent) {
        directories.refresh(consent.te());
        batches.mark(consent.te(), EpochPlan.State.RUNNING, "").await().indefinitely();
        GraphServiceClient client = graph.client(consent.tenant());
        return new Worker.Run(consent, client, directory.read(client, () -> check(consent.te())));
    }

    /**
     * Until nothing is left of the share that can be had now.
     *
     * @return whether there was anything
     * @throws Halt if it ended early
     */
    public boolean workOff(Worker.Run run, Share share) {
        check(run.consent().te());
        BatchStarts starts = new BatchStarts(run.consent());
        int mailboxes = gate.sharing(run.consent().tenant()).size();
        AtomicBoolean any = new AtomicBoolean();
        List<Future<?>> lanes = new ArrayList<>();
        for (int i = 0; i < concurrency; i++) {
            lanes.add(threads.submit(() -> lane(run, share, mailboxes, starts, any)));
        }
        while (!lanes.stream().allMatch(Future::isDone)) {
            pause(LOOK);
            // The first batch is read while the next ones are still being counted. Whatever fails here fails in the
            // lanes too, which must have ended before the run has.
            batches.shard(run.consent().te(), share.jobs())
                    .chain(() -> batches.close(run.consent()))
                    .onFailure()
                    .recoverWithNull()
                    .await()
                    .indefinitely();
        }
        Optional<RuntimeException> failure = lanes.stream().flatMap(lane -> join(lane).stream()).toList().stream()
                .findFirst();
        if (!ending) {
            batches.close(run.consent()).await().indefinitely();
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        return any.get();
    }

    @Scheduled(
            every = "10s",
            identity = "claims",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    Uni<Void> renewClaims() {
        return units.renewClaims().onFailure().recoverWithNull();
    }

    /** No further page is asked for; every claim is given up, so that others need not wait until it has run out. */
    void end(@Observes ShutdownEvent told) {
        ending = true;
        worker.end();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(LAST_PAGES.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("Pages were still being read; their claims run out by themselves");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }

    private void check(Te te) {
        if (ending || !gate.reads(te)) {
            throw new Halt.GateClosed();
        }
    }

    /** @param mailboxes of the tenant */
    private void lane(Worker.Run run, Share share, int mailboxes, BatchStarts starts, AtomicBoolean any) {
        Te te = run.consent().te();
        int toRead = Turns.atATime(mailboxes, concurrency, READ_AT_A_TIME);
        int toCount = Turns.atATime(mailboxes, concurrency, Counting.MOST);
        while (true) {
            check(te);
            if (read(run, share, toRead, starts) || count(run, share, toCount, starts)) {
                any.set(true);
            } else if (!batches.shard(te, share.jobs()).await().indefinitely()) {
                if (!units.anyClaimed(te, share).await().indefinitely()) {
                    return;
                }
                pause(IDLE);
            }
        }
    }

    /** @return whether there was anything to read */
    private boolean read(Worker.Run run, Share share, int most, BatchStarts starts) {
        List<Units.Claim> claims =
                units.claimToRead(run.consent().te(), share, most).await().indefinitely();
        return work(claims, starts, () -> worker.read(run, claims));
    }

    /** @return whether there was anything to count */
    private boolean count(Worker.Run run, Share share, int most, BatchStarts starts) {
        List<Units.Claim> claims =
                units.claimToCount(run.consent().te(), share, most).await().indefinitely();
        return work(claims, starts, () -> worker.count(run, claims));
    }

    /** @param claims all of one batch. @return whether there are any */
    private boolean work(List<Units.Claim> claims, BatchStarts starts, Runnable work) {
        if (claims.isEmpty()) {
            return false;
        }
        try {
            start(claims, starts);
            work.run();
            return true;
        } finally {
            claims.forEach(units::letGo);
        }
    }

    private void start(List<Units.Claim> claims, BatchStarts starts) {
        try {
            starts.before(claims.getFirst().number());
        } catch (Halt halt) {
            units.released(claims).await().indefinitely();
            throw halt;
        }
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

    /** @throws Halt.GateClosed if the process is told to end meanwhile */
    public static void pause(Duration length) {
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
