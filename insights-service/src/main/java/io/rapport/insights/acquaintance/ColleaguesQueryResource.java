package io.rapport.insights.acquaintance;

import static io.rapport.insights.visibility.Visibility.await;

import io.rapport.insights.vault.Contact;
import io.rapport.insights.vault.Contacts;
import io.rapport.insights.vault.Vault;
import io.rapport.insights.visibility.Visibility;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.identity.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Who knows a lead or a company. */
@Path("/api/v1/colleagues/query")
@RolesAllowed(Roles.INSIGHTS_READ)
@RunOnVirtualThread
public class ColleaguesQueryResource {

    private final Visibility visibility;
    private final Contacts contacts;
    private final Acquaintances acquaintances;
    private final WhoKnowsWhom whoKnowsWhom;
    private final Caller caller;

    ColleaguesQueryResource(
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

    @POST
    @Operation(
            summary = "Who knows these people or companies best",
            description =
                    "For a lead's address that nobody has written to yet there are still paths through its company."
                            + " Colleagues themselves are never found as contacts. POST keeps addresses out of URLs.")
    public Colleagues query(@NotNull @Valid ColleaguesQuery query) {
        return visibility.show(caller.tenant(), view -> {
            Map<Boolean, List<String>> byForm = query.theirs().stream()
                    .map(Vault::normal)
                    .collect(Collectors.partitioningBy(text -> text.contains("@")));
            List<String> addresses = byForm.getOrDefault(true, List.of());
            List<Contact> known =
                    await(contacts.byAddressOrDomain(view.vault(), addresses, byForm.getOrDefault(false, List.of())));
            return whoKnowsWhom.answer(view, acquaintances.of(view, known), addresses, query.limitOrFew());
        });
    }
}
