package io.rapport.insights.relationship;

import io.rapport.insights.visibility.Visibility;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.identity.Roles;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Outside people the tenant's sharing mailboxes are in touch with. Every seller sees the same. */
@Path("/api/v1/contacts")
@RolesAllowed(Roles.INSIGHTS_READ)
@RunOnVirtualThread
public class ContactsResource {

    private final Visibility visibility;
    private final Relationships relationships;
    private final Caller caller;

    ContactsResource(Visibility visibility, Relationships relationships, Caller caller) {
        this.visibility = visibility;
        this.relationships = relationships;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "The contacts with the most interactions, the strongest tie or the latest contact")
    public ContactList list(
            @QueryParam("sort")
                    @DefaultValue("interactions")
                    @Pattern(
                            regexp = "interactions|strength|lastInteraction",
                            message = "must be interactions, strength or lastInteraction")
                    String sort,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(200) int limit) {
        return visibility.show(caller.tenant(), view -> relationships.list(view, Relationships.SortBy.of(sort), limit));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "All figures of a contact, its health, and the terms the score is made of")
    public Relationship one(@PathParam("id") String id) {
        return visibility.show(
                caller.tenant(),
                view -> relationships
                        .ofContact(view, id)
                        .orElseThrow(() -> Problems.of(ErrorCode.NOT_FOUND, "No such contact.")));
    }
}
