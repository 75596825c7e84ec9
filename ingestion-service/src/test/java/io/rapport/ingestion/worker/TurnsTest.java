package io.rapport.ingestion.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnsTest {

    @ParameterizedTest(name = "{0} mailboxes, {1} lanes: {2} at a time")
    @CsvSource({"0, 8, 1", "8, 8, 1", "31, 8, 1", "32, 8, 2", "255, 8, 15", "256, 8, 16", "100000, 8, 16", "6, 1, 3"})
    void theLanesOfAProcessTakeHalfOfTheMailboxesAtMostAndALaneNoMoreThanItMay(int mailboxes, int lanes, int atATime) {
        assertThat(Turns.atATime(mailboxes, lanes, 16)).isEqualTo(atATime);
    }
}
