package io.rapport.consent.decision;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.rapport.consent.idempotency.ChangeRequest;
import io.rapport.consent.idempotency.Idempotency;
import io.rapport.consent.journal.Journal;
import io.rapport.consent.journal.Occasion;
import io.rapport.consent.sharing.Revisions;
import io.rapport.consent.sharing.Sharing;
import io.rapport.contracts.Topics;
import io.rapport.contracts.ids.TenantId;
import io.rapport.kit.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * What every change of a tenant's consent has in common: it is one transaction under the lock of the revisions, happens
 * once for each Idempotency-Key, only if nobody was faster, and leaves sharing, events and audit trail true.
 */
@Singleton
class DecisionTransaction {

    private final Revisions revisions;
    private final Idempotency idempotency;
    private final Sharing sharing;
    private final Journal journal;
    private final Outbox outbox;
    private final Clock clock;

    DecisionTransaction(
            Revisions revisions,
            Idempotency idempotency,
            Sharing sharing,
            Journal journal,
            Outbox outbox,
            Clock clock) {
        this.revisions = revisions;
        this.idempotency = idempotency;
        this.sharing = sharing;
        this.journal = journal;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** A change under way. @param at the instant it counts from, UTC, to the millisecond */
    record Change(Mutiny.Session session, ChangeRequest request, Standing standing, Instant at) {

        TenantId tenant() {
            return request.tenant();
        }
    }

    /** How a tenant stands, for what comes before the transaction. */
    static Uni<Standing> standing(TenantId tenant) {
        return Panache.withSession(() -> Standing.of(tenant));
    }

    /** The answer given before under the same key, or else what is given. */
    <T> Uni<T> earlierOr(ChangeRequest request, Class<T> answer, Function<Standing, Uni<T>> otherwise) {
        return idempotency.earlierOr(
                request, answer, () -> standing(request.tenant()).flatMap(otherwise::apply));
    }

    /** @param seen how the tenant stood when the change was decided; if it no longer does, nothing happens (412) */
    <T> Uni<T> run(ChangeRequest request, Standing seen, Class<T> answer, Function<Change, Uni<T>> change) {
        return Panache.withTransaction(() -> Panache.getSession()
                .flatMap(session -> revisions
                        .lock(session)
                        .chain(() -> idempotency.once(
                                session,
                                request,
                                answer,
                                () -> Standing.of(request.tenant())
                                        .invoke(now -> now.mustStillBe(seen))
                                        .flatMap(now -> change.apply(new Change(
                                                session,
                                                request,
                                                now,
                                                clock.instant().truncatedTo(ChronoUnit.MILLIS))))))));
    }

    Uni<Long> nextRevision(Change change) {
        return revisions.next(change.session());
    }

    /** Sets the permissions that open no epoch, and flushes. */
    Uni<Void> permit(Change change, Options options, int amendment) {
        GivenPermissions known = change.standing().others();
        GivenPermissions others = known == null ? new GivenPermissions() : known;
        others.tenant = change.tenant().value();
        others.eachUser = options.insightsForEachUser();
        others.aggregated = options.aggregatedInsights();
        others.amendment = amendment;
        Uni<Void> kept = known == null
                ? change.session().persist(others)
                : Uni.createFrom().voidItem();
        return kept.chain(change.session()::flush);
    }

    Uni<Void> recomputeSharing(Change change) {
        return sharing.recompute(change.session(), change.tenant());
    }

    Uni<Void> announce(Change change, ConsentEpoch epoch) {
        return outbox.add(change.session(), Topics.CONSENT_STATE, epoch.tenant.toString(), epoch.state());
    }

    Uni<Void> append(Change change, Occasion occasion) {
        ChangeRequest request = change.request();
        return journal.append(change.session(), request.tenant(), request.actor(), request.role(), occasion);
    }
}
