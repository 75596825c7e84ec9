package io.rapport.insights.page;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.rapport.insights.relationship.Completeness;
import io.rapport.insights.relationship.RelationshipAnswers;
import io.rapport.insights.relationship.RelationshipQuery;
import io.rapport.insights.relationship.RelationshipQuery.Asked;
import io.rapport.insights.relationship.RelationshipQuery.RecordKind;
import io.rapport.insights.relationship.RelationshipsResource;
import io.rapport.kit.identity.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Opportunities that a seller pastes, drawn by close date, health and revenue. They are answered, never stored. */
@Path("/pipeline")
@RolesAllowed(Roles.INSIGHTS_READ)
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class PipelinePages {

    private final RelationshipsResource relationships;

    PipelinePages(RelationshipsResource relationships) {
        this.relationships = relationships;
    }

    @CheckedTemplate
    static final class Templates {

        private Templates() {}

        static native TemplateInstance pipeline(String text, List<Pasted.Fault> faults, @Nullable Drawn drawn);
    }

    /** @param bubbles in the order in which they were pasted */
    record Drawn(Completeness completeness, List<Bubble> bubbles) {

        public List<Bubble> shown() {
            return bubbles.stream().filter(Bubble::drawn).toList();
        }

        static Drawn of(List<Opportunity> opportunities, RelationshipAnswers answers) {
            LocalDate today = LocalDate.ofInstant(answers.asOf(), ZoneOffset.UTC);
            return new Drawn(
                    answers.completeness(),
                    IntStream.range(0, opportunities.size())
                            .mapToObj(i -> Bubble.of(
                                    opportunities.get(i),
                                    answers.records().get(i).health(),
                                    today))
                            .toList());
        }
    }

    @GET
    public TemplateInstance form() {
        return Templates.pipeline("", List.of(), null);
    }

    /** By POST, so that nothing of it stands in an address. */
    @POST
    public TemplateInstance draw(@FormParam("opportunities") @DefaultValue("") String text) {
        Pasted pasted = Pasted.of(text);
        List<Opportunity> opportunities = pasted.opportunities();
        if (opportunities.isEmpty()) {
            return Templates.pipeline(text, pasted.faults(), null);
        }
        RelationshipAnswers answers = relationships.query(new RelationshipQuery(
                opportunities.stream().map(PipelinePages::asked).toList(), false, null, null));
        return Templates.pipeline(text, pasted.faults(), Drawn.of(opportunities, answers));
    }

    private static Asked asked(Opportunity opportunity) {
        return new Asked(
                String.valueOf(opportunity.line()), RecordKind.OPPORTUNITY, false, null, opportunity.addresses());
    }
}
