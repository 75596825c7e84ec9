package io.rapport.consent.decision;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.rapport.consent.decision.ConsentViews.Present;
import io.rapport.consent.directory.DirectoryReading;
import io.rapport.consent.directory.GroupChoice;
import io.rapport.consent.directory.Reading;
import io.rapport.consent.eligibility.Eligibility;
import io.rapport.consent.idempotency.ChangeRequest;
import io.rapport.consent.idempotency.Idempotency;
import io.rapport.consent.journal.Journal;
import io.rapport.consent.journal.Occasion;
import io.rapport.consent.keys.KeyRing;
import io.rapport.consent.sharing.Revisions;
import io.rapport.consent.sharing.Sharing;
import io.rapport.contracts.Topics;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import io.rapport.kit.outbox.Outbox;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Decides. Everything that a decision makes true (epoch, sharing, events, audit trail, the answer to a repeated request)
 * is one transaction; the epoch's key is durable before it, so that an epoch without a key cannot exist.
 */
@Singleton
public class Consents {

    private static final Logger LOG = Logger.getLogger(Consents.class);

    private final DirectoryReading readings;
    private final KeyRing ring;
    private final Sharing sharing;
    private final Revisions revisions;
    private final Journal journal;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final ConsentViews views;
    private final Pauses pauses;
    private final Clock clock;
    private final Vertx vertx;
    private final SecureRandom random = new SecureRandom();

    Consents(
            DirectoryReading readings,
            KeyRing ring,
            Sharing sharing,
            Revisions revisions,
            Journal journal,
            Idempotency idempotency,
            Outbox outbox,
            ConsentViews views,
            Pauses pauses,
            Clock clock,
            Vertx vertx) {
        this.readings = readings;
        this.ring = ring;
        this.sharing = sharing;
        this.revisions = revisions;
        this.journal = journal;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.views = views;
        this.pauses = pauses;
        this.clock = clock;
        this.vertx = vertx;
    }

    public Uni<Present> read(TenantId tenant) {
        return Panache.withSession(
                () -> Standing.of(tenant).flatMap(standing -> views.present(tenant, standing, false)));
    }

    /** Grants, amends an active consent, or changes the permissions that open no epoch. */
    public Uni<Present> decide(
            ChangeRequest request, Decision decision, @Nullable String ifMatch, @Nullable String ifNoneMatch) {
        List<GroupChoice> groups = decision.groups();
        return idempotency.earlierOr(
                request,
                Present.class,
                () -> standing(request.tenant())
                        .invoke(standing -> standing.require(ifMatch, ifNoneMatch))
                        .flatMap(standing -> {
                            if (!decision.options().identifiableInsights()) {
                                return permissions(request, decision, standing);
                            }
                            return look(request.tenant(), groups)
                                    .flatMap(reading -> standing.active()
                                            ? amend(request, decision, standing, reading)
                                            : grant(request, decision, standing, reading));
                        }));
    }

    /** @throws HttpProblem 409 if there is nothing to withdraw */
    public Uni<Withdrawal> withdraw(ChangeRequest request, @Nullable String ifMatch) {
        return idempotency.earlierOr(
                request,
                Withdrawal.class,
                () -> standing(request.tenant())
                        .invoke(standing -> standing.require(ifMatch, null))
                        .flatMap(standing -> {
                            if (!standing.active()) {
                                throw Problems.of(ErrorCode.NO_CONSENT, "There is no active consent to withdraw.");
                            }
                            return change(
                                    request,
                                    standing,
                                    Withdrawal.class,
                                    (session, now) -> withdraw(session, now, request));
                        }));
    }

    /** People, groups and licences as they are now; refuses what must be refused before anything is changed. */
    private Uni<Reading> look(TenantId tenant, List<GroupChoice> groups) {
        return vertx.executeBlocking(() -> readings.read(tenant, groups), false)
                .onFailure()
                .invoke(e -> LOG.warnf(
                        "The directory of tenant %s was not read for a decision: %s",
                        tenant, e.getClass().getSimpleName()))
                .onFailure()
                .transform(e -> Problems.of(
                        ErrorCode.UPSTREAM_UNAVAILABLE,
                        "Microsoft Graph did not say who is licensed and who is in the groups; nothing was changed."))
                .invoke(reading -> {
                    if (!reading.obstacles().isEmpty()) {
                        throw Problems.of(
                                ErrorCode.INVALID_REQUEST,
                                String.join(" ", reading.obstacles()) + " Nothing was changed.");
                    }
                });
    }

    /**
     * A key whose epoch was not opened after all stays unused in the ring: shredding it on a failure could destroy the key
     * of an epoch whose commit succeeded and only its acknowledgement was lost.
     */
    private Uni<Present> grant(ChangeRequest request, Decision decision, Standing seen, Reading reading) {
        if (reading.eligibility() instanceof Eligibility.Ineligible ineligible) {
            throw HttpProblem.builder(Problems.of(ErrorCode.NOT_ELIGIBLE, ineligible.inWords()))
                    .with("missing", ineligible.missing())
                    .build();
        }
        Te te = new Te(random.nextLong(1, Long.MAX_VALUE));
        return vertx.executeBlocking(
                        () -> {
                            ring.create(te);
                            return te;
                        },
                        false)
                .flatMap(created -> change(
                        request,
                        seen,
                        Present.class,
                        (session, standing) -> revisions.next(session).flatMap(revision -> {
                            int number = standing.newest() == null ? 1 : standing.newest().epoch + 1;
                            ConsentEpoch epoch =
                                    ConsentEpoch.opened(request.tenant(), created, number, now(), revision);
                            return session.persist(epoch)
                                    .chain(() -> permit(session, standing, request.tenant(), decision.options(), 0))
                                    .chain(session::flush)
                                    .chain(() -> readings.store(session, request.tenant(), reading))
                                    .chain(() -> sharing.recompute(session, request.tenant()))
                                    .chain(() -> announce(session, epoch))
                                    .chain(() -> append(
                                            session, request, Occasion.granted(particulars(decision, epoch, reading))))
                                    .chain(() -> Standing.of(request.tenant()))
                                    .chain(now -> views.present(request.tenant(), now, true));
                        })))
                .onFailure(Consents::lostTheRace)
                .transform(e -> Standing.stale());
    }

