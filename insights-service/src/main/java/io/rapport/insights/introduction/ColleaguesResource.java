package io.rapport.insights.introduction;

import static io.rapport.insights.visibility.Visibility.await;

import io.rapport.insights.relationship.Edges;
import io.rapport.insights.relationship.Stretch;
import io.rapport.insights.vault.Contact;
import io.rapport.insights.vault.Contacts;
import io.rapport.insights.visibility.View;
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
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Who knows this contact. */
@Path("/api/v1/contacts/{id}/colleagues")
@RolesAllowed(Roles.INSIGHTS_READ)
@RunOnVirtualThread
public class ColleaguesResource {

    private final Visibility visibility;
    private final Contacts contacts;
    private final Edges edges;
    private final Caller caller;

    ColleaguesResource(Visibility visibility, Contacts contacts, Edges edges, Caller caller) {
        this.visibility = visibility;
        this.contacts = contacts;
        this.edges = edges;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "The colleagues who know a contact best")
    public Colleagues colleagues(
            @PathParam("id") String id, @QueryParam("limit") @DefaultValue("5") @Min(1) @Max(100) int limit) {
        return visibility.show(caller.tenant(), view -> {
            List<Colleague> ranked = ranked(view, id);
            if (ranked.isEmpty()) {
                // Who is known only to mailboxes that may not be shown does not exist for the caller.
                throw Problems.of(ErrorCode.NOT_FOUND, "No such contact.");
            }
            return new Colleagues(view.asOf(), ranked.stream().limit(limit).toList());
        });
    }

    private List<Colleague> ranked(View view, String id) {
        List<Integer> numbers = await(contacts.byId(view.vault(), id)).stream()
                .map(Contact::number)
                .toList();
        Map<Integer, List<Stretch>> byMailbox =
                await(edges.between(view, numbers)).stream().collect(Collectors.groupingBy(Stretch::mailbox));
        return view.mailboxes().stream()
                .filter(mailbox -> byMailbox.containsKey(mailbox.id()))
                .map(mailbox -> Colleague.of(mailbox, byMailbox.getOrDefault(mailbox.id(), List.of()), view))
                .sorted(Colleague.ORDER)
                .toList();
    }
}
