package io.rapport.consent.decision;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.rapport.consent.decision.ConsentViews.Present;
import io.rapport.consent.decision.DecisionTransaction.Change;
import io.rapport.consent.directory.DirectoryReading;
import io.rapport.consent.directory.GroupChoice;
import io.rapport.consent.directory.Reading;
import io.rapport.consent.eligibility.Eligibility;
import io.rapport.consent.idempotency.ChangeRequest;
import io.rapport.consent.journal.Occasion;
import io.rapport.consent.keys.KeyRing;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Grants and amends. Everything that a decision makes true (epoch, sharing, events, audit trail, the answer to a repeated
 * request) is one transaction; the epoch's key is durable before it, so that an epoch without a key cannot exist.
 */
@Singleton
public class Consents {

    private static final Logger LOG = Logger.getLogger(Consents.class);

    private final DecisionTransaction transaction;
    private final DirectoryReading readings;
    private final KeyRing ring;
    private final ConsentViews views;
    private final Pauses pauses;
    private final Vertx vertx;
    private final SecureRandom random = new SecureRandom();

    Consents(
            DecisionTransaction transaction,
            DirectoryReading readings,
            KeyRing ring,
            ConsentViews views,
            Pauses pauses,
            Vertx vertx) {
        this.transaction = transaction;
        this.readings = readings;
        this.ring = ring;
        this.views = views;
        this.pauses = pauses;
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
        return transaction.earlierOr(request, Present.class, standing -> {
            standing.require(ifMatch, ifNoneMatch);
            if (!decision.options().identifiableInsights()) {
                return permissions(request, decision, standing);
            }
            return look(request.tenant(), groups)
                    .flatMap(reading -> standing.active()
                            ? amend(request, decision, standing, reading)
                            : grant(request, decision, standing, reading));
        });
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
                .flatMap(created -> transaction.run(
                        request, seen, Present.class, change -> open(change, created, decision, reading)))
                .onFailure(Consents::lostTheRace)
                .transform(e -> Standing.stale());
    }

    private Uni<Present> open(Change change, Te te, Decision decision, Reading reading) {
        ConsentEpoch last = change.standing().newest();
        int number = last == null ? 1 : last.epoch + 1;
        return transaction.nextRevision(change).flatMap(revision -> {
            ConsentEpoch epoch = ConsentEpoch.opened(change.tenant(), te, number, change.at(), revision);
            return change.session()
                    .persist(epoch)
                    .chain(() -> transaction.permit(change, decision.options(), 0))
                    .chain(() -> readings.store(change.session(), change.tenant(), reading))
                    .chain(() -> transaction.recomputeSharing(change))
                    .chain(() -> transaction.announce(change, epoch))
                    .chain(() -> transaction.append(change, Occasion.granted(particulars(decision, epoch, reading))))
                    .chain(() -> present(change, true));
        });
    }

    /** Licences are no condition here: whoever lost them must still be able to leave more people out. */
    private Uni<Present> amend(ChangeRequest request, Decision decision, Standing seen, Reading reading) {
        return transaction.run(request, seen, Present.class, change -> {
            ConsentEpoch epoch = Objects.requireNonNull(change.standing().newest());
            return transaction
                    .permit(change, decision.options(), change.standing().amendment() + 1)
                    .chain(() -> readings.store(change.session(), change.tenant(), reading))
                    .chain(() -> pauses.apply(change.session(), epoch, reading))
                    .chain(() -> transaction.recomputeSharing(change))
                    .chain(() -> transaction.append(change, Occasion.amended(particulars(decision, epoch, reading))))
                    .chain(() -> present(change, false));
        });
    }

    private Uni<Present> permissions(ChangeRequest request, Decision decision, Standing seen) {
        if (seen.active()) {
            throw Problems.of(
                    ErrorCode.WITHDRAW_INSTEAD,
                    "Taking \"identifiableInsights\" back withdraws consent and begins deletion; send DELETE for it.");
        }
        return transaction.run(
                request,
                seen,
                Present.class,
                change -> transaction
                        .permit(change, decision.options(), change.standing().amendment() + 1)
                        .chain(() -> transaction.append(change, Occasion.permissions(decision.particulars())))
                        .chain(() -> present(change, false)));
    }

    private Uni<Present> present(Change change, boolean opened) {
        return Standing.of(change.tenant()).flatMap(now -> views.present(change.tenant(), now, opened));
    }

    private static Map<String, Object> particulars(Decision decision, ConsentEpoch epoch, Reading reading) {
        Map<String, Object> particulars = new HashMap<>(decision.particulars());
        particulars.put("epoch", epoch.epoch);
        if (reading.eligibility() instanceof Eligibility.Eligible(List<UUID> evidence)) {
            particulars.put("servicePlans", evidence);
        }
        return particulars;
    }

    /** Two administrators granted at once: the unique index let one through. */
    private static boolean lostTheRace(Throwable e) {
        return e instanceof org.hibernate.exception.ConstraintViolationException
                || e.getCause() instanceof org.hibernate.exception.ConstraintViolationException;
    }
}
