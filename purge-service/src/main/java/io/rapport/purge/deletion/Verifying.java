package io.rapport.purge.deletion;

import io.rapport.purge.backup.Backups;
import io.rapport.purge.deadline.StageTimes;
import io.rapport.purge.holder.Orders;
import io.rapport.purge.proof.Certificates;
import io.rapport.purge.proof.Statement;
import io.rapport.purge.proof.Verification;
import io.rapport.purge.proof.Verification.Finding;
import io.rapport.purge.topic.InteractionsTopic;
import io.rapport.purge.topic.TopicMark;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Finds out whether it is really gone, from the stores themselves and never from what was reported; only then is a stage
 * certified, in the transaction that moves the case.
 */
@Singleton
class Verifying {

    private static final Logger LOG = Logger.getLogger(Verifying.class);
    private static final String TOPIC = "sealed records on Kafka to expire";
    /** By then every backup has expired by itself, if expiry works; what is kept a week after deletion still goes in time. */
    private static final Duration FORCED_FROM = Duration.ofDays(18);
    /** For what takes hours or days. */
    private static final Duration PATIENTLY = Duration.ofSeconds(10);

    private final Protocol protocol = new Protocol();
    private final DeletionCases cases;
    private final Orders orders;
    private final Verification verification;
    private final InteractionsTopic topic;
    private final Backups backups;
    private final Certificates certificates;
    private final StageTimes times;
    private final Clock clock;
    private final Vertx vertx;
    private final String software;

    Verifying(
            DeletionCases cases,
            Orders orders,
            Verification verification,
            InteractionsTopic topic,
            Backups backups,
            Certificates certificates,
            StageTimes times,
            Clock clock,
            Vertx vertx,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.cases = cases;
        this.orders = orders;
        this.verification = verification;
        this.topic = topic;
        this.backups = backups;
        this.certificates = certificates;
        this.times = times;
        this.clock = clock;
        this.vertx = vertx;
        this.software = "purge-service " + version;
    }

    /** First it is noted up to where the topic could hold any of it: the earlier, the sooner that has expired. */
    Uni<Next> application(DeletionCase of) {
        boolean needed = !protocol.topicSettled(of.kind, false);
        if (of.topicMark == null) {
            return marked(of).onFailure(e -> !needed).recoverWithUni(e -> application(of, false));
        }
        return needed ? topicEmpty(of).flatMap(empty -> application(of, empty)) : application(of, false);
    }

    private Uni<Next> marked(DeletionCase of) {
        return topic.end().flatMap(end -> cases.mark(of, end)).replaceWith(new Next.Moved());
    }

    private Uni<Next> application(DeletionCase of, boolean topicEmpty) {
        if (!protocol.topicSettled(of.kind, topicEmpty)) {
            return waits(of, TOPIC);
        }
        return finding(of).flatMap(finding -> switch (protocol.application(of.kind, finding)) {
            case GONE ->
                orders.removed(of.id)
                        .flatMap(removed -> certify(
                                of, CaseState.APP_VERIFIED, facts -> facts.application(finding.assets(), removed)));
            case LEFT -> again(of, objections(finding));
            case WAIT -> waits(of, objections(finding));
            case UNKNOWN -> cases.waitsFor(of, objections(finding)).replaceWith(new Next.Failed());
        });
    }

    private Uni<Next> again(DeletionCase of, String objections) {
        LOG.warnf("Case %s: %s; ordered again", of.id, objections);
        return orders.forgetAfterFence(of.id)
                .chain(() -> cases.move(of, of.state.afterLeftovers(), objections))
                .replaceWith(new Next.Moved());
    }

    /** From here on it is known what there is to wait for. */
    Uni<Next> countCopies(DeletionCase of) {
        return copies(of).flatMap(copies -> cases.expectCopies(of, copies)).replaceWith(new Next.Moved());
    }

    Uni<Next> backups(DeletionCase of) {
        if (of.topicMark == null) {
            return marked(of);
        }
        return topicEmpty(of)
                .flatMap(empty -> copies(of).flatMap(copies -> {
                    if (protocol.copiesGone(of.held(), empty, copies)) {
                        return finding(of).flatMap(finding -> stayedGone(of, finding));
                    }
                    return copies > 0 && overdue(of) ? force(of) : waits(of, pending(of, empty, copies));
                }));
    }

    private Uni<Next> stayedGone(DeletionCase of, Finding finding) {
        return protocol.backups(finding) == Protocol.Verdict.GONE
                ? certify(of, CaseState.BACKUPS_VERIFIED, Statements::backup)
                : cases.waitsFor(of, objections(finding)).replaceWith(new Next.Failed());
    }

    private static String pending(DeletionCase of, boolean topicEmpty, int copies) {
        if (of.held()) {
            return "the legal hold to be lifted";
        }
        return topicEmpty ? DeletionCases.backups(copies) + " to expire" : TOPIC;
    }

    private boolean overdue(DeletionCase of) {
        return !of.held() && clock.instant().isAfter(of.decidedAt.plus(FORCED_FROM));
    }

    /** Somebody must find out why they did not expire by themselves. */
    private Uni<Next> force(DeletionCase of) {
        Instant gone = Objects.requireNonNull(of.doneAt);
        return backups.force(of.te(), gone)
                .invoke(forced -> LOG.warnf("Case %s: %d overdue backups were deleted", of.id, forced))
                .flatMap(forced -> waits(of, forced + " overdue backups to be seen gone"));
    }

    private Uni<Finding> finding(DeletionCase of) {
        return verification.of(of.kind, of.id, of.te());
    }

    private static String objections(Finding finding) {
        return String.join("; ", finding.objections());
    }

    private Uni<Boolean> topicEmpty(DeletionCase of) {
        return topic.emptiedUpTo(TopicMark.parse(Objects.requireNonNull(of.topicMark)));
    }

    private Uni<Integer> copies(DeletionCase of) {
        Instant gone = Objects.requireNonNull(of.doneAt);
        return vertx.executeBlocking(() -> backups.holding(of.te(), gone), false);
    }

    private Uni<Next> certify(DeletionCase of, CaseState to, Function<Statements, Statement> statement) {
        return cases.move(of, to, "", session -> signed(session, of, statement))
                .invoke(moved -> {
                    if (moved) {
                        times.took(
                                to == CaseState.APP_VERIFIED ? Statement.Stage.APP : Statement.Stage.BACKUP,
                                Duration.between(of.decidedAt, clock.instant()));
                    }
                })
                .replaceWith(new Next.Moved());
    }

    private Uni<Void> signed(Mutiny.Session session, DeletionCase of, Function<Statements, Statement> statement) {
        return CaseEvents.of(session, of.id)
                .map(history -> statement.apply(new Statements(of, history, clock.instant(), software)))
                .flatMap(stated -> certificates.certify(session, stated));
    }

    private Uni<Next> waits(DeletionCase of, String what) {
        return cases.waitsFor(of, what).replaceWith(new Next.Waiting(PATIENTLY));
    }
}
