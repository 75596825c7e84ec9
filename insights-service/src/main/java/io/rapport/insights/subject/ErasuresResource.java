package io.rapport.insights.subject;

import io.rapport.contracts.purge.PersonErasure;
import io.rapport.contracts.purge.Remains;
import io.rapport.kit.identity.Roles;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Erasures as purge-service sees them: it opens a case for each and asks afresh what is left. */
@Path("/internal/erasures")
@RolesAllowed(Roles.SERVICE)
public class ErasuresResource {

    private final Erasures erasures;

    ErasuresResource(Erasures erasures) {
        this.erasures = erasures;
    }

    @GET
    @Operation(hidden = true)
    public Uni<List<PersonErasure>> since(@QueryParam("since") @NotNull Instant since) {
        return erasures.since(since);
    }

    @GET
    @Path("/{id}/remains")
    @Operation(hidden = true)
    public Uni<Remains> remains(@PathParam("id") UUID id) {
        return erasures.remains(id)
                .map(found -> found.orElseThrow(() -> Problems.of(ErrorCode.NOT_FOUND, "No such erasure.")));
    }
}
