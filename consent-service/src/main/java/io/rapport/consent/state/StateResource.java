package io.rapport.consent.state;

import io.rapport.consent.decision.DirectoryRefresh;
import io.rapport.contracts.consent.ConsentChanges;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.consent.EpochKey;
import io.rapport.contracts.ids.Te;
import io.rapport.kit.identity.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;

/** What the other services ask, with their service role: the lease and the epoch keys. */
@Path("/internal")
@RolesAllowed(Roles.SERVICE)
public class StateResource {

    private final Changes changes;
    private final Keys keys;
    private final DirectoryRefresh refresh;

    StateResource(Changes changes, Keys keys, DirectoryRefresh refresh) {
        this.changes = changes;
        this.keys = keys;
        this.refresh = refresh;
    }

    @GET
    @Path("/consent-state")
    @Operation(summary = "Everything that changed after a revision, for all tenants")
    public Uni<ConsentChanges> since(@QueryParam("since") long revision) {
        return changes.since(revision);
    }

    @GET
    @Path("/keys/{te}")
    @Operation(summary = "The key of an active epoch; 410 once it was destroyed")
    public Uni<RestResponse<EpochKey>> key(@PathParam("te") Te te) {
        return keys.of(te)
                .map(key -> RestResponse.ResponseBuilder.ok(key)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build());
    }

    @POST
    @Path("/directory-refreshes/{te}")
    @Operation(summary = "Read the directory again before a batch begins; 503 if it cannot be read")
    public Uni<ConsentState> refresh(@PathParam("te") Te te) {
        return refresh.refreshFor(te);
    }
}
