package io.rapport.purge.deadline;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rapport.purge.proof.Statement.Stage;
import jakarta.inject.Singleton;
import java.time.Duration;

/** How long the stages take, from the decision to the certificate; told once by the replica that certified. */
@Singleton
public class StageTimes {

    private final Timer app;
    private final Timer backup;

    StageTimes(MeterRegistry metrics) {
        this.app = timer(
                metrics,
                "app",
                Duration.ofMinutes(15),
                Duration.ofHours(1),
                Duration.ofHours(4),
                Duration.ofHours(12),
                Duration.ofHours(24));
        this.backup = timer(
                metrics,
                "backup",
                Duration.ofDays(7),
                Duration.ofDays(14),
                Duration.ofDays(18),
                Duration.ofDays(25),
                Duration.ofDays(30));
    }

    private static Timer timer(MeterRegistry metrics, String stage, Duration... bounds) {
        return Timer.builder("rapport.purge.stage")
                .description("From the decision to the certificate of a stage")
                .tag("stage", stage)
                .serviceLevelObjectives(bounds)
                .register(metrics);
    }

    /** A stage was certified. */
    public void took(Stage stage, Duration time) {
        (stage == Stage.APP ? app : backup).record(time);
    }
}
