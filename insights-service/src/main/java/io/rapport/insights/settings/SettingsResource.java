package io.rapport.insights.settings;

import io.rapport.kit.identity.Caller;
import io.rapport.kit.identity.Roles;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** How a tenant weighs and limits its insights. Needs no consent: nothing here is about a person. */
@Path("/api/v1/settings")
@RolesAllowed({Roles.CONSENT_ADMIN, Roles.INSIGHTS_READ})
public class SettingsResource {

    private final TenantSettings settings;
    private final Caller caller;

    SettingsResource(TenantSettings settings, Caller caller) {
        this.settings = settings;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "Weights, limits and rules, with an ETag for changing them")
    public Uni<Response> read() {
        return settings.versioned(caller.tenant()).map(SettingsResource::answer);
    }

    @PUT
    @RolesAllowed(Roles.CONSENT_ADMIN)
    @Operation(summary = "Change all of them; every score follows at once")
    public Uni<Response> change(@NotNull @Valid Settings wanted, @HeaderParam("If-Match") @Nullable String version) {
        return settings.change(caller.tenant(), version(version), wanted)
                .map(changed -> answer(changed.orElseThrow(
                        () -> Problems.of(ErrorCode.STALE_VERSION, "Read the settings again and repeat the change."))));
    }

    private static int version(@Nullable String ifMatch) {
        if (ifMatch == null) {
            throw Problems.of(ErrorCode.VERSION_REQUIRED, "Send If-Match with the ETag of GET /api/v1/settings.");
        }
        try {
            return Integer.parseInt(ifMatch.strip().replace("\"", ""));
        } catch (NumberFormatException e) {
            throw Problems.of(ErrorCode.STALE_VERSION, "If-Match is no ETag of these settings.");
        }
    }

    private static Response answer(TenantSettings.Versioned versioned) {
        return Response.ok(versioned.settings())
                .tag(String.valueOf(versioned.version()))
                .build();
    }
}
