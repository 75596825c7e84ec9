package io.rapport.insights.subject;

import static io.rapport.insights.visibility.Visibility.await;

import io.rapport.insights.vault.Blocks;
import io.rapport.insights.vault.Vault;
import io.rapport.insights.visibility.Changes;
import io.rapport.insights.visibility.Visibility;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.identity.Roles;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator does for an outside person who asks. Addresses stand in bodies only, never in URLs, answers
 * about erasures or logs.
 */
@Path("/api/v1/data-subjects")
@RolesAllowed(Roles.CONSENT_ADMIN)
@RunOnVirtualThread
public class DataSubjectsResource {

    private final Visibility visibility;
    private final Changes changes;
    private final Holdings holdings;
    private final Erasures erasures;
    private final Blocks blocks;
    private final Pool pool;
    private final Clock clock;
    private final Caller caller;

    DataSubjectsResource(
            Visibility visibility,
            Changes changes,
            Holdings holdings,
            Erasures erasures,
            Blocks blocks,
            Pool pool,
            Clock clock,
            Caller caller) {
        this.visibility = visibility;
        this.changes = changes;
        this.holdings = holdings;
        this.erasures = erasures;
        this.blocks = blocks;
        this.pool = pool;
        this.clock = clock;
        this.caller = caller;
    }

    /** Who it is about. */
    public record Subject(
            @Schema(examples = "someone@fabrikam.example")
            @NotNull
            @Size(max = 320)
            @Pattern(regexp = Vault.AN_ADDRESS, message = "is no address")
            String address) {
        @Override
        public String toString() {
            return "Subject[hidden]";
        }
    }

    /** @param block true, which is the default, keeps the person out of what is read later */
    public record Wish(
            @Schema(examples = "someone@fabrikam.example")
            @NotNull
            @Size(max = 320)
            @Pattern(regexp = Vault.AN_ADDRESS, message = "is no address")
            String address,

            @Nullable Boolean block) {
        @Override
        public String toString() {
            return "Wish[hidden]";
        }
    }

    /** Whether a person is kept out. */
    public record Block(boolean blocked) {}

    @POST
    @Path("/export")
    @Operation(summary = "Everything that is held about an outside person, as a JSON document to hand over")
    public Response export(@NotNull @Valid Subject subject) {
        Held held = visibility.show(caller.tenant(), view -> holdings.of(view, subject.address()));
        return Response.ok(held)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"held.json\"")
                .build();
    }

    @POST
    @Path("/erasures")
    @Operation(
            summary = "Erase an outside person from everything the tenant holds",
            description =
                    "Gone when the answer comes; the deadline in it is that of the backups. Unless told otherwise the"
                            + " person is also kept out of what is read later.")
    public Response erase(@NotNull @Valid Wish wish) {
        boolean block = !Boolean.FALSE.equals(wish.block());
        Erasure erasure = visibility.show(
                caller.tenant(),
                view -> changes.makeAlone(view, connection -> erasures.erase(connection, view, wish.address(), block)));
        return Response.accepted(erasure)
                .location(URI.create("/api/v1/data-subjects/erasures/" + erasure.id()))
                .build();
    }

    @GET
    @Path("/erasures")
    @Operation(summary = "All erasures, without saying whose", description = "Needs no consent: they are evidence.")
    public List<Erasure> erasures() {
        return await(erasures.of(caller.tenant()));
    }

    @GET
    @Path("/erasures/{id}")
    @Operation(summary = "One erasure")
    public Erasure erasure(@PathParam("id") UUID id) {
        return erasures().stream()
                .filter(erasure -> erasure.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Problems.of(ErrorCode.NOT_FOUND, "No such erasure."));
    }

    @POST
    @Path("/blocks")
    @Operation(
            summary = "Keep a person out of what is read later; what is held stays",
            description = "Needs no consent.")
    public Block block(@NotNull @Valid Subject subject) {
        await(pool.withTransaction(
                connection -> blocks.add(connection, caller.tenant(), subject.address(), clock.instant())));
        return new Block(true);
    }

    @POST
    @Path("/blocks/query")
    @Operation(
            summary = "Whether a person is kept out",
            description = "The list itself cannot be read: only hashes are kept.")
    public Block isBlocked(@NotNull @Valid Subject subject) {
        return new Block(await(blocks.holds(caller.tenant(), subject.address())));
    }

    @POST
    @Path("/blocks/remove")
    @Operation(summary = "Let a person in again", description = "What was erased does not come back by itself.")
    public Block unblock(@NotNull @Valid Subject subject) {
        await(blocks.remove(caller.tenant(), subject.address()));
        return new Block(false);
    }
}
