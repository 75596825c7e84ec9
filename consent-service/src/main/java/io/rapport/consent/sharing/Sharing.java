package io.rapport.consent.sharing;

import io.rapport.contracts.Topics;
import io.rapport.contracts.consent.SharingState;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.kit.outbox.Outbox;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The effective answer for everyone of a tenant, as one set operation:
 * {@code consent active ∧ licensed ∧ ¬switched off ∧ ¬member of an excluded group}. Only changes are published.
 */
@Singleton
public class Sharing {

    private static final String RECOMPUTE = """
            INSERT INTO sharing AS known (tenant, user_id, shared, revision)
            SELECT :tenant, person.user_id,
                   :active
                   AND EXISTS (SELECT FROM licensed_user l
                                WHERE l.tenant = :tenant AND l.user_id = person.user_id)
                   AND NOT EXISTS (SELECT FROM own_switch s
                                    WHERE s.tenant = :tenant AND s.user_id = person.user_id AND s.off)
                   AND NOT EXISTS (SELECT FROM group_member m
                                    WHERE m.tenant = :tenant AND m.user_id = person.user_id),
                   nextval('revision')
              FROM (SELECT user_id FROM licensed_user WHERE tenant = :tenant
                    UNION
                    SELECT user_id FROM sharing WHERE tenant = :tenant) AS person
             WHERE (CAST(:only AS text) = '' OR CAST(person.user_id AS text) = :only)
            ON CONFLICT (tenant, user_id) DO UPDATE
               SET shared = excluded.shared, revision = excluded.revision
             WHERE known.shared IS DISTINCT FROM excluded.shared
            RETURNING CAST(user_id AS text), shared, revision""";

    private final Revisions revisions;
    private final Outbox outbox;

    Sharing(Revisions revisions, Outbox outbox) {
        this.revisions = revisions;
        this.outbox = outbox;
    }

    /** Within the session's transaction. */
    public Uni<Void> recompute(Mutiny.Session session, TenantId tenant, boolean active) {
        return recompute(session, tenant, active, "");
    }

    /** For one person, after their own switch. */
    public Uni<Void> recompute(Mutiny.Session session, TenantId tenant, boolean active, UserId only) {
        return recompute(session, tenant, active, only.toString());
    }

    private Uni<Void> recompute(Mutiny.Session session, TenantId tenant, boolean active, String only) {
        return revisions
                .lock(session)
                .chain(() -> session.createNativeQuery(RECOMPUTE, Object[].class)
                        .setParameter("tenant", tenant.value())
                        .setParameter("active", active)
                        .setParameter("only", only)
                        .getResultList())
                .chain((List<Object[]> changes) -> Multi.createFrom()
                        .iterable(changes)
                        .onItem()
                        .transformToUniAndConcatenate(row -> publish(session, tenant, row))
                        .toUni()
                        .replaceWithVoid());
    }

    private Uni<Void> publish(Mutiny.Session session, TenantId tenant, Object[] row) {
        SharingState state = new SharingState(
                tenant, new UserId(UUID.fromString((String) row[0])), (Boolean) row[1], ((Number) row[2]).longValue());
        return outbox.add(session, Topics.SHARING_STATE, tenant + "/" + state.user(), state);
    }
}
