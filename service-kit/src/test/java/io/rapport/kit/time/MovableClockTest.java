package io.rapport.kit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MovableClockTest {

    @Test
    void isSystemTimeWithoutAFile(@TempDir Path folder) {
        Clock clock = new MovableClock(folder.resolve("none"));

        assertThat(Duration.between(Clock.systemUTC().instant(), clock.instant())
                        .abs())
                .isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void followsTheOffsetInTheFileAndKeepsItWhileTheFileIsBeingWritten(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("clock");
        Files.writeString(file, Long.toString(Duration.ofDays(30).toMillis()));
        Clock clock = new MovableClock(file);
        assertThat(ahead(clock))
                .isBetween(
                        Duration.ofDays(30).minusSeconds(5), Duration.ofDays(30).plusSeconds(5));

        Files.writeString(file, "");
        assertThat(ahead(clock)).isGreaterThan(Duration.ofDays(29));

        Files.writeString(file, Long.toString(Duration.ofDays(31).toMillis()));
        await().until(() -> ahead(clock).compareTo(Duration.ofDays(31).minusSeconds(5)) > 0);
    }

    private static Duration ahead(Clock clock) {
        return Duration.between(Clock.systemUTC().instant(), clock.instant());
    }
}
