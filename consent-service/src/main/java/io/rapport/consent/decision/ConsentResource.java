package io.rapport.consent.decision;

import io.rapport.consent.decision.ConsentViews.Present;
import io.rapport.consent.idempotency.ChangeRequest;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.identity.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The tenant's consent. The tenant is the token's. */
@Path("/api/v1/consent")
@RolesAllowed(Roles.CONSENT_ADMIN)
public class ConsentResource {

    private final Consents consents;
    private final Withdrawals withdrawals;
    private final Caller caller;

    ConsentResource(Consents consents, Withdrawals withdrawals, Caller caller) {
        this.consents = consents;
        this.withdrawals = withdrawals;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "What was decided, with the ETag that a change must carry")
    public Uni<RestResponse<ConsentView>> read() {
        return consents.read(caller.tenant()).map(ConsentResource::answer);
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Grant consent, amend an active one, or give the permissions that feed no insights")
    public Uni<RestResponse<ConsentView>> decide(
            @NotNull @Valid Decision decision,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey) {
        return consents.decide(request(idempotencyKey, "PUT", decision), decision, ifMatch, ifNoneMatch)
                .map(ConsentResource::answer);
    }

    @DELETE
    @Operation(summary = "Withdraw consent: everyone is opted out at once and deletion begins")
    public Uni<RestResponse<Withdrawal>> withdraw(
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey) {
        return withdrawals
                .withdraw(request(idempotencyKey, "DELETE"), ifMatch)
                .map(withdrawal -> RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, withdrawal)
                        .location(URI.create(withdrawal.deletionCaseUrl()))
                        .build());
    }

    private ChangeRequest request(@Nullable String idempotencyKey, String method, Object... what) {
        return ChangeRequest.of(
                caller.tenant(), caller.user(), caller.administratorRole(), idempotencyKey, method, what);
    }

    private static RestResponse<ConsentView> answer(Present present) {
        return RestResponse.ResponseBuilder.create(
                        present.opened() ? RestResponse.Status.CREATED : RestResponse.Status.OK, present.view())
                .header(HttpHeaders.ETAG, present.version())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
