package io.rapport.purge.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicMarkTest {

    private static final TopicMark MARK = new TopicMark("id", Map.of(0, 12L, 1, 5L));

    @Test
    void isReachedWhenEveryPartitionBeginsAtItOrLater() {
        assertThat(MARK.reachedBy(Map.of(0, 12L, 1, 7L))).isTrue();
        assertThat(MARK.reachedBy(Map.of(0, 12L, 1, 4L))).isFalse();
        assertThat(MARK.reachedBy(Map.of(0, 11L, 1, 9L))).isFalse();
    }

    @Test
    void isReadAsItWasWritten() {
        assertThat(MARK).hasToString("id;0=12,1=5");
        assertThat(TopicMark.parse(MARK.toString())).isEqualTo(MARK);
    }
}
