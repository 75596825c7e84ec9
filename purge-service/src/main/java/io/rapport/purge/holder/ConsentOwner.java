package io.rapport.purge.holder;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import io.rapport.contracts.purge.MailboxRemoval;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** consent-service as an owner. */
@RegisterRestClient(configKey = "consent-owner")
@OidcClientFilter
@Path("/internal")
public interface ConsentOwner extends OwnerClient {

    /** Mailboxes whose sharing was ended since an instant; each removal becomes a case. */
    @GET
    @Path("/removals")
    Uni<List<MailboxRemoval>> removals(@QueryParam("since") Instant since);
}
