package io.rapport.ingestion.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class YearOfBatchesTest {

    @Test
    void theNewestMonthEndsTheDayBeforeTheGrant() {
        List<Window> year = YearOfBatches.before(Instant.parse("2026-03-31T23:59:59Z"));

        assertThat(year.getFirst()).isEqualTo(new Window(LocalDate.parse("2026-02-28"), LocalDate.parse("2026-03-31")));
        assertThat(year.get(1)).isEqualTo(new Window(LocalDate.parse("2026-01-31"), LocalDate.parse("2026-02-28")));
        assertThat(year.getLast()).isEqualTo(new Window(LocalDate.parse("2025-03-31"), LocalDate.parse("2025-04-30")));
    }

    static Stream<LocalDate> everyDayOfFiveYears() {
        return LocalDate.parse("2023-01-01").datesUntil(LocalDate.parse("2028-01-01"));
    }

    @ParameterizedTest
    @MethodSource("everyDayOfFiveYears")
    void twelveWindowsCoverTheYearOnceWhateverTheDay(LocalDate day) {
        List<Window> year = YearOfBatches.before(Instant.parse(day + "T12:00:00Z"));

        assertThat(year).hasSize(YearOfBatches.MONTHS);
        assertThat(year.getFirst().until()).isEqualTo(day);
        assertThat(year.getLast().from()).isEqualTo(day.minusYears(1));
        for (int k = 1; k < year.size(); k++) {
            assertThat(year.get(k).until()).isEqualTo(year.get(k - 1).from());
        }
    }
}
