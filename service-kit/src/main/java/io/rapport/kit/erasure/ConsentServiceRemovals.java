package io.rapport.kit.erasure;

import io.quarkus.arc.DefaultBean;
import io.quarkus.oidc.client.filter.OidcClientFilter;
import io.rapport.contracts.purge.RemovedMailbox;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** As consent-service, which decided it, tells; that one has them itself. */
@Singleton
@DefaultBean
class ConsentServiceRemovals implements Removals {

    private final Client client;

    ConsentServiceRemovals(@RestClient Client client) {
        this.client = client;
    }

    /** consent-service's endpoint. */
    @RegisterRestClient(configKey = "consent-service")
    @OidcClientFilter
    @Path("/internal/removals")
    interface Client {

        @GET
        @Path("/{id}/mailboxes")
        Uni<List<RemovedMailbox>> mailboxes(@PathParam("id") UUID removal);
    }

    @Override
    public Uni<List<RemovedMailbox>> of(UUID removal) {
        return client.mailboxes(removal);
    }
}
