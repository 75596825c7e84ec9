package io.rapport.purge.deletion;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.rapport.contracts.purge.LedgerEntry;
import io.rapport.kit.identity.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What was deleted, for owners whose database may have been restored from a backup since. */
@Path("/internal/ledger")
@RolesAllowed(Roles.SERVICE)
public class LedgerResource {

    /** No backup lives longer than this after the deletion was verified, so none can bring back anything older. */
    private static final Duration REMEMBERED = Duration.ofDays(35);

    private final Clock clock;

    LedgerResource(Clock clock) {
        this.clock = clock;
    }

    @GET
    @Operation(hidden = true)
    public Uni<List<LedgerEntry>> entries() {
        return Panache.withSession(() -> DeletionCase.gone(clock.instant().minus(REMEMBERED)))
                .map(cases -> cases.stream()
                        .map(one -> new LedgerEntry(one.id, one.kind, one.te(), one.tenantId(), one.epoch, one.subject))
                        .toList());
    }
}
