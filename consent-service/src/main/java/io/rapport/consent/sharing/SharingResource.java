package io.rapport.consent.sharing;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.identity.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The administrator's question about one person. */
@Path("/api/v1/sharing")
@RolesAllowed(Roles.CONSENT_ADMIN)
public class SharingResource {

    private final Explanation explanation;
    private final Caller caller;

    SharingResource(Explanation explanation, Caller caller) {
        this.explanation = explanation;
        this.caller = caller;
    }

    @GET
    @Path("/{user}")
    @Operation(summary = "Why this person is shown or not: every clause, and the one that fails")
    public Uni<WhyNot> why(@PathParam("user") UserId user) {
        TenantId tenant = caller.tenant();
        return Panache.withSession(
                () -> Panache.getSession().flatMap(session -> explanation.of(session, tenant, user)));
    }
}
