package io.rapport.insights.acquaintance;

import io.rapport.insights.relationship.Completeness;
import io.rapport.insights.relationship.Relationship.Outsider;
import java.time.Instant;
import java.util.List;

/**
 * The answer to who knows whom.
 *
 * @param colleagues the strongest first
 * @param paths colleagues who know somebody else at the same company, the strongest first
 */
public record Colleagues(Instant asOf, Completeness completeness, List<Colleague> colleagues, List<Path> paths) {

    /** An introduction in two steps. */
    public record Path(Colleague colleague, Outsider via) {}
}
