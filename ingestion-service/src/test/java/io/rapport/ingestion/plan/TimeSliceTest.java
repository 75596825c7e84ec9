package io.rapport.ingestion.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeSliceTest {

    private static final TimeSlice FEBRUARY =
            new Window(LocalDate.parse("2024-02-01"), LocalDate.parse("2024-03-01")).whole();

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 900, 901, 5_000, 1_000_000, 8_000_000_000L})
    void slicesFollowOneAnotherWithoutGap(long messages) {
        List<TimeSlice> slices = new TimeSlice(100, 5_100).slicedFor(messages);

        assertThat(slices.getFirst().from()).isEqualTo(100);
        assertThat(slices.getLast().until()).isEqualTo(5_100);
        for (int i = 1; i < slices.size(); i++) {
            assertThat(slices.get(i).from()).isEqualTo(slices.get(i - 1).until());
        }
    }

    @Test
    void aPageFullOfMessagesIsOneSlice() {
        assertThat(FEBRUARY.slicedFor(900)).containsExactly(FEBRUARY);
        assertThat(FEBRUARY.slicedFor(901)).hasSize(2);
    }

    @Test
    void halvesMeetInTheMiddle() {
        assertThat(new TimeSlice(10, 13).halves()).containsExactly(new TimeSlice(10, 11), new TimeSlice(11, 13));
        assertThat(new TimeSlice(10, 11).divisible()).isFalse();
    }

    @Test
    void isWrittenAsGraphFiltersIt() {
        assertThat(FEBRUARY.fromText()).isEqualTo("2024-02-01T00:00:00Z");
        assertThat(FEBRUARY.untilText()).isEqualTo("2024-03-01T00:00:00Z");
    }
}
