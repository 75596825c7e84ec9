package io.rapport.insights.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.rapport.insights.relationship.Slice;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final LocalDate SATURDAY = LocalDate.parse("2026-11-28");

    @Test
    void silentDaysAreThereAndOlderOnesAreNot() {
        Slice two = new Slice(SATURDAY.minusDays(2), 1, 0, 0, 0, 0, 0, 5, 2.5, 0, 0);
        Slice old = new Slice(SATURDAY.minusDays(60), 1, 0, 0, 0, 0, 0, 5, 2.5, 0, 0);

        List<Slice> days = Timeline.days(List.of(old, two), SATURDAY);

        assertThat(days).hasSize(60).contains(two).doesNotContain(old);
        assertThat(days.getLast()).isEqualTo(Slice.empty(SATURDAY));
    }

    @Test
    void weeksBeginOnMondayAndEndWithThisOne() {
        List<Slice> weeks = Timeline.weeks(List.of(), SATURDAY);

        assertThat(weeks).hasSize(53);
        assertThat(weeks.getLast().from()).isEqualTo(LocalDate.parse("2026-11-23"));
        assertThat(weeks.get(51).from()).isEqualTo(LocalDate.parse("2026-11-16"));
    }
}
