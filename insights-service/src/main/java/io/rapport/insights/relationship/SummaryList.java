package io.rapport.insights.relationship;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of contacts or companies.
 *
 * @param next goes into {@code after} for the page that follows; null on the last
 */
public record SummaryList(
        Instant asOf,
        Completeness completeness,
        List<Summary> items,
        @Nullable String next) {}
