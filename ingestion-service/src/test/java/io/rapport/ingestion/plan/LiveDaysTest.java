package io.rapport.ingestion.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class LiveDaysTest {

    private static final Instant GRANT = Instant.parse("2026-02-27T23:59:59Z");

    @Test
    void noDayIsOverBeforeMidnight() {
        assertThat(LiveDays.over(GRANT, GRANT)).isEmpty();
    }

    @Test
    void theDayOfTheGrantIsTheFirst() {
        assertThat(LiveDays.over(GRANT, GRANT.plusSeconds(1)))
                .containsExactly(new Window(LocalDate.parse("2026-02-27"), LocalDate.parse("2026-02-28")));
    }

    @Test
    void daysFollowTheYearOfHistoryWithoutGapOrOverlap() {
        Window newestMonth = YearOfBatches.before(GRANT).getFirst();
        LocalDate edge = newestMonth.until();
        for (Window day : LiveDays.over(GRANT, Instant.parse("2026-04-01T12:00:00Z"))) {
            assertThat(day.from()).isEqualTo(edge);
            edge = day.until();
        }
        assertThat(edge).isEqualTo(LocalDate.parse("2026-04-01"));
    }

    @Test
    void aClockThatIsBehindTheGrantIsNoDay() {
        assertThat(LiveDays.over(GRANT, GRANT.minusSeconds(90_000))).isEmpty();
    }
}
