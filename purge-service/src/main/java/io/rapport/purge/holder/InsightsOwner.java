package io.rapport.purge.holder;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** insights-service as an owner. */
@RegisterRestClient(configKey = "insights-owner")
@OidcClientFilter
@Path("/internal")
public interface InsightsOwner extends OwnerClient {}
