package io.rapport.consent.preview;

import io.rapport.consent.decision.Decision;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.identity.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;

/** The dry run of a decision. */
@Path("/api/v1/consent/preview")
@RolesAllowed(Roles.CONSENT_ADMIN)
public class PreviewResource {

    private final Previews previews;
    private final Caller caller;

    PreviewResource(Previews previews, Caller caller) {
        this.previews = previews;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "What a decision would do: who is left out, what is deleted, how much is read; changes nothing")
    public Uni<RestResponse<Preview>> preview(@NotNull @Valid Decision decision) {
        return previews.of(caller.tenant(), caller.administratorRole(), decision)
                .map(preview -> RestResponse.ResponseBuilder.ok(preview)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build());
    }
}
