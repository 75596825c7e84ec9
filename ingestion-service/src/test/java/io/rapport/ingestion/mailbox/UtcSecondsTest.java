package io.rapport.ingestion.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.rapport.ingestion.fold.MessageHeader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UtcSecondsTest {

    @Test
    void readsEverySecondAsTheCalendarDoes() {
        Random random = new Random(1);
        long until = Instant.parse("2400-01-01T00:00:00Z").getEpochSecond();
        for (int i = 0; i < 100_000; i++) {
            Instant at = Instant.ofEpochSecond(random.nextLong(until));
            assertThat(parse(at.toString())).as(at.toString()).isEqualTo(at.getEpochSecond());
        }
        for (LocalDate day = LocalDate.parse("1970-01-01"); day.getYear() < 2110; day = day.plusDays(1)) {
            assertThat(parse(day + "T23:59:59Z"))
                    .as(day.toString())
                    .isEqualTo(day.atTime(23, 59, 59).toEpochSecond(ZoneOffset.UTC));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T10:00:00.9999999Z, 2026-03-02T10:00:00Z",
        "2026-03-02T10:00:00+02:00, 2026-03-02T08:00:00Z",
        "1969-12-31T23:59:59Z, 1969-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z"
    })
    void andOtherFormsToo(String text, Instant at) {
        assertThat(parse(text)).isEqualTo(at.getEpochSecond());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-02-29T10:00:00Z",
                "2026-13-01T10:00:00Z",
                "2026-00-10T10:00:00Z",
                "2026-03-02T24:00:01Z",
                "2026-03-02 10:00:00Z"
            })
    void whatIsNoInstantIsNone(String text) {
        assertThat(parse(text)).isEqualTo(MessageHeader.NO_DATE);
    }

    private static long parse(String text) {
        byte[] bytes = ("\"" + text + "\"").getBytes(StandardCharsets.UTF_8);
        return UtcSeconds.parse(bytes, 1, bytes.length - 1);
    }
}
