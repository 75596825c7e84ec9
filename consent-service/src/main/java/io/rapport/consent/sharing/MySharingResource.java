package io.rapport.consent.sharing;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.security.Authenticated;
import io.rapport.consent.idempotency.ChangeRequest;
import io.rapport.consent.idempotency.Idempotency;
import io.rapport.consent.journal.Journal;
import io.rapport.consent.journal.Occasion;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.kit.identity.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Anyone's own switch, everywhere in the world, whatever the administrator decided. */
@Path("/api/v1/me/sharing")
@Authenticated
public class MySharingResource {

    private final Sharing sharing;
    private final Revisions revisions;
    private final Explanation explanation;
    private final Idempotency idempotency;
    private final Journal journal;
    private final Caller caller;
    private final Clock clock;

    MySharingResource(
            Sharing sharing,
            Revisions revisions,
            Explanation explanation,
            Idempotency idempotency,
            Journal journal,
            Caller caller,
            Clock clock) {
        this.sharing = sharing;
        this.revisions = revisions;
        this.explanation = explanation;
        this.idempotency = idempotency;
        this.journal = journal;
        this.caller = caller;
        this.clock = clock;
    }

    /** @param shared false switches my sharing off */
    public record Wish(@NotNull @Nullable Boolean shared) {}

    @GET
    @Operation(summary = "Whether my mailbox is read and shown, and if not, why")
    public Uni<MySharing> read() {
        TenantId tenant = caller.tenant();
        UserId user = caller.user();
        return Panache.withSession(() -> Panache.getSession().flatMap(session -> mine(session, tenant, user)));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Switch my sharing on or off; in force within 60 seconds")
    public Uni<MySharing> change(
            @NotNull @Valid Wish wish, @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey) {
        TenantId tenant = caller.tenant();
        UserId user = caller.user();
        boolean off = !Boolean.TRUE.equals(wish.shared());
        ChangeRequest request = ChangeRequest.of(tenant, user, "", idempotencyKey, "PUT me/sharing", wish);
        return Panache.withTransaction(() -> Panache.getSession()
                .flatMap(session -> revisions
                        .lock(session)
                        .chain(() -> idempotency.once(
                                session, request, MySharing.class, () -> change(session, request, off)))));
    }

    private Uni<MySharing> change(Mutiny.Session session, ChangeRequest request, boolean off) {
        return store(session, request.tenant(), request.actor(), off)
                .chain(() -> sharing.recompute(session, request.tenant(), request.actor()))
                .chain(() -> journal.append(
                        session, request.tenant(), request.actor(), request.role(), Occasion.switched(off)))
                .chain(() -> mine(session, request.tenant(), request.actor()));
    }

    private Uni<Integer> store(Mutiny.Session session, TenantId tenant, UserId user, boolean off) {
        return session.createNativeQuery("INSERT INTO own_switch VALUES (:tenant, :user, :off, :at)"
                        + " ON CONFLICT (tenant, user_id) DO UPDATE"
                        + " SET off = excluded.off, changed_at = excluded.changed_at")
                .setParameter("tenant", tenant.value())
                .setParameter("user", user.value())
                .setParameter("off", off)
                .setParameter("at", clock.instant())
                .executeUpdate();
    }

    private Uni<MySharing> mine(Mutiny.Session session, TenantId tenant, UserId user) {
        return explanation.of(session, tenant, user).map(MySharing::of);
    }
}
