package io.rapport.kit.time;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/**
 * System time plus the offset that stands in a file, in milliseconds. Local stack and tests only: it lets 30 days pass
 * in seconds, for every process that reads the same file. The file is read at most every 50 ms.
 */
public final class MovableClock extends Clock {

    private static final long REREAD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Path file;
    private final ZoneId zone;
    private volatile Reading reading = new Reading(0, Long.MIN_VALUE / 2);

    private record Reading(long offsetMillis, long atNanos) {}

    public MovableClock(Path file) {
        this(file, ZoneOffset.UTC);
    }

    private MovableClock(Path file, ZoneId zone) {
        this.file = file;
        this.zone = zone;
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new MovableClock(file, other);
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(System.currentTimeMillis() + offsetMillis());
    }

    private long offsetMillis() {
        long now = System.nanoTime();
        Reading last = reading;
        if (now - last.atNanos > REREAD_NANOS) {
            last = new Reading(read(last.offsetMillis), now);
            reading = last;
        }
        return last.offsetMillis;
    }

    /** A reader may meet the file between truncation and writing: then the last offset stands. */
    private long read(long last) {
        try {
            String text = Files.exists(file) ? Files.readString(file).strip() : "";
            return text.isEmpty() ? last : Long.parseLong(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
