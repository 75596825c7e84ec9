package io.rapport.ingestion.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7|7",
                "31,120|120",
                "0|1",
                "-5|1",
                "1.5|1.5",
                "soon|1",
                "Mon, 2 Mar 2026 10:02:00 GMT|120",
                "Mon, 2 Mar 2026 09:00:00 GMT|1",
                "|0"
            })
    void everyFormThatWasMetIsUnderstood(@Nullable String header, double seconds) {
        assertThat(RetryAfter.parse(header, NOW)).isEqualTo(Duration.ofMillis(Math.round(seconds * 1000)));
    }
}
