package io.rapport.insights.relationship;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of contacts or companies.
 *
 * @param next goes into {@code after} for the page that follows; null on the last
 * @param leftOut how many are on no page because too much lies behind them
 */
public record SummaryList(
        Instant asOf,
        Completeness completeness,
        List<Summary> items,
        @Nullable String next,
        int leftOut) {}
