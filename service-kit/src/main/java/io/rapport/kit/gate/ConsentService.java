package io.rapport.kit.gate;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import io.rapport.contracts.consent.ConsentChanges;
import io.rapport.contracts.consent.EpochKey;
import io.rapport.contracts.ids.Te;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** consent-service's internal endpoints, called with the service role. */
@RegisterRestClient(configKey = "consent-service")
@OidcClientFilter
@Path("/internal")
public interface ConsentService {

    /** All tenants' changes after a revision, in one call. */
    @GET
    @Path("/consent-state")
    Uni<ConsentChanges> changes(@QueryParam("since") long revision);

    /** The key of an epoch; 410 if it was destroyed. */
    @GET
    @Path("/keys/{te}")
    Uni<EpochKey> key(@PathParam("te") Te te);
}
