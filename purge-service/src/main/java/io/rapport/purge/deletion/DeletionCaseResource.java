package io.rapport.purge.deletion;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.identity.Roles;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.rapport.purge.proof.Certificates;
import io.rapport.purge.proof.Statement;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Deletion cases with their clocks and certificates: the token's tenant's, no other. No personal data. */
@Path("/api/v1/deletion-cases")
@RolesAllowed({Roles.CONSENT_ADMIN, Roles.OPS_READ})
public class DeletionCaseResource {

    private final Caller caller;
    private final DeletionCases cases;
    private final CasePace pace;
    private final Driver driver;
    private final Certificates certificates;
    private final Clock clock;

    DeletionCaseResource(
            Caller caller, DeletionCases cases, CasePace pace, Driver driver, Certificates certificates, Clock clock) {
        this.caller = caller;
        this.cases = cases;
        this.pace = pace;
        this.driver = driver;
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
                        .map(one -> shown(CaseView.of(one, clock.instant(), List.of(), List.of())))
                        .toList()));
    }

    @GET
    @Path("/{id}/history/verification")
    @Operation(summary = "Whether a case's history is unchanged: its hash chain is computed anew")
    public Uni<CaseEvents.Check> verifyHistory(@PathParam("id") String id) {
        return look(id, (session, found) -> CaseEvents.check(session, id));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One case with its clocks, history and what was ordered of whom")
    public Uni<CaseView> show(@PathParam("id") String id) {
        return look(
                id,
                (session, found) -> CaseEvents.of(session, id)
                        .flatMap(events -> orders(session, id)
                                .map(orders -> shown(CaseView.of(found, clock.instant(), events, orders)))));
    }

    private <T> Uni<T> look(String id, BiFunction<Mutiny.Session, DeletionCase, Uni<T>> question) {
        TenantId tenant = caller.tenant();
        return Panache.withSession(() -> mine(tenant, id)
                .flatMap(found -> Panache.getSession().flatMap(session -> question.apply(session, found))));
    }

    /** @param reason why nothing may be deleted, for whoever looks later */
    public record HoldRequest(
            @NotNull @Size(min = 3, max = 500) String reason) {}

    @PUT
    @Path("/{id}/hold")
    @RolesAllowed(Roles.CONSENT_ADMIN)
    @Operation(
            summary = "Suspend deletion, with a reason that stays in the history",
            description = "What is hidden stays hidden and the clocks run on: a deadline missed for it is missed.")
    public Uni<CaseView> hold(@PathParam("id") String id, @NotNull @Valid HoldRequest request) {
        UserId by = caller.user();
        return change(id, found -> cases.hold(found, by, request.reason()));
    }

    @DELETE
    @Path("/{id}/hold")
    @RolesAllowed(Roles.CONSENT_ADMIN)
    @Operation(summary = "Let deletion go on")
    public Uni<CaseView> release(@PathParam("id") String id) {
        UserId by = caller.user();
        return change(
                id,
                found -> found.held()
                        ? cases.release(found, by).call(() -> lookNow(id))
                        : Uni.createFrom().item(true));
    }

    @POST
    @Path("/{id}/retry")
    @RolesAllowed(Roles.CONSENT_ADMIN)
    @Operation(summary = "Look at a case now instead of after its pause")
    public Uni<CaseView> retry(@PathParam("id") String id) {
        UserId by = caller.user();
        return change(id, found -> cases.retry(found, by).call(() -> lookNow(id)));
    }

    private Uni<Void> lookNow(String id) {
        return pace.lookAgainAfter(id, Duration.ZERO).invoke(() -> driver.soon(id));
    }

    private Uni<CaseView> change(String id, Function<DeletionCase, Uni<Boolean>> change) {
        TenantId tenant = caller.tenant();
        return Panache.withSession(() -> mine(tenant, id))
                .flatMap(found -> {
                    if (found.state.finished()) {
                        throw Problems.of(ErrorCode.ALREADY_SETTLED, "Everything of this case is gone already.");
                    }
                    return change.apply(found);
                })
                .flatMap(changed -> {
                    if (!changed) {
                        throw Problems.of(ErrorCode.STALE_VERSION, "The case has just moved on; try again.");
                    }
                    return show(id);
                });
    }

    private CaseView shown(CaseView view) {
        return caller.is(Roles.CONSENT_ADMIN) ? view : view.withoutReasons();
    }

    @GET
    @Path("/{id}/certificates/{stage: app|backup}")
    @Produces("application/jose")
    @Operation(summary = "The signed certificate of a stage, a compact JWS")
    public Uni<String> certificate(@PathParam("id") String id, @PathParam("stage") String stage) {
        return signed(id, stage);
    }

    @GET
    @Path("/{id}/certificates/{stage: app|backup}")
    @Produces("text/html;qs=0.5")
    @Operation(summary = "The same for people, to read and to print")
    public Uni<RestResponse<String>> page(@PathParam("id") String id, @PathParam("stage") String stage) {
        String nonce = UUID.randomUUID().toString();
        return signed(id, stage)
                .flatMap(jws -> certificates.page(jws, nonce))
                .map(page -> RestResponse.ResponseBuilder.ok(page, MediaType.TEXT_HTML + ";charset=UTF-8")
                        .header("Content-Security-Policy", "default-src 'none'; style-src 'nonce-" + nonce + "'")
                        .header("X-Content-Type-Options", "nosniff")
                        .build());
    }

    private Uni<String> signed(String id, String stage) {
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
