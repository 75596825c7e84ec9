package io.rapport.ingestion.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A half-open span of whole UTC days.
 *
 * @param from first day
 * @param until first day after it
 */
public record Window(LocalDate from, LocalDate until) {

    public Window {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("A window has at least one day");
        }
    }

    public Instant start() {
        return from.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    public Instant end() {
        return until.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    public TimeSlice whole() {
        return new TimeSlice(start().getEpochSecond(), end().getEpochSecond());
    }
}
