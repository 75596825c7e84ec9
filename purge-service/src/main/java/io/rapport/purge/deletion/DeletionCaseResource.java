package io.rapport.purge.deletion;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.rapport.contracts.ids.TenantId;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.identity.Roles;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.rapport.purge.proof.Certificates;
import io.rapport.purge.proof.Statement;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Deletion cases with their clocks and certificates: the token's tenant's, no other. No personal data. */
@Path("/api/v1/deletion-cases")
@RolesAllowed({Roles.CONSENT_ADMIN, Roles.OPS_READ})
public class DeletionCaseResource {

    private final Caller caller;
    private final Certificates certificates;
    private final Clock clock;

    DeletionCaseResource(Caller caller, Certificates certificates, Clock clock) {
        this.caller = caller;
        this.certificates = certificates;
        this.clock = clock;
    }

    /** All of a tenant's cases, the newest first, without their histories. */
    public record CaseList(List<CaseView> cases) {}

    @GET
    @Operation(summary = "The tenant's deletion cases, the newest first")
    public Uni<CaseList> list() {
        TenantId tenant = caller.tenant();
        return Panache.withSession(() -> DeletionCase.of(tenant))
                .map(all -> new CaseList(all.stream()
                        .map(one -> CaseView.of(one, clock.instant(), List.of(), List.of()))
                        .toList()));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One case with its clocks, history and what was ordered of whom")
    public Uni<CaseView> show(@PathParam("id") String id) {
        TenantId tenant = caller.tenant();
        return Panache.withSession(() -> mine(tenant, id)
                .flatMap(found -> Panache.getSession()
                        .flatMap(session -> CaseEvents.of(session, id)
                                .flatMap(events -> orders(session, id)
                                        .map(orders -> CaseView.of(found, clock.instant(), events, orders))))));
    }

    @GET
    @Path("/{id}/certificates/{stage: app|backup}")
    @Produces("application/jose")
    @Operation(summary = "The signed certificate of a stage, a compact JWS")
    public Uni<String> certificate(@PathParam("id") String id, @PathParam("stage") String stage) {
        TenantId tenant = caller.tenant();
        Statement.Stage wanted = stage.equals("app") ? Statement.Stage.APP : Statement.Stage.BACKUP;
        return Panache.withSession(() -> mine(tenant, id))
                .flatMap(found -> certificates.find(id, wanted))
                .map(found -> found.orElseThrow(
                        () -> Problems.of(ErrorCode.NOT_FOUND, "This stage has not been verified yet.")));
    }

    /** Another tenant's case is as if it did not exist. */
    private static Uni<DeletionCase> mine(TenantId tenant, String id) {
        return DeletionCase.<DeletionCase>findById(id).map((@Nullable DeletionCase found) -> {
            if (found == null || !found.tenantId().equals(tenant)) {
                throw Problems.of(ErrorCode.NOT_FOUND, "There is no such deletion case.");
            }
            return found;
        });
    }

    private static Uni<List<CaseView.Order>> orders(Mutiny.Session session, String id) {
        return session.createNativeQuery(
                        "SELECT step, owner, ordered_at, done_at, detail FROM step_order WHERE case_id = :id"
                                + " ORDER BY ordered_at, step, owner",
                        Object[].class)
                .setParameter("id", id)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new CaseView.Order(
                                (String) row[0],
                                (String) row[1],
                                CaseEvents.instant(row[2]),
                                row[3] == null ? null : CaseEvents.instant(row[3]),
                                (String) row[4]))
                        .toList());
    }
}
