package io.rapport.consent.sharing;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rapport.consent.removal.MailboxRemovals;
import io.rapport.contracts.Topics;
import io.rapport.contracts.consent.SharingState;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.contracts.purge.MailboxRemoval.Cause;
import io.rapport.kit.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The effective answer for everyone of a tenant, as one set operation: {@code consent active ∧ licensed ∧ ¬switched off
 * ∧ ¬member of an excluded group ∧ (no role group chosen ∨ member of one)}. Only changes are stored and published.
 */
@Singleton
public class Sharing {

    private static final String RECOMPUTE = """
            WITH state AS (
                SELECT EXISTS (SELECT FROM consent_epoch WHERE tenant = :tenant AND phase = 'ACTIVE') AS active,
                       EXISTS (SELECT FROM chosen_group WHERE tenant = :tenant AND purpose = 'ROLE') AS by_role
            ), member AS (
                SELECT m.user_id, bool_or(g.purpose = 'EXCLUDED') AS excluded, bool_or(g.purpose = 'ROLE') AS in_role
                  FROM group_member m JOIN chosen_group g USING (tenant, group_id)
                 WHERE tenant = :tenant GROUP BY m.user_id
            ), person AS (
                SELECT user_id FROM licensed_user WHERE tenant = :tenant
                UNION
                SELECT user_id FROM sharing WHERE tenant = :tenant
            ), effective AS (
                SELECT p.user_id,
                       state.active
                       AND l.user_id IS NOT NULL
                       AND s.user_id IS NULL
                       AND NOT coalesce(m.excluded, false)
                       AND (NOT state.by_role OR coalesce(m.in_role, false)) AS shared,
                       CASE WHEN NOT state.active THEN ''
                            WHEN l.user_id IS NULL THEN 'LEFT'
                            WHEN s.user_id IS NOT NULL THEN 'SWITCHED_OFF'
                            WHEN coalesce(m.excluded, false) THEN 'EXCLUDED'
                            ELSE 'NOT_IN_ROLE_GROUP' END AS cause
                  FROM state, person p
                  LEFT JOIN licensed_user l ON l.tenant = :tenant AND l.user_id = p.user_id
                  LEFT JOIN own_switch s ON s.tenant = :tenant AND s.user_id = p.user_id AND s.off
                  LEFT JOIN member m ON m.user_id = p.user_id
                 WHERE CAST(:only AS text) = '' OR CAST(p.user_id AS text) = :only
            ), change AS (
                SELECT e.user_id, e.shared, CASE WHEN k.shared THEN e.cause ELSE '' END AS ended
                  FROM effective e LEFT JOIN sharing k ON k.tenant = :tenant AND k.user_id = e.user_id
                 WHERE k.shared IS DISTINCT FROM e.shared
            ), stored AS (
                INSERT INTO sharing (tenant, user_id, shared, revision)
                SELECT :tenant, user_id, shared, nextval('revision') FROM change
                ON CONFLICT (tenant, user_id) DO UPDATE SET shared = excluded.shared, revision = excluded.revision
                RETURNING user_id, shared, revision
            )
            SELECT CAST(user_id AS text), s.shared, s.revision, c.ended FROM stored s JOIN change c USING (user_id)""";

    private final Revisions revisions;
    private final MailboxRemovals removals;
    private final Outbox outbox;
    private final Timer recomputed;

    Sharing(Revisions revisions, MailboxRemovals removals, Outbox outbox, MeterRegistry metrics) {
        this.revisions = revisions;
        this.removals = removals;
        this.outbox = outbox;
        this.recomputed = Timer.builder("rapport.sharing.recompute")
                .description("Computing everyone's effective sharing of a tenant and writing what changed")
                .register(metrics);
    }

    /** Within the session's transaction, after what it depends on was written. */
    public Uni<Void> recompute(Mutiny.Session session, TenantId tenant) {
        long began = System.nanoTime();
        return recompute(session, tenant, "")
                .invoke(() -> recomputed.record(System.nanoTime() - began, java.util.concurrent.TimeUnit.NANOSECONDS));
    }

    /** For one person, after their own switch. */
    public Uni<Void> recompute(Mutiny.Session session, TenantId tenant, UserId only) {
        return recompute(session, tenant, only.toString());
    }

    private Uni<Void> recompute(Mutiny.Session session, TenantId tenant, String only) {
        return revisions
                .lock(session)
                .chain(() -> session.createNativeQuery(RECOMPUTE, Object[].class)
                        .setParameter("tenant", tenant.value())
                        .setParameter("only", only)
                        .getResultList())
                .call((List<Object[]> changes) -> removals.note(session, tenant, ended(changes)))
                .chain((List<Object[]> changes) -> outbox.addAll(
                        session,
                        Topics.SHARING_STATE,
                        changes.stream().map(row -> event(tenant, row)).toList()));
    }

    /** Those who shared until now, and why they no longer do; after a withdrawal nobody: then the whole epoch goes. */
    private static List<MailboxRemovals.Ended> ended(List<Object[]> changes) {
        return changes.stream()
                .filter(row -> !((String) row[3]).isEmpty())
                .map(row -> new MailboxRemovals.Ended(user(row), revision(row), Cause.valueOf((String) row[3])))
                .toList();
    }

    private static UserId user(Object[] row) {
        return new UserId(UUID.fromString((String) row[0]));
    }

    private static long revision(Object[] row) {
        return ((Number) row[2]).longValue();
    }

    private static Outbox.Keyed event(TenantId tenant, Object[] row) {
        SharingState state = new SharingState(tenant, user(row), (Boolean) row[1], revision(row));
        return new Outbox.Keyed(tenant + "/" + state.user(), state);
    }
}
