package io.rapport.purge.holder;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** consent-service as an owner. */
@RegisterRestClient(configKey = "consent-owner")
@OidcClientFilter
@Path("/internal")
public interface ConsentOwner extends OwnerClient {}
