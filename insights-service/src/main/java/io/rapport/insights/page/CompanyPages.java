package io.rapport.insights.page;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.rapport.insights.acquaintance.Colleagues;
import io.rapport.insights.acquaintance.ColleaguesQuery;
import io.rapport.insights.acquaintance.ColleaguesQueryResource;
import io.rapport.insights.acquaintance.CompanyNetwork;
import io.rapport.insights.acquaintance.CompanyNetwork.Tie;
import io.rapport.insights.relationship.CompaniesResource;
import io.rapport.insights.relationship.Completeness;
import io.rapport.insights.relationship.ContactFilter;
import io.rapport.insights.relationship.ContactsResource;
import io.rapport.insights.relationship.PageQuery;
import io.rapport.insights.relationship.Relationship;
import io.rapport.insights.relationship.RelationshipAnswers;
import io.rapport.insights.relationship.RelationshipQuery;
import io.rapport.insights.relationship.RelationshipQuery.Asked;
import io.rapport.insights.relationship.RelationshipQuery.RecordKind;
import io.rapport.insights.relationship.RelationshipsResource;
import io.rapport.insights.relationship.SortBy;
import io.rapport.insights.vault.Freemail;
import io.rapport.insights.vault.Vault;
import io.rapport.kit.identity.Roles;
import io.rapport.kit.page.Pages;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Companies as sellers see them: the list, and one with its people and the colleagues who know them. */
@Path("/companies")
@RolesAllowed(Roles.INSIGHTS_READ)
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class CompanyPages {

    private final CompaniesResource companies;
    private final ContactsResource contacts;
    private final RelationshipsResource relationships;
    private final ColleaguesQueryResource colleagues;
    private final CompanyNetwork network;

    CompanyPages(
            CompaniesResource companies,
            ContactsResource contacts,
            RelationshipsResource relationships,
            ColleaguesQueryResource colleagues,
            CompanyNetwork network) {
        this.companies = companies;
        this.contacts = contacts;
        this.relationships = relationships;
        this.colleagues = colleagues;
        this.network = network;
    }

    @CheckedTemplate
    static final class Templates {

        private Templates() {}

        static native TemplateInstance list(Listing listing);

        static native TemplateInstance one(Company company, Listing listing, Colleagues knowing, Network network);
    }

    /** A company's figures. */
    record Company(String domain, Completeness completeness, Relationship relationship) {}

    /** @param unnamed while colleagues stay so, and nothing is drawn */
    record Network(boolean unnamed, List<Tie> ties) {

        static Network of(Optional<List<Tie>> ties) {
            return new Network(ties.isEmpty(), ties.orElse(List.of()));
        }

        /** The width of a tie's line, 0…100 of the strongest. */
        public long width(Tie tie) {
            return Math.round(100 * tie.strength() / ties.getFirst().strength());
        }
    }

    @GET
    public TemplateInstance list(
            @QueryParam("sort") @DefaultValue("interactions") String sort,
            @QueryParam("after") @Nullable String after) {
        PageQuery page = PageQuery.of(sort, ContactPages.A_PAGE, after);
        return Templates.list(new Listing("/companies", page.sort(), "", "", companies.list(page)));
    }

    @GET
    @Path("/export")
    @Produces("text/csv")
    public RestResponse<String> export(@QueryParam("sort") @DefaultValue("interactions") String sort) {
        return Pages.download(
                companies.listAsCsv(PageQuery.of(sort, ContactPages.AN_EXPORT, null)),
                "text/csv;charset=UTF-8",
                "companies.csv");
    }

    @GET
    @Path("/{domain}")
    public TemplateInstance one(@PathParam("domain") String domain) {
        String company = Vault.normal(domain);
        RelationshipAnswers answers = relationships.query(new RelationshipQuery(
                List.of(new Asked(company, RecordKind.ACCOUNT, false, null, List.of(company))), false, null, null));
        Relationship relationship = answers.records().getFirst();
        if (relationship.theirs().isEmpty() || Freemail.is(company)) {
            throw Problems.of(ErrorCode.NOT_FOUND, "No such company, or a provider of mail for everyone.");
        }
        PageQuery strongest = PageQuery.of(SortBy.STRENGTH.key(), ContactPages.A_PAGE, null);
        return Templates.one(
                new Company(company, answers.completeness(), relationship),
                new Listing(
                        "/contacts",
                        SortBy.STRENGTH,
                        company,
                        "",
                        contacts.list(strongest, ContactFilter.of("", company))),
                colleagues.query(new ColleaguesQuery(List.of(company), null)),
                Network.of(network.of(company)));
    }
}
