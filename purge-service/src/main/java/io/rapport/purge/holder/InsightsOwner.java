package io.rapport.purge.holder;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import io.rapport.contracts.purge.PersonErasure;
import io.rapport.contracts.purge.Remains;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** insights-service as an owner. */
@RegisterRestClient(configKey = "insights-owner")
@OidcClientFilter
@Path("/internal")
public interface InsightsOwner extends OwnerClient {

    /** Erasures of outside people that were asked for since an instant; each becomes a case. */
    @GET
    @Path("/erasures")
    Uni<List<PersonErasure>> erasures(@QueryParam("since") Instant since);

    /** What is left of one of them, counted afresh. */
    @GET
    @Path("/erasures/{id}/remains")
    Uni<Remains> remainsOfPerson(@PathParam("id") UUID id);
}
