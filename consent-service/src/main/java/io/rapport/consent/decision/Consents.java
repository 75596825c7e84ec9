package io.rapport.consent.decision;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.rapport.consent.directory.Directory;
import io.rapport.consent.directory.DirectoryReading;
import io.rapport.consent.directory.DirectoryReading.Reading;
import io.rapport.consent.eligibility.Eligibility;
import io.rapport.consent.eligibility.LicenceRules;
import io.rapport.consent.journal.Journal;
import io.rapport.consent.keys.KeyRing;
import io.rapport.consent.sharing.Revisions;
import io.rapport.consent.sharing.Sharing;
import io.rapport.contracts.Topics;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.kit.outbox.Outbox;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Decides. Everything that a decision makes true (epoch, sharing, events, journal) is one transaction; the epoch's key
 * is durable before it, so that an epoch without a key cannot exist.
 */
@Singleton
public class Consents {

    private final Directory directory;
    private final DirectoryReading readings;
    private final KeyRing ring;
    private final Sharing sharing;
    private final Revisions revisions;
    private final Journal journal;
    private final Outbox outbox;
    private final Clock clock;
    private final Vertx vertx;
    private final SecureRandom random = new SecureRandom();

    Consents(
            Directory directory,
            DirectoryReading readings,
            KeyRing ring,
            Sharing sharing,
            Revisions revisions,
            Journal journal,
            Outbox outbox,
            Clock clock,
            Vertx vertx) {
        this.directory = directory;
        this.readings = readings;
        this.ring = ring;
        this.sharing = sharing;
        this.revisions = revisions;
        this.journal = journal;
        this.outbox = outbox;
        this.clock = clock;
        this.vertx = vertx;
    }

    /** The present and its ETag. */
    public record Present(ConsentView view, String version, boolean opened) {}

    public Uni<Present> read(TenantId tenant) {
        return Panache.withSession(() -> ConsentEpoch.newest(tenant).flatMap(newest -> present(tenant, newest, false)));
    }

    /** Grants, or amends an active consent. */
    public Uni<Present> decide(
            TenantId tenant,
            UserId administrator,
            Decision decision,
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch) {
        if (!decision.options().identifiableInsights()) {
            throw Problems.of(
                    ErrorCode.INVALID_REQUEST,
                    "Only \"identifiableInsights\" feeds Rapport's insights; tick it, or withdraw with DELETE.");
        }
        return Panache.withSession(() -> ConsentEpoch.newest(tenant))
                .invoke(newest -> Version.require(newest, ifMatch, ifNoneMatch))
                .flatMap(newest -> look(tenant, decision)
                        .flatMap(reading -> newest != null && newest.active()
                                ? amend(tenant, administrator, decision, newest, reading)
                                : grant(tenant, administrator, decision, newest, reading)));
    }

    /** Licences and people as they are now; refuses what must be refused before anything is changed. */
    private Uni<Reading> look(TenantId tenant, Decision decision) {
        return vertx.executeBlocking(
                        () -> {
                            if (LicenceRules.judge(directory.plans(tenant))
                                    instanceof Eligibility.Ineligible(var missing)) {
                                throw Problems.of(
                                        ErrorCode.NOT_ELIGIBLE,
                                        "The tenant lacks " + String.join(" and ", missing) + ".");
                            }
                            return readings.read(tenant, decision.groups());
                        },
                        false)
                .onFailure(e -> !(e instanceof HttpProblem))
                .transform(e -> Problems.of(
                        ErrorCode.UPSTREAM_UNAVAILABLE,
                        "Microsoft Graph did not say who is licensed and who is in the groups; nothing was changed."));
    }

