package io.rapport.purge.deletion;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
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

    Driver(CasePace pace, DeletionCases cases, Steps steps, Verifying verifying) {
        this.pace = pace;
        this.cases = cases;
        this.steps = steps;
        this.verifying = verifying;
    }

    @Scheduled(every = "1s", identity = "driver", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> drive() {
        return pace.due()
                .onItem()
                .transformToMulti((List<CasePace.Due> due) -> Multi.createFrom().iterable(due))
                .onItem()
                .transformToUni(due -> apart(drive(due)))
                .merge(AT_ONCE)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** On a context of its own: one Hibernate session serves everything on the same context, and only one at a time. */
    private static Uni<Void> apart(Uni<Void> work) {
        return Uni.createFrom().emitter(emitter -> {
            Context context = VertxContext.createNewDuplicatedContext(Vertx.currentContext());
            VertxContextSafetyToggle.setContextSafe(context, true);
            context.runOnContext(ignored -> work.subscribe().with(emitter::complete, emitter::fail));
        });
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
