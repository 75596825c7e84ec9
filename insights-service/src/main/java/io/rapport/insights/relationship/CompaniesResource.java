package io.rapport.insights.relationship;

import io.rapport.insights.visibility.Visibility;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.identity.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Contacts taken together by the domain of their address; domains of mail for everyone are no companies. */
@Path("/api/v1/companies")
@RolesAllowed(Roles.INSIGHTS_READ)
@RunOnVirtualThread
public class CompaniesResource {

    private final Visibility visibility;
    private final Ranking ranking;
    private final Csv csv;
    private final Caller caller;

    CompaniesResource(Visibility visibility, Ranking ranking, Csv csv, Caller caller) {
        this.visibility = visibility;
        this.ranking = ranking;
        this.csv = csv;
        this.caller = caller;
    }

    @GET
    @Operation(
            summary = "Companies, sorted by any figure",
            description = "A page at a time: give the answer's `next` as `after`. As CSV with `Accept: text/csv`.")
    public SummaryList list(@BeanParam @Valid PageQuery page) {
        return visibility.show(
                caller.tenant(), view -> ranking.companies(view, page.sort(), page.cursor(), page.limit));
    }

    @GET
    @Produces(Csv.TYPE)
    @Operation(hidden = true)
    public String listAsCsv(@BeanParam @Valid PageQuery page) {
        SummaryList found = list(page);
        return csv.of(found.asOf(), found.completeness(), found.items());
    }
}
