package io.rapport.purge.deletion;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.vertx.VertxContextSupport;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Drives every unfinished case, step by step, for as long as it takes; any number of replicas may. All progress is in the
 * database, and a move that another replica has made already is simply not made again.
 */
@Singleton
public class Driver {

    private static final Logger LOG = Logger.getLogger(Driver.class);
    private static final int AT_ONCE = 8;

    private final CasePace pace;
    private final DeletionCases cases;
    private final Steps steps;
    private final Verifying verifying;
    private final ExecutorService threads;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    Driver(
            CasePace pace,
            DeletionCases cases,
            Steps steps,
            Verifying verifying,
            @VirtualThreads ExecutorService threads) {
        this.pace = pace;
        this.cases = cases;
        this.steps = steps;
        this.verifying = verifying;
        this.threads = threads;
    }

    /** Each case on a thread and in a session of its own, so that none waits for another whose owner is slow to answer. */
    @Scheduled(every = "1s", identity = "driver", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void drive() {
        for (CasePace.Due due : await(pace::due)) {
            if (underWay.add(due.deletionCase().id)) {
                threads.submit(() -> driveOne(due));
            }
        }
    }

    private void driveOne(CasePace.Due due) {
        places.acquireUninterruptibly();
        try {
            await(() -> drive(due));
        } catch (RuntimeException e) {
            LOG.errorf(e, "Case %s could not be left in peace for a while", due.deletionCase().id);
        } finally {
            places.release();
            underWay.remove(due.deletionCase().id);
        }
    }

    private static <T> T await(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work);
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private Uni<Void> drive(CasePace.Due due) {
        DeletionCase of = due.deletionCase();
        return cases.noteBreaches(of)
                .flatMap(noted -> noted ? Uni.createFrom().<Next>item(new Next.Moved()) : advance(of))
                .onFailure()
                .invoke(e -> LOG.errorf(e, "Case %s is stuck in %s; it is tried again", of.id, of.state))
                .onFailure()
                .recoverWithItem(new Next.Failed())
                .chain(next -> pace(due, next));
    }

    private Uni<Next> advance(DeletionCase of) {
        return switch (of.state) {
            case WITHDRAWN, FENCED, DRAINED, QUARANTINED, SHREDDED -> steps.take(of);
            case DROPPED -> verifying.application(of);
            case APP_VERIFIED -> verifying.countCopies(of);
            case BACKUPS_PENDING -> verifying.backups(of);
            case BACKUPS_VERIFIED -> Uni.createFrom().item(new Next.Moved());
        };
    }

    private Uni<Void> pace(CasePace.Due due, Next next) {
        String id = due.deletionCase().id;
        return switch (next) {
            case Next.Moved() ->
                due.failures() == 0 ? Uni.createFrom().voidItem() : pace.lookAgainAfter(id, Duration.ZERO);
            case Next.Waiting(Duration again) ->
                again.isZero() && due.failures() == 0 ? Uni.createFrom().voidItem() : pace.lookAgainAfter(id, again);
            case Next.Failed() -> pace.failed(id, due.failures());
        };
    }
}
