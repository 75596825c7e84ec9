package io.rapport.kit.objective;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long answers take is counted in steps, nothing else is. */
class AnswerTimesTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    AnswerTimesTest() {
        metrics.config().meterFilter(AnswerTimes.steps());
    }

    @Test
    void anAnswerIsCountedInEveryStepThatItKept() {
        var answers = metrics.timer("http.server.requests", "uri", "/api/v1/contacts");
        answers.record(Duration.ofMillis(1_500));

        assertThat(Arrays.stream(answers.takeSnapshot().histogramCounts())
                        .map(step -> step.bucket(TimeUnit.MILLISECONDS) + " " + step.count()))
                .containsExactly("100.0 0.0", "500.0 0.0", "1000.0 0.0", "2500.0 1.0", "10000.0 1.0");
    }

    @Test
    void otherTimesStayAsTheyAre() {
        var other = metrics.timer("rapport.purge.stage");
        other.record(Duration.ofMillis(1_500));

        assertThat(other.takeSnapshot().histogramCounts()).isEmpty();
    }
}
