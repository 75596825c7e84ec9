package io.rapport.ingestion.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"10|10", "1|1", "0|1", "-5|1", "31,120|120", "300|300", "soon|1", "1.5|1.5"})
    void readsWhatHasBeenMetAndNeverLessThanASecond(String header, double seconds) {
        assertThat(RetryAfter.parse(header, NOW)).isEqualTo(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    @Test
    void readsAnHttpDate() {
        assertThat(RetryAfter.parse("Thu, 01 Jan 2026 00:02:00 GMT", NOW)).isEqualTo(Duration.ofMinutes(2));
        assertThat(RetryAfter.parse("Wed, 31 Dec 2025 00:00:00 GMT", NOW)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void withoutTheHeaderItAsksForNothing() {
        assertThat(RetryAfter.parse(null, NOW)).isEqualTo(Duration.ZERO);
    }
}
