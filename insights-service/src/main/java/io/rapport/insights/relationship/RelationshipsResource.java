package io.rapport.insights.relationship;

import io.rapport.contracts.ids.UserId;
import io.rapport.insights.visibility.Visibility;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.identity.Roles;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The relationship between any of our people and any of theirs: an account, a lead, an opportunity. */
@Path("/api/v1/relationships")
@RolesAllowed(Roles.INSIGHTS_READ)
@RunOnVirtualThread
public class RelationshipsResource {

    private final Visibility visibility;
    private final Relationships relationships;
    private final Csv csv;
    private final Caller caller;

    RelationshipsResource(Visibility visibility, Relationships relationships, Csv csv, Caller caller) {
        this.visibility = visibility;
        this.relationships = relationships;
        this.csv = csv;
        this.caller = caller;
    }

    @POST
    @Path("/query")
    @Operation(
            summary = "Figures and health of up to 500 contacts, accounts, leads or opportunities",
            description =
                    "A question rather than a change; POST keeps addresses out of URLs and their logs. As CSV, a row for"
                            + " each record, with `Accept: text/csv`.")
    public RelationshipAnswers query(@NotNull @Valid RelationshipQuery query) {
        return answers(query);
    }

    @POST
    @Path("/query")
    @Produces(Csv.TYPE)
    @Operation(hidden = true)
    public String queryAsCsv(@NotNull @Valid RelationshipQuery query) {
        RelationshipAnswers answers = answers(query);
        return csv.of(answers.asOf(), answers.completeness(), answers.records());
    }

    private RelationshipAnswers answers(RelationshipQuery query) {
        return visibility.show(caller.tenant(), view -> {
            if (view.settings().introductions().anonymous()) {
                mustNotSingleOut(query, caller.user());
            }
            return relationships.with(view, query);
        });
    }

    /** An unnamed colleague could be found out by asking for one after the other. */
    private static void mustNotSingleOut(RelationshipQuery query, UserId me) {
        boolean others = query.records().stream()
                .map(RelationshipQuery.Asked::ours)
                .anyMatch(ours -> ours != null && !ours.equals(Set.of(me)));
        if (others) {
            throw Problems.of(
                    ErrorCode.MISSING_ROLE, "Colleagues stay unnamed here: ask for all who share, or for yourself.");
        }
    }
}
