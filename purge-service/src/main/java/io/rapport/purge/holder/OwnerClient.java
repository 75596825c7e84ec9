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

/** What every owner of data answers internally. */
public interface OwnerClient {

    @POST
    @Path("/purge-commands")
    Uni<PurgeReceipt> carryOut(PurgeCommand command);

    @GET
    @Path("/remains/{te}")
    Uni<Remains> remains(@PathParam("te") Te te);
}
