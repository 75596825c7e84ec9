package io.rapport.insights.relationship;

import io.rapport.insights.visibility.Visibility;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.identity.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The relationship between any of our people and any of theirs: an account, a lead, an opportunity. */
@Path("/api/v1/relationships")
@RolesAllowed(Roles.INSIGHTS_READ)
@RunOnVirtualThread
public class RelationshipsResource {

    private final Visibility visibility;
    private final Relationships relationships;
    private final Caller caller;

    RelationshipsResource(Visibility visibility, Relationships relationships, Caller caller) {
        this.visibility = visibility;
        this.relationships = relationships;
        this.caller = caller;
    }

    @POST
    @Path("/query")
    @Operation(
            summary = "Figures and health between our side and addresses or domains",
            description = "A question rather than a change; POST keeps addresses out of URLs and their logs.")
    public Relationship query(@NotNull @Valid RelationshipQuery query) {
        return visibility.show(
                caller.tenant(),
                view -> relationships.with(
                        query.ours() == null ? view : view.of(query.ours()),
                        query.theirs().stream().map(String::strip).toList()));
    }
}
