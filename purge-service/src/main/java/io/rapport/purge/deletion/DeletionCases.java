package io.rapport.purge.deletion;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.contracts.purge.CaseKind;
import io.rapport.contracts.purge.MailboxRemoval;
import io.rapport.contracts.purge.PersonErasure;
import io.rapport.purge.backup.LegalHolds;
import io.rapport.purge.topic.TopicMark;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Opens cases and moves them on; every change is one transaction with its entry in the history. */
@Singleton
public class DeletionCases implements LegalHolds {

    static final Duration APP = Duration.ofHours(24);
    static final Duration BACKUP = Duration.ofDays(30);

    private final CaseEvents events;
    private final Clock clock;

    DeletionCases(CaseEvents events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /** Of a withdrawn epoch. Does nothing if the case is open already. */
    public Uni<Void> open(ConsentState withdrawn) {
        return open(
                new Subject(withdrawn.te().toString(), CaseKind.EPOCH, "", 0, ""),
                withdrawn.te(),
                withdrawn.tenant(),
                withdrawn.epoch(),
                CaseState.WITHDRAWN,
                withdrawn.since(),
                null);
    }

    /** Of a person whom the owner has erased already: what is left is to verify it and to wait for copies to expire. */
    public Uni<Void> open(PersonErasure erasure, int epoch) {
        return open(
                new Subject(erasure.id().toString(), CaseKind.PERSON, "", 0, erasure.subject()),
                erasure.te(),
                erasure.tenant(),
                epoch,
                CaseState.DROPPED,
                erasure.askedAt(),
                erasure.erasedAt());
    }

    /** Of mailboxes whose sharing has ended in an epoch that goes on. */
    public Uni<Void> open(MailboxRemoval removal) {
        return open(
                new Subject(
                        removal.id().toString(),
                        CaseKind.MAILBOXES,
                        removal.cause().name(),
                        removal.mailboxes(),
                        ""),
                removal.te(),
                removal.tenant(),
                removal.epoch(),
                CaseState.WITHDRAWN,
                removal.decidedAt(),
                null);
    }

    private record Subject(String id, CaseKind kind, String cause, int mailboxes, String pseudonym) {}

    private Uni<Void> open(
            Subject subject,
            Te te,
            TenantId tenant,
            int epoch,
            CaseState state,
            Instant decidedAt,
            @Nullable Instant doneAt) {
        return Panache.withTransaction(() -> Panache.getSession()
                .flatMap(session -> session.createNativeQuery(
                                "INSERT INTO deletion_case (id, kind, cause, mailboxes, subject, te, tenant, epoch, state,"
                                        + " decided_at, done_at, app_deadline, backup_deadline)"
                                        + " VALUES (:id, :kind, :cause, :mailboxes, :subject, :te, :tenant, :epoch, :state, :at, CAST(:done AS timestamptz), :app,"
                                        + " :backup) ON CONFLICT DO NOTHING")
                        .setParameter("id", subject.id())
                        .setParameter("kind", subject.kind().name())
                        .setParameter("cause", subject.cause())
                        .setParameter("mailboxes", subject.mailboxes())
                        .setParameter("subject", subject.pseudonym())
                        .setParameter("te", te.value())
                        .setParameter("tenant", tenant.value())
                        .setParameter("epoch", epoch)
                        .setParameter("state", state.name())
                        .setParameter("at", decidedAt)
                        .setParameter("done", doneAt)
                        .setParameter("app", decidedAt.plus(APP))
                        .setParameter("backup", decidedAt.plus(BACKUP))
                        .executeUpdate()
                        .chain(opened -> opened == 0
                                ? Uni.createFrom().voidItem()
                                : events.append(session, subject.id(), "OPENED", ""))));
    }

    /** Moves a case if it still is as it was seen; another replica may have been faster, which is no error. */
    public Uni<Boolean> move(DeletionCase seen, CaseState to, String why) {
        return move(seen, to, why, session -> Uni.createFrom().voidItem());
    }

    /** The same with something that is true from then on, in one transaction. */
    public Uni<Boolean> move(
            DeletionCase seen, CaseState to, String why, Function<Mutiny.Session, Uni<Void>> together) {
        return change(seen, to.name(), why, together, now -> {
            moveTo(now, to);
            now.detail = why;
            if (to == CaseState.DROPPED) {
                now.doneAt = clock.instant();
            }
            if (to == CaseState.APP_VERIFIED) {
                now.appVerifiedAt = clock.instant();
            }
            if (to == CaseState.BACKUPS_VERIFIED) {
                now.backupsVerifiedAt = clock.instant();
            }
        });
    }

    private static void moveTo(DeletionCase now, CaseState to) {
        if (!now.state.mayMoveTo(to)) {
            throw new IllegalStateException("No way from " + now.state + " to " + to);
        }
        now.state = to;
        now.detail = "";
    }

    /** Says what a case waits for; noted in the history only when it changes. */
    public Uni<Boolean> waitsFor(DeletionCase seen, String what) {
        return seen.detail.equals(what)
                ? Uni.createFrom().item(false)
                : change(seen, "WAITING", what, now -> now.detail = what);
    }

    static String backups(int copies) {
        return copies == 1 ? "1 backup" : copies + " backups";
    }

    /** Begins the wait for copies. @param copies how many could still bring it back */
    public Uni<Boolean> expectCopies(DeletionCase seen, int copies) {
        return change(seen, CaseState.BACKUPS_PENDING.name(), backups(copies), now -> {
            moveTo(now, CaseState.BACKUPS_PENDING);
            now.copies = copies;
        });
    }

    /** Remembers up to where the topic could hold anything of it. */
    public Uni<Boolean> mark(DeletionCase seen, TopicMark mark) {
        return change(seen, "TOPIC_MARKED", mark.toString(), now -> now.topicMark = mark.toString());
    }

    /** Asks for it to be looked at now, however long it would be left in peace. */
    Uni<Boolean> retry(DeletionCase seen, UserId by) {
        return change(seen, "RETRIED", by.toString(), now -> {});
    }

    /** Suspends deletion, or says another reason for it. @return empty if somebody changed the case at the same moment */
    Uni<Boolean> hold(DeletionCase seen, UserId by, String reason) {
        return change(seen, "HELD", by + ": " + reason, now -> {
            now.holdReason = reason;
            now.holdBy = by.value();
            now.holdSince = clock.instant();
        });
    }

    /** Lets deletion go on. */
    Uni<Boolean> release(DeletionCase seen, UserId by) {
        return change(seen, "RELEASED", by.toString(), now -> {
            now.holdReason = null;
            now.holdBy = null;
            now.holdSince = null;
        });
    }

    @Override
    public Uni<Set<Te>> epochs() {
        return Panache.withSession(() -> DeletionCase.<DeletionCase>list("holdReason is not null"))
                .map(held -> held.stream().map(DeletionCase::te).collect(Collectors.toUnmodifiableSet()));
    }

    /** Notes deadlines that have passed; each once and for ever. */
    public Uni<Boolean> noteBreaches(DeletionCase seen) {
        Instant now = clock.instant();
        boolean app = missed(now, seen.appDeadline, seen.appVerifiedAt, seen.appBreachedAt);
        boolean backup = missed(now, seen.backupDeadline, seen.backupsVerifiedAt, seen.backupBreachedAt);
        if (!app && !backup) {
            return Uni.createFrom().item(false);
        }
        return change(seen, "BREACHED", app ? "application data, 24 h" : "backups, 30 d", it -> {
            if (app) {
                it.appBreachedAt = seen.appDeadline;
            }
            if (backup) {
                it.backupBreachedAt = seen.backupDeadline;
            }
        });
    }

    private static boolean missed(
            Instant now, Instant deadline, @Nullable Instant verifiedAt, @Nullable Instant breachedAt) {
        return breachedAt == null && (verifiedAt == null ? now : verifiedAt).isAfter(deadline);
    }

    private Uni<Boolean> change(DeletionCase seen, String event, String detail, Consumer<DeletionCase> change) {
        return change(seen, event, detail, session -> Uni.createFrom().voidItem(), change);
    }

    private Uni<Boolean> change(
            DeletionCase seen,
            String event,
            String detail,
            Function<Mutiny.Session, Uni<Void>> together,
            Consumer<DeletionCase> change) {
        return Panache.withTransaction(() -> DeletionCase.<DeletionCase>findById(seen.id)
                        .flatMap(now -> {
                            if (now == null || now.version != seen.version) {
                                return Uni.createFrom().item(false);
                            }
                            change.accept(now);
                            return Panache.getSession()
                                    .flatMap(session -> session.flush()
                                            .chain(() -> events.append(session, now.id, event, detail))
                                            .chain(() -> together.apply(session)))
                                    .replaceWith(true);
                        }))
                .onFailure(jakarta.persistence.OptimisticLockException.class)
                .recoverWithItem(false);
    }
}
