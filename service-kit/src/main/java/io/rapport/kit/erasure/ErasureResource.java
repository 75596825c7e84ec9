package io.rapport.kit.erasure;

import io.rapport.contracts.ids.Te;
import io.rapport.contracts.purge.PurgeCommand;
import io.rapport.contracts.purge.PurgeReceipt;
import io.rapport.contracts.purge.Remains;
import io.rapport.kit.identity.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The same commands over REST, so that a purge goes on while Kafka is down, and the question what remains. */
@Path("/internal")
@RolesAllowed(Roles.SERVICE)
public class ErasureResource {

    private final Erasure erasure;

    ErasureResource(Erasure erasure) {
        this.erasure = erasure;
    }

    @POST
    @Path("/purge-commands")
    @Operation(summary = "Carry out one step of a deletion case and answer with the receipt")
    public Uni<PurgeReceipt> carryOut(PurgeCommand command) {
        return erasure.carryOut(command);
    }

    @GET
    @Path("/remains/{te}")
    @Operation(summary = "What this service still holds of a consent epoch, counted afresh")
    public Uni<Remains> remains(@PathParam("te") Te te) {
        return erasure.remains(te);
    }

    @GET
    @Path("/remains/{te}/removals/{removal}")
    @Operation(summary = "What this service still holds of mailboxes that were removed from an epoch, counted afresh")
    public Uni<Remains> remains(@PathParam("te") Te te, @PathParam("removal") UUID removal) {
        return erasure.remains(te, removal);
    }
}
