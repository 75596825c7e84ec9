package io.rapport.consent.journal;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.rapport.contracts.audit.AuditEntry;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.identity.Roles;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** What was decided, by whom and when: the tenant's own trail. */
@Path("/api/v1")
@RolesAllowed(Roles.CONSENT_ADMIN)
public class AuditResource {

    private final AuditTrail trail;
    private final Journal journal;
    private final Caller caller;

    AuditResource(AuditTrail trail, Journal journal, Caller caller) {
        this.trail = trail;
        this.journal = journal;
        this.caller = caller;
    }

    @GET
    @Path("/audit")
    @Produces("application/x-ndjson")
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(summary = "The whole audit trail as JSON Lines; \"rapport verify-audit\" checks it offline")
    public Multi<AuditEntry> export() {
        return trail.entries(caller.tenant());
    }

    @GET
    @Path("/audit/verification")
    @Operation(summary = "Whether the audit trail is whole, checked now")
    public Uni<Verdict> verify() {
        return trail.verify(caller.tenant());
    }

    /** A receipt, with what ties it to the audit trail. */
    public record Kept(
            int position,
            String action,
            String hash,
            @JsonRawValue String receipt) {

        static Kept of(AuditEntry entry) {
            return new Kept(entry.position(), entry.action(), entry.hash(), entry.detail());
        }
    }

    @GET
    @Path("/receipts")
    @Operation(summary = "Consent receipts after a position, oldest first")
    public Uni<List<Kept>> receipts(
            @QueryParam("after") @DefaultValue("0") @Min(0) int after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(500) int limit) {
        return Panache.withSession(() ->
                        Panache.getSession().flatMap(session -> journal.page(session, caller.tenant(), after, limit)))
                .map(entries -> entries.stream().map(Kept::of).toList());
    }

    @GET
    @Path("/receipts/{position}")
    @Operation(summary = "One consent receipt")
    public Uni<Kept> receipt(@PathParam("position") int position) {
        return Panache.withSession(() -> Panache.getSession()
                        .flatMap(session -> journal.page(session, caller.tenant(), position - 1, 1)))
                .map(entries -> entries.stream()
                        .filter(entry -> entry.position() == position)
                        .findFirst()
                        .map(Kept::of)
                        .orElseThrow(() -> Problems.of(ErrorCode.NOT_FOUND, "There is no such receipt.")));
    }

    @GET
    @Path("/notice")
    @PermitAll
    @Operation(summary = "What an administrator is told before consenting")
    public Notice notice() {
        return Notice.present();
    }
}
