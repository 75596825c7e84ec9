package io.rapport.purge.holder;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** ingestion-service as an owner. */
@RegisterRestClient(configKey = "ingestion-owner")
@OidcClientFilter
@Path("/internal")
public interface IngestionOwner extends OwnerClient {}