    /** Licences are no condition here: whoever lost them must still be able to leave more people out. */
    private Uni<Present> amend(ChangeRequest request, Decision decision, Standing seen, Reading reading) {
        return change(request, seen, Present.class, (session, standing) -> {
            ConsentEpoch epoch = Objects.requireNonNull(standing.newest());
            return permit(session, standing, request.tenant(), decision.options(), amendment(standing) + 1)
                    .chain(session::flush)
                    .chain(() -> readings.store(session, request.tenant(), reading))
                    .chain(() -> pauses.apply(session, epoch, reading))
                    .chain(() -> sharing.recompute(session, request.tenant()))
                    .chain(() -> append(session, request, Occasion.amended(particulars(decision, epoch, reading))))
                    .chain(() -> Standing.of(request.tenant()))
                    .chain(now -> views.present(request.tenant(), now, false));
        });
    }

    private Uni<Present> permissions(ChangeRequest request, Decision decision, Standing seen) {
        if (seen.active()) {
            throw Problems.of(
                    ErrorCode.WITHDRAW_INSTEAD,
                    "Taking \"identifiableInsights\" back withdraws consent and begins deletion; send DELETE for it.");
        }
        return change(
                request,
                seen,
                Present.class,
                (session, standing) -> permit(
                                session, standing, request.tenant(), decision.options(), amendment(standing) + 1)
                        .chain(session::flush)
                        .chain(() -> append(session, request, Occasion.permissions(decision.particulars())))
                        .chain(() -> Standing.of(request.tenant()))
                        .chain(now -> views.present(request.tenant(), now, false)));
    }

    private Uni<Withdrawal> withdraw(Mutiny.Session session, Standing standing, ChangeRequest request) {
        ConsentEpoch epoch = Objects.requireNonNull(standing.newest());
        Instant at = now();
        return revisions
                .next(session)
                .invoke(revision -> {
                    epoch.withdraw(at);
                    epoch.revision = revision;
                })
                .chain(() -> permit(session, standing, request.tenant(), Options.NONE, 0))
                .chain(session::flush)
                .chain(() -> announce(session, epoch))
                .chain(() -> sharing.recompute(session, request.tenant()))
                .chain(() -> append(session, request, Occasion.withdrawn(Map.of("epoch", epoch.epoch))))
                .map(done -> Withdrawal.at(at, new Te(epoch.te)));
    }

    private interface Change<T> {
        Uni<T> applyTo(Mutiny.Session session, Standing standing);
    }

    /** Changes what still is as the caller saw it, once for each Idempotency-Key. */
    private <T> Uni<T> change(ChangeRequest request, Standing seen, Class<T> answer, Change<T> change) {
        return Panache.withTransaction(() -> Panache.getSession()
                .flatMap(session -> revisions
                        .lock(session)
                        .chain(() -> idempotency.once(
                                session,
                                request,
                                answer,
                                () -> Standing.of(request.tenant())
                                        .invoke(now -> now.mustStillBe(seen))
                                        .flatMap(now -> change.applyTo(session, now))))));
    }

    private static Uni<Void> permit(
            Mutiny.Session session, Standing standing, TenantId tenant, Options options, int amendment) {
        GivenPermissions others = standing.others() == null ? new GivenPermissions() : standing.others();
        others.tenant = tenant.value();
        others.eachUser = options.insightsForEachUser();
        others.aggregated = options.aggregatedInsights();
        others.amendment = amendment;
        return standing.others() == null
                ? session.persist(others)
                : Uni.createFrom().voidItem();
    }

    private static int amendment(Standing standing) {
        return standing.others() == null ? 0 : standing.others().amendment;
    }

    private static Map<String, Object> particulars(Decision decision, ConsentEpoch epoch, Reading reading) {
        Map<String, Object> particulars = new HashMap<>(decision.particulars());
        particulars.put("epoch", epoch.epoch);
        if (reading.eligibility() instanceof Eligibility.Eligible(List<UUID> evidence)) {
            particulars.put("servicePlans", evidence);
        }
        return particulars;
    }

    private Uni<Void> append(Mutiny.Session session, ChangeRequest request, Occasion occasion) {
        return journal.append(session, request.tenant(), request.actor(), request.role(), occasion);
    }

    private Uni<Void> announce(Mutiny.Session session, ConsentEpoch epoch) {
        return outbox.add(session, Topics.CONSENT_STATE, epoch.tenant.toString(), epoch.state());
    }

    private static Uni<Standing> standing(TenantId tenant) {
        return Panache.withSession(() -> Standing.of(tenant));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Two administrators granted at once: the unique index let one through. */
    private static boolean lostTheRace(Throwable e) {
        return e instanceof org.hibernate.exception.ConstraintViolationException
                || e.getCause() instanceof org.hibernate.exception.ConstraintViolationException;
    }
}