    /**
     * A key whose epoch was not opened after all stays unused in the ring: shredding it on a failure could destroy the key
     * of an epoch whose commit succeeded and only its acknowledgement was lost.
     */
    private Uni<Present> grant(
            TenantId tenant, UserId administrator, Decision decision, @Nullable ConsentEpoch last, Reading reading) {
        Te te = new Te(random.nextLong(1, Long.MAX_VALUE));
        return vertx.executeBlocking(
                        () -> {
                            ring.create(te);
                            return te;
                        },
                        false)
                .flatMap(created -> Panache.withTransaction(() -> Panache.getSession()
                        .flatMap(session -> revisions.next(session).flatMap(revision -> {
                            ConsentEpoch epoch = new ConsentEpoch();
                            epoch.te = te.value();
                            epoch.tenant = tenant.value();
                            epoch.epoch = last == null ? 1 : last.epoch + 1;
                            epoch.phase = ConsentState.Phase.ACTIVE;
                            epoch.grantedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
                            epoch.revision = revision;
                            epoch.eachUser = decision.options().insightsForEachUser();
                            epoch.aggregated = decision.options().aggregatedInsights();
                            return session.persist(epoch)
                                    .chain(session::flush)
                                    .chain(() -> readings.store(session, tenant, reading))
                                    .chain(() -> sharing.recompute(session, tenant, true))
                                    .chain(() -> announce(session, epoch))
                                    .chain(() -> journal.append(
                                            session, tenant, administrator, "GRANT", "epoch " + epoch.epoch))
                                    .chain(() -> present(tenant, epoch, true));
                        }))))
                .onFailure(Consents::lostTheRace)
                .transform(e -> Version.stale());
    }

    private Uni<Present> amend(
            TenantId tenant, UserId administrator, Decision decision, ConsentEpoch known, Reading reading) {
        return changeActive(tenant, known, (session, epoch) -> {
            epoch.eachUser = decision.options().insightsForEachUser();
            epoch.aggregated = decision.options().aggregatedInsights();
            epoch.amendment++;
            return readings.store(session, tenant, reading)
                    .chain(() -> sharing.recompute(session, tenant, true))
                    .chain(() -> journal.append(
                            session,
                            tenant,
                            administrator,
                            "AMEND",
                            decision.groups().size() + " excluded groups"))
                    .chain(() -> present(tenant, epoch, false));
        });
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 409 if there is nothing to withdraw */
    public Uni<Withdrawal> withdraw(TenantId tenant, UserId administrator, @Nullable String ifMatch) {
        return Panache.withSession(() -> ConsentEpoch.newest(tenant))
                .invoke(newest -> Version.require(newest, ifMatch, null))
                .flatMap(newest -> {
                    if (newest == null || !newest.active()) {
                        throw Problems.of(ErrorCode.NO_CONSENT, "There is no active consent to withdraw.");
                    }
                    return changeActive(tenant, newest, (session, epoch) -> {
                        epoch.phase = ConsentState.Phase.WITHDRAWN;
                        epoch.withdrawnAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
                        return revisions
                                .next(session)
                                .invoke(revision -> epoch.revision = revision)
                                .chain(session::flush)
                                .chain(() -> announce(session, epoch))
                                .chain(() -> sharing.recompute(session, tenant, false))
                                .chain(() -> journal.append(
                                        session, tenant, administrator, "WITHDRAW", "epoch " + epoch.epoch))
                                .map(done ->
                                        Withdrawal.at(Objects.requireNonNull(epoch.withdrawnAt), new Te(epoch.te)));
                    });
                });
    }

    private interface Change<T> {
        Uni<T> applyTo(Mutiny.Session session, ConsentEpoch epoch);
    }

    /** Changes the active epoch if it still is what the caller saw. */
    private <T> Uni<T> changeActive(TenantId tenant, ConsentEpoch seen, Change<T> change) {
        return Panache.withTransaction(() -> Panache.getSession()
                .flatMap(session -> revisions
                        .lock(session)
                        .chain(() -> ConsentEpoch.newest(tenant).flatMap(now -> {
                            if (now == null || !Version.of(now).equals(Version.of(seen))) {
                                throw Version.stale();
                            }
                            return change.applyTo(session, now);
                        }))));
    }

    private Uni<Void> announce(Mutiny.Session session, ConsentEpoch epoch) {
        return outbox.add(session, Topics.CONSENT_STATE, epoch.tenant.toString(), epoch.state());
    }

    private Uni<Present> present(TenantId tenant, @Nullable ConsentEpoch newest, boolean opened) {
        return Panache.getSession()
                .flatMap(session -> session.createNativeQuery(
                                "SELECT group_id FROM excluded_group WHERE tenant = :tenant ORDER BY group_id",
                                UUID.class)
                        .setParameter("tenant", tenant.value())
                        .getResultList())
                .map((List<UUID> groups) ->
                        new Present(ConsentView.of(tenant, newest, groups), Version.of(newest), opened));
    }

    /** Two administrators granted at once: the unique index let one through. */
    private static boolean lostTheRace(Throwable e) {
        return e instanceof org.hibernate.exception.ConstraintViolationException
                || e.getCause() instanceof org.hibernate.exception.ConstraintViolationException;
    }
}
