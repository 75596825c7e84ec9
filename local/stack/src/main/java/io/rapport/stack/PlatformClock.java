package io.rapport.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** The clock that every process of a stack follows: system time plus an offset in a file. UTC. */
public final class PlatformClock {

    private static final Clock SYSTEM = Clock.system(ZoneOffset.UTC);

    private final Path file;

    public PlatformClock(Path file) {
        this.file = file;
    }

    /** What time the services think it is, within 50 ms. */
    public Instant now() {
        return SYSTEM.instant().plus(offset());
    }

    public Duration offset() {
        try {
            return Files.exists(file)
                    ? Duration.ofMillis(Long.parseLong(Files.readString(file).strip()))
                    : Duration.ZERO;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets time pass (or, with a negative duration, go back) for the whole stack at once. */
    public synchronized void advance(Duration by) {
        write(offset().plus(by));
    }

    /** Makes it this time now. */
    public synchronized void set(Instant now) {
        write(Duration.between(SYSTEM.instant(), now));
    }

    private void write(Duration offset) {
        try {
            Path draft = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(draft, Long.toString(offset.toMillis()));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
