package io.rapport.purge.holder;

import io.rapport.contracts.ids.Te;
import io.rapport.contracts.purge.PurgeCommand;
import io.rapport.contracts.purge.PurgeReceipt;
import io.rapport.contracts.purge.Remains;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;

/** What every owner of data answers internally. */
public interface OwnerClient {

    @POST
    @Path("/purge-commands")
    Uni<PurgeReceipt> carryOut(PurgeCommand command);

    @GET
    @Path("/remains/{te}")
    Uni<Remains> remains(@PathParam("te") Te te);

    /** Of mailboxes that were removed from an epoch that goes on. */
    @GET
    @Path("/remains/{te}/removals/{removal}")
    Uni<Remains> remains(@PathParam("te") Te te, @PathParam("removal") UUID removal);
}
