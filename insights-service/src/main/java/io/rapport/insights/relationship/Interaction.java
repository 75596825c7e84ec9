package io.rapport.insights.relationship;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One mail, meeting or call.
 *
 * @param side who sent, invited or called; null where both sides wrote on that day and only the day's sums are kept
 */
public record Interaction(Instant at, Kind kind, @Nullable Side side) {}
