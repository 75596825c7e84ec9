package io.rapport.kit.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class WordsTest {

    private enum Reason {
        LICENCE_LOST
    }

    @Test
    void timesAreUtcAndSaySo() {
        Instant instant = Instant.parse("2026-11-28T14:05:59Z");

        assertThat(Words.moment(instant)).isEqualTo("28 Nov 2026, 14:05 UTC");
        assertThat(Words.day(instant)).isEqualTo("28 Nov 2026");
        assertThat(Words.day(LocalDate.of(2026, 1, 2))).isEqualTo("2 Jan 2026");
        assertThat(Words.moment(null)).isEqualTo("–");
        assertThat(Words.day(null)).isEqualTo("–");
    }

    @Test
    void numbersCanBeRead() {
        assertThat(Words.grouped(8_000_000)).isEqualTo("8,000,000");
        assertThat(Words.tenths(1234.56)).isEqualTo("1,234.6");
        assertThat(Words.tenths(null)).isEqualTo("–");
        assertThat(Words.percent(0.424)).isEqualTo("42 %");
        assertThat(Words.percent(null)).isEqualTo("–");
        assertThat(Words.of(1, "contact")).isEqualTo("1 contact");
        assertThat(Words.of(2000, "contact")).isEqualTo("2,000 contacts");
        assertThat(Words.of(0, "company")).isEqualTo("0 companies");
        assertThat(Words.of(4, "day")).isEqualTo("4 days");
        assertThat(Words.words(Reason.LICENCE_LOST)).isEqualTo("licence lost");
    }

    @Test
    void spansNameTheTwoLargestUnits() {
        assertThat(Words.span(Duration.ofDays(29).plusHours(5))).isEqualTo("29 days");
        assertThat(Words.span(Duration.ofHours(23).plusMinutes(7))).isEqualTo("23 h 7 min");
        assertThat(Words.span(Duration.ofMinutes(12))).isEqualTo("12 min");
        assertThat(Words.span(Duration.ofSeconds(40).negated())).isEqualTo("40 s");
    }
}
