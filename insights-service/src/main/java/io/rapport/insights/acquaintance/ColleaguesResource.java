package io.rapport.insights.acquaintance;

import static io.rapport.insights.visibility.Visibility.await;

import io.rapport.insights.vault.Contact;
import io.rapport.insights.vault.Contacts;
import io.rapport.insights.visibility.Visibility;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.identity.Roles;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Who knows this contact. */
@Path("/api/v1/contacts/{id}/colleagues")
@RolesAllowed(Roles.INSIGHTS_READ)
@RunOnVirtualThread
public class ColleaguesResource {

    private final Visibility visibility;
    private final Contacts contacts;
    private final Acquaintances acquaintances;
    private final WhoKnowsWhom whoKnowsWhom;
    private final Caller caller;

    ColleaguesResource(
            Visibility visibility,
            Contacts contacts,
            Acquaintances acquaintances,
            WhoKnowsWhom whoKnowsWhom,
            Caller caller) {
        this.visibility = visibility;
        this.contacts = contacts;
        this.acquaintances = acquaintances;
        this.whoKnowsWhom = whoKnowsWhom;
        this.caller = caller;
    }

    @GET
    @Operation(
            summary = "The colleagues who know a contact best, and those who know somebody else at the same company",
            description = "Nobody whose tie is weaker than the tenant's threshold, so the list may be empty.")
    public Colleagues colleagues(
            @PathParam("id") String id, @QueryParam("limit") @DefaultValue("5") @Min(1) @Max(100) int limit) {
        return visibility.show(caller.tenant(), view -> {
            Contact contact = await(contacts.byId(view.vault(), id)).orElseThrow(ColleaguesResource::unknown);
            // Who is known only to mailboxes that may not be shown does not exist for the caller.
            List<Acquaintance> direct = acquaintances.of(view, contact).orElseThrow(ColleaguesResource::unknown);
            return whoKnowsWhom.answer(view, direct, List.of(contact.identity().address()), limit);
        });
    }

    private static RuntimeException unknown() {
        return Problems.of(ErrorCode.NOT_FOUND, "No such contact.");
    }
}
