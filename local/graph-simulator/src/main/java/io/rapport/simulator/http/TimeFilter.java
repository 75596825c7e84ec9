package io.rapport.simulator.http;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one message filter we take: a half-open or one-sided range of {@code receivedDateTime}, unquoted. Fractions of a
 * second are ignored, as reported of Graph.
 */
record TimeFilter(Instant from, Instant until) {

    private static final Instant EVER = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");
    private static final String CONDITION = "receivedDateTime\\s+(ge|gt|lt|le)\\s+([0-9T:.Z+-]+)";
    private static final Pattern ONE_OR_TWO =
            Pattern.compile(CONDITION + "(?:\\s+and\\s+" + CONDITION + ")?", Pattern.CASE_INSENSITIVE);

    /** @throws GraphError 400 for anything else */
    static TimeFilter parse(@Nullable String filter) {
        TimeFilter range = new TimeFilter(EVER, NEVER);
        if (filter == null) {
            return range;
        }
        Matcher match = ONE_OR_TWO.matcher(filter.strip());
        if (!match.matches()) {
            throw GraphError.invalidQuery("Invalid filter clause.");
        }
        range = range.and(match.group(1), match.group(2));
        return match.group(3) == null ? range : range.and(match.group(3), match.group(4));
    }

    private TimeFilter and(String operator, String text) {
        Instant at;
        try {
            at = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.SECONDS);
        } catch (DateTimeParseException e) {
            throw GraphError.invalidQuery("Invalid date in the filter clause.");
        }
        return switch (operator.toLowerCase(java.util.Locale.ROOT)) {
            case "ge" -> new TimeFilter(at, until);
            case "gt" -> new TimeFilter(at.plusSeconds(1), until);
            case "lt" -> new TimeFilter(from, at);
            case "le" -> new TimeFilter(from, at.plusSeconds(1));
            default -> throw new IllegalStateException(operator);
        };
    }
}
