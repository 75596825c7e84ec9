package io.rapport.ingestion.plan;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A half-open span of whole seconds, since Graph compares {@code receivedDateTime} by the second.
 *
 * @param from first second since 1970 UTC
 * @param until first second after it
 */
public record TimeSlice(long from, long until) {

    /** How many messages a slice is sized for: room below the page limit of 1,000 for uneven days. */
    static final long AIM = 900;

    public TimeSlice {
        if (from >= until) {
            throw new IllegalArgumentException("A slice has at least one second");
        }
    }

    /** Equal slices, so many that each holds about {@value #AIM} of the messages; none shorter than a second. */
    public List<TimeSlice> slicedFor(long messages) {
        long parts = Math.clamp(Math.ceilDiv(messages, AIM), 1, seconds());
        return LongStream.range(0, parts)
                .mapToObj(i -> new TimeSlice(edge(i, parts), edge(i + 1, parts)))
                .toList();
    }

    public boolean divisible() {
        return seconds() > 1;
    }

    /** @throws IllegalArgumentException if it is a single second */
    public List<TimeSlice> halves() {
        long middle = from + seconds() / 2;
        return List.of(new TimeSlice(from, middle), new TimeSlice(middle, until));
    }

    /** {@code 2025-01-01T00:00:00Z}, as Graph's filter takes it. */
    public String fromText() {
        return Instant.ofEpochSecond(from).toString();
    }

    public String untilText() {
        return Instant.ofEpochSecond(until).toString();
    }

    private long seconds() {
        return until - from;
    }

    private long edge(long i, long parts) {
        return from + seconds() * i / parts;
    }
}
