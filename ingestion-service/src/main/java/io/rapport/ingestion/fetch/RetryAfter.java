package io.rapport.ingestion.fetch;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Reads Retry-After in all the forms that have been met: seconds, an HTTP date, two values with a comma, a negative
 * number, nothing. Never less than a second: asking early prolongs throttling.
 */
final class RetryAfter {

    private static final Duration LEAST = Duration.ofSeconds(1);

    private RetryAfter() {}

    static Duration parse(@Nullable String header, Instant now) {
        if (header == null || header.isBlank()) {
            return Duration.ZERO;
        }
        Duration longest = LEAST;
        if (header.matches("[-\\d,.\\s]+")) {
            for (String part : header.split(",")) {
                Duration wait = seconds(part.strip());
                longest = wait.compareTo(longest) > 0 ? wait : longest;
            }
            return longest;
        }
        try {
            Instant until = ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(now, until);
            return wait.compareTo(LEAST) > 0 ? wait : LEAST;
        } catch (DateTimeParseException e) {
            return LEAST;
        }
    }

    private static Duration seconds(String number) {
        try {
            return Duration.ofMillis(Math.round(Double.parseDouble(number) * 1000));
        } catch (NumberFormatException e) {
            return LEAST;
        }
    }
}
