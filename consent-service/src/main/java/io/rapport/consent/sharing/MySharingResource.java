package io.rapport.consent.sharing;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.security.Authenticated;
import io.rapport.consent.journal.Journal;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.kit.identity.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Anyone's own switch, everywhere in the world, whatever the administrator decided. */
@Path("/api/v1/me/sharing")
@Authenticated
public class MySharingResource {

    private static final String REASONS = """
            SELECT EXISTS (SELECT FROM consent_epoch WHERE tenant = :tenant AND phase = 'ACTIVE'),
                   EXISTS (SELECT FROM licensed_user WHERE tenant = :tenant AND user_id = :user),
                   EXISTS (SELECT FROM group_member WHERE tenant = :tenant AND user_id = :user),
                   EXISTS (SELECT FROM own_switch WHERE tenant = :tenant AND user_id = :user AND off)""";

    private final Sharing sharing;
    private final Journal journal;
    private final Caller caller;
    private final Clock clock;

    MySharingResource(Sharing sharing, Journal journal, Caller caller, Clock clock) {
        this.sharing = sharing;
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
    public Uni<MySharing> change(@NotNull @Valid Wish wish) {
        TenantId tenant = caller.tenant();
        UserId user = caller.user();
        boolean off = !Boolean.TRUE.equals(wish.shared());
        return Panache.withTransaction(() -> Panache.getSession()
                .flatMap(session -> store(session, tenant, user, off)
                        .chain(() -> active(session, tenant))
                        .chain(active -> sharing.recompute(session, tenant, active, user))
                        .chain(() -> journal.append(session, tenant, user, off ? "SWITCH_OFF" : "SWITCH_ON", ""))
                        .chain(() -> mine(session, tenant, user))));
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

    private static Uni<Boolean> active(Mutiny.Session session, TenantId tenant) {
        return session.createNativeQuery(
                        "SELECT EXISTS (SELECT FROM consent_epoch WHERE tenant = :tenant AND phase = 'ACTIVE')",
                        Boolean.class)
                .setParameter("tenant", tenant.value())
                .getSingleResult();
    }

    private static Uni<MySharing> mine(Mutiny.Session session, TenantId tenant, UserId user) {
        return session.createNativeQuery(REASONS, Object[].class)
                .setParameter("tenant", tenant.value())
                .setParameter("user", user.value())
                .getSingleResult()
                .map(row -> {
                    List<String> because = new ArrayList<>();
                    if (!(Boolean) row[0]) {
                        because.add("no consent");
                    }
                    if (!(Boolean) row[1]) {
                        because.add("not licensed");
                    }
                    if ((Boolean) row[2]) {
                        because.add("excluded group");
                    }
                    if ((Boolean) row[3]) {
                        because.add("own switch");
                    }
                    return new MySharing(because.isEmpty(), (Boolean) row[3], List.copyOf(because));
                });
    }
}
