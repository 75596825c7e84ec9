package io.rapport.ingestion.worker;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.ids.Te;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** consent-service's reading of the directory on demand: a client of its own, since a large directory takes minutes. */
@RegisterRestClient(configKey = "directory-refreshes")
@OidcClientFilter
@Path("/internal/directory-refreshes")
interface DirectoryRefreshes {

    /** @return the epoch's state after it, with what stands in the way of reading */
    @POST
    @Path("/{te}")
    Uni<ConsentState> refresh(@PathParam("te") Te te);
}
