package io.rapport.insights.page;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.rapport.contracts.ids.UserId;
import io.rapport.insights.acquaintance.Colleagues;
import io.rapport.insights.acquaintance.ColleaguesResource;
import io.rapport.insights.introduction.IntroductionsResource;
import io.rapport.insights.relationship.Completeness;
import io.rapport.insights.relationship.ContactAnswer;
import io.rapport.insights.relationship.ContactFilter;
import io.rapport.insights.relationship.ContactsResource;
import io.rapport.insights.relationship.PageQuery;
import io.rapport.insights.relationship.Relationship;
import io.rapport.insights.relationship.Series;
import io.rapport.insights.relationship.Slice;
import io.rapport.insights.settings.Settings;
import io.rapport.insights.settings.TenantSettings;
import io.rapport.insights.visibility.Visibility;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.identity.Roles;
import io.rapport.kit.page.Pages;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Contacts as sellers see them: the list, and everything about one of them. */
@Path("/contacts")
@RolesAllowed(Roles.INSIGHTS_READ)
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class ContactPages {

    static final int A_PAGE = 20;
    static final int AN_EXPORT = 1_000;
    private static final int FEW = 5;

    private final ContactsResource contacts;
    private final ColleaguesResource colleagues;
    private final IntroductionsResource introductions;
    private final TenantSettings settings;
    private final Caller caller;

    ContactPages(
            ContactsResource contacts,
            ColleaguesResource colleagues,
            IntroductionsResource introductions,
            TenantSettings settings,
            Caller caller) {
        this.contacts = contacts;
        this.colleagues = colleagues;
        this.introductions = introductions;
        this.settings = settings;
        this.caller = caller;
    }

    @CheckedTemplate
    static final class Templates {

        private Templates() {}

        static native TemplateInstance list(Listing listing);

        static native TemplateInstance one(Card card, Knowing knowing);
    }

    /** One contact, as it is drawn. */
    record Card(
            Instant asOf,
            Completeness completeness,
            String id,
            String name,
            String address,
            String sentence,
            Relationship relationship,
            Settings.Health limits,
            List<Slice> weeks,
            List<Slice> days) {

        static Card of(ContactAnswer answer, Settings.Health limits) {
            Relationship relationship = answer.relationship();
            Relationship.Outsider contact = relationship.theirs().getFirst();
            Series series = Objects.requireNonNull(relationship.series());
            LocalDate today = LocalDate.ofInstant(answer.asOf(), ZoneOffset.UTC);
            return new Card(
                    answer.asOf(),
                    answer.completeness(),
                    contact.id(),
                    contact.called(),
                    contact.address(),
                    Sentence.of(contact.called(), relationship.kpis(), series.days(), answer.asOf()),
                    relationship,
                    limits,
                    Timeline.weeks(series.weeks(), today),
                    Timeline.days(series.days(), today));
        }
    }

    /**
     * Who knows the contact.
     *
     * @param me who reads the page, and needs no introduction to whom they know
     * @param asked whether they wait for an introduction already
     */
    record Knowing(Colleagues colleagues, UserId me, boolean asked) {}

    @GET
    public TemplateInstance list(
            @QueryParam("sort") @DefaultValue("interactions") String sort,
            @QueryParam("domain") @DefaultValue("") String domain,
            @QueryParam("after") @Nullable String after) {
        return page(sort, domain, "", after);
    }

    /** By POST, so that no name or address that is looked for stands in an address. */
    @POST
    public TemplateInstance search(
            @FormParam("search") @DefaultValue("") String search,
            @FormParam("domain") @DefaultValue("") String domain,
            @FormParam("sort") @DefaultValue("interactions") String sort,
            @FormParam("after") @Nullable String after) {
        return page(sort, domain, search, after);
    }

    @GET
    @Path("/export")
    @Produces("text/csv")
    public RestResponse<String> export(
            @QueryParam("sort") @DefaultValue("interactions") String sort,
            @QueryParam("domain") @DefaultValue("") String domain) {
        return csv(sort, domain, "");
    }

    @POST
    @Path("/export")
    @Produces("text/csv")
    public RestResponse<String> exportFound(
            @FormParam("search") @DefaultValue("") String search,
            @FormParam("domain") @DefaultValue("") String domain,
            @FormParam("sort") @DefaultValue("interactions") String sort) {
        return csv(sort, domain, search);
    }

    @GET
    @Path("/{id}")
    public TemplateInstance one(@PathParam("id") String id) {
        ContactAnswer answer = contacts.one(id, null, null);
        Colleagues known = colleagues.colleagues(id, FEW);
        boolean asked = introductions.mine().stream()
                .anyMatch(introduction -> introduction.mine()
                        && introduction.state().open()
                        && introduction.contact().id().equals(id));
        Settings chosen = Visibility.await(settings.of(caller.tenant()));
        return Templates.one(Card.of(answer, chosen.health()), new Knowing(known, caller.user(), asked));
    }

    private TemplateInstance page(String sort, String domain, String search, @Nullable String after) {
        PageQuery page = PageQuery.of(sort, A_PAGE, after);
        return Templates.list(new Listing(
                "/contacts",
                page.sort(),
                domain.strip(),
                search.strip(),
                contacts.list(page, ContactFilter.of(search, domain))));
    }

    private RestResponse<String> csv(String sort, String domain, String search) {
        return Pages.download(
                contacts.listAsCsv(PageQuery.of(sort, AN_EXPORT, null), ContactFilter.of(search, domain)),
                "text/csv;charset=UTF-8",
                "contacts.csv");
    }
}
