package io.rapport.insights.relationship;

import static io.rapport.insights.visibility.Visibility.await;

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
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Outside people the tenant's sharing mailboxes are in touch with. Every seller sees the same. */
@Path("/api/v1/contacts")
@RolesAllowed(Roles.INSIGHTS_READ)
@RunOnVirtualThread
public class ContactsResource {

    private final Visibility visibility;
    private final Relationships relationships;
    private final Ranking ranking;
    private final Contacts contacts;
    private final Csv csv;
    private final Caller caller;

    ContactsResource(
            Visibility visibility,
            Relationships relationships,
            Ranking ranking,
            Contacts contacts,
            Csv csv,
            Caller caller) {
        this.visibility = visibility;
        this.relationships = relationships;
        this.ranking = ranking;
        this.contacts = contacts;
        this.csv = csv;
        this.caller = caller;
    }

    @GET
    @Operation(
            summary = "Contacts, sorted by any figure",
            description = "A page at a time: give the answer's `next` as `after`. As CSV with `Accept: text/csv`.")
    public SummaryList list(@BeanParam @Valid PageQuery page, @BeanParam @Valid ContactFilter filter) {
        return found(page, filter);
    }

    @GET
    @Produces(Csv.TYPE)
    @Operation(hidden = true)
    public String listAsCsv(@BeanParam @Valid PageQuery page, @BeanParam @Valid ContactFilter filter) {
        SummaryList found = found(page, filter);
        return csv.of(found.asOf(), found.completeness(), found.items());
    }

    @GET
    @Path("/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "All figures of a contact with their days and weeks, health, and what the score is made of")
    public ContactAnswer one(
            @PathParam("id") String id,
            @QueryParam("from") @Nullable LocalDate from,
            @QueryParam("until") @Nullable LocalDate until) {
        return visibility.show(
                caller.tenant(),
                view -> relationships
                        .ofContact(view, id, new Series.Period(from, until))
                        .orElseThrow(() -> Problems.of(ErrorCode.NOT_FOUND, "No such contact.")));
    }

    private SummaryList found(PageQuery page, ContactFilter filter) {
        return visibility.show(
                caller.tenant(),
                view -> ranking.contacts(view, page.sort(), among(view, filter), page.cursor(), page.limit));
    }

    private Optional<? extends Collection<Integer>> among(View view, ContactFilter filter) {
        Optional<Set<Integer>> bySearch = Optional.ofNullable(filter.search)
                .map(text -> new HashSet<>(await(contacts.search(view.vault(), text))));
        Optional<Set<Integer>> byDomain = Optional.ofNullable(filter.domain)
                .map(domain -> await(contacts.byAddressOrDomain(view.vault(), List.of(), List.of(domain))).stream()
                        .map(Contact::number)
                        .collect(Collectors.toSet()));
        return Stream.of(bySearch, byDomain)
                .flatMap(Optional::stream)
                .reduce((some, others) -> some.stream().filter(others::contains).collect(Collectors.toSet()));
    }
}
