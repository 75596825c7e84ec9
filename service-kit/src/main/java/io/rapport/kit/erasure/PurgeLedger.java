package io.rapport.kit.erasure;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import io.rapport.contracts.purge.LedgerEntry;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** purge-service's memory of what was deleted. */
@RegisterRestClient(configKey = "purge-ledger")
@OidcClientFilter
@Path("/internal/ledger")
interface PurgeLedger {

    @GET
    Uni<List<LedgerEntry>> entries();
}
