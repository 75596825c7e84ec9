package io.rapport.consent.removal;

import io.rapport.contracts.purge.MailboxRemoval;
import io.rapport.contracts.purge.RemovedMailbox;
import io.rapport.kit.identity.Roles;
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

/** Removals as the other services see them: purge-service those that there are, the owners of data whose they are. */
@Path("/internal/removals")
@RolesAllowed(Roles.SERVICE)
public class RemovalsResource {

    private final MailboxRemovals removals;

    RemovalsResource(MailboxRemovals removals) {
        this.removals = removals;
    }

    @GET
    @Operation(hidden = true)
    public Uni<List<MailboxRemoval>> since(@QueryParam("since") @NotNull Instant since) {
        return removals.since(since);
    }

    @GET
    @Path("/{id}/mailboxes")
    @Operation(hidden = true)
    public Uni<List<RemovedMailbox>> mailboxes(@PathParam("id") UUID id) {
        return removals.of(id);
    }
}
