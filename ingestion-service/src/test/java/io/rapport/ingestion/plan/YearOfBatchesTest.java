package io.rapport.ingestion.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YearOfBatchesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-24T09:54:00Z",
                "2026-03-31T23:59:59Z",
                "2024-02-29T00:00:00Z",
                "2025-02-28T12:00:00Z",
                "2026-12-31T23:00:00Z",
                "2026-01-01T00:00:00Z"
            })
    void twelveWindowsCoverTheYearBeforeTheGrantWithoutGapOrOverlap(String grantedAt) {
        List<Window> windows = YearOfBatches.before(Instant.parse(grantedAt));
        LocalDate d0 = LocalDate.parse(grantedAt.substring(0, 10));

        assertThat(windows).hasSize(12);
        assertThat(windows.getFirst().until()).isEqualTo(d0);
        assertThat(windows.getLast().from()).isEqualTo(d0.minusMonths(12));
        for (int i = 1; i < windows.size(); i++) {
            assertThat(windows.get(i).until()).isEqualTo(windows.get(i - 1).from());
        }
    }

    @Test
    void slicesCoverTheWindowExactly() {
        TimeSlice whole = new Window(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-02-01")).whole();

        for (long messages : new long[] {0, 1, 899, 901, 10_000, 1_000_000}) {
            List<TimeSlice> slices = whole.slicedFor(messages);
            assertThat(slices.getFirst().from()).isEqualTo(whole.from());
            assertThat(slices.getLast().until()).isEqualTo(whole.until());
            for (int i = 1; i < slices.size(); i++) {
                assertThat(slices.get(i).from()).isEqualTo(slices.get(i - 1).until());
            }
        }
    }

    @Test
    void halvesOfASliceAreTheSlice() {
        TimeSlice slice = new TimeSlice(10, 13);

        assertThat(slice.halves()).containsExactly(new TimeSlice(10, 11), new TimeSlice(11, 13));
        assertThat(new TimeSlice(10, 11).divisible()).isFalse();
    }
}
