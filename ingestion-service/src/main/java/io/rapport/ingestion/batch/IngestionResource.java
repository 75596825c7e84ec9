package io.rapport.ingestion.batch;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.ids.TenantId;
import io.rapport.ingestion.fetch.ClosedFieldList;
import io.rapport.kit.gate.ConsentGate;
import io.rapport.kit.gate.Gate;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.identity.Roles;
import io.rapport.kit.problem.ErrorCode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** Progress, for the tenant's administrator and for operators; no personal data. */
@Path("/api/v1/ingestion")
@RolesAllowed({Roles.CONSENT_ADMIN, Roles.OPS_READ})
public class IngestionResource {

    private static final Duration TICK = Duration.ofSeconds(1);

    private final Progress progress;
    private final Units units;
    private final ConsentGate gate;
    private final Caller caller;

    IngestionResource(Progress progress, Units units, ConsentGate gate, Caller caller) {
        this.progress = progress;
        this.units = units;
        this.gate = gate;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "The batches of the tenant's newest consent, with every message accounted for")
    public Uni<IngestionView> progress() {
        return progress(caller.tenant());
    }

    @GET
    @Path("/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(summary = "The same, sent whenever it has changed")
    public Multi<IngestionView> events() {
        TenantId tenant = caller.tenant();
        return Multi.createFrom()
                .ticks()
                .every(TICK)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> progress(tenant))
                .skip()
                .repetitions();
    }

    /** @param reopened units that are tried again */
    public record Retried(int reopened) {}

    @POST
    @Path("/retries")
    @RolesAllowed(Roles.CONSENT_ADMIN)
    @Operation(summary = "Try the units again that were given up")
    public Uni<Retried> retry() {
        ConsentState consent = gate.of(caller.tenant()).orThrow();
        return units.retry(consent.te()).map(Retried::new);
    }

    @GET
    @Path("/fields")
    @PermitAll
    @Operation(summary = "Every property that is ever asked of Microsoft Graph")
    public ClosedFieldList fields() {
        return ClosedFieldList.all();
    }

    /** Asks the gate each time: a stream that was opened under a consent ends with it or with the lease. */
    private Uni<IngestionView> progress(TenantId tenant) {
        Gate state = gate.of(tenant);
        if (state instanceof Gate.Closed(ErrorCode reason) && reason == ErrorCode.NO_LEASE) {
            return Uni.createFrom().item(() -> {
                state.orThrow();
                throw new IllegalStateException("closed");
            });
        }
        return Panache.withSession(() -> EpochPlan.newest(tenant)).flatMap(plan -> progress.of(tenant, plan, state));
    }
}
