package io.rapport.purge.deletion;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Drives every unfinished case, step by step, for as long as it takes; any number of replicas may. All progress is in the
 * database, and a move that another replica has made already is simply not made again. A case is looked at again as soon as
 * it has moved or an owner has answered; whatever nobody announces is found by a tick of a second.
 */
@Singleton
public class Driver {

    private static final Logger LOG = Logger.getLogger(Driver.class);
    private static final int AT_ONCE = 8;

    private final CasePace pace;
    private final DeletionCases cases;
    private final Steps steps;
    private final Verifying verifying;
    private final Semaphore places = new Semaphore(AT_ONCE);
    /** What is being looked at here; true if something has come for it since the look began. */
    private final Map<String, Boolean> underWay = new ConcurrentHashMap<>();

    Driver(CasePace pace, DeletionCases cases, Steps steps, Verifying verifying) {
        this.pace = pace;
        this.cases = cases;
        this.steps = steps;
        this.verifying = verifying;
    }

    @Scheduled(every = "1s", identity = "driver", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void drive() {
        for (String id : await(pace::due)) {
            if (underWay.putIfAbsent(id, false) == null) {
                begin(id);
            }
        }
    }

    /** Looks at a case without waiting for the next tick: what it waited for may have come. */
    void soon(String id) {
        boolean already = underWay.merge(id, false, (before, now) -> true);
        if (!already) {
            begin(id);
        }
    }

    /**
     * Each case on a thread and in a session of its own, so that none waits for another whose owner is slow to answer. A
     * thread of the pool would share the context of whoever asked, and with it the session.
     */
    private void begin(String id) {
        Thread.startVirtualThread(() -> driveOne(id));
    }

    /** For as long as it moves; and once more if something came while nobody would have seen it. */
    private void driveOne(String id) {
        places.acquireUninterruptibly();
        try {
            boolean moved;
            do {
                underWay.put(id, false);
                moved = await(() -> look(id)) instanceof Next.Moved;
            } while (moved || !underWay.remove(id, false));
        } catch (RuntimeException e) {
            underWay.remove(id);
            LOG.errorf(e, "Case %s could not be looked at, or not be left in peace for a while", id);
        } finally {
            places.release();
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

    /** @return null if it is not due */
    private Uni<Next> look(String id) {
        return pace.due(id).onItem().ifNotNull().transformToUni(this::drive);
    }

    private Uni<Next> drive(CasePace.Due due) {
        DeletionCase of = due.deletionCase();
        return cases.noteBreaches(of)
                .flatMap(noted -> noted ? Uni.createFrom().<Next>item(new Next.Moved()) : advance(of))
                .onFailure()
                .invoke(e -> LOG.errorf(e, "Case %s is stuck in %s; it is tried again", of.id, of.state))
                .onFailure()
                .recoverWithItem(new Next.Failed())
                .call(next -> pace(due, next));
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
