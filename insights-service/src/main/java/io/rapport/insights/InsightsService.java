package io.rapport.insights;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.rapport.insights.snapshot.RestoreCommand;

/** The service; with {@code restore FILE} as arguments the command that brings an epoch back from a snapshot. */
@QuarkusMain
public final class InsightsService {

    private InsightsService() {}

    /** Ends the JVM with the command's exit code. */
    public static void main(String... arguments) {
        if (arguments.length > 0 && "restore".equals(arguments[0])) {
            // Beside a running service: no port of its own, and nothing taken from Kafka.
            System.setProperty("quarkus.http.host-enabled", "false");
            System.setProperty("mp.messaging.incoming.interactions.enabled", "false");
            System.setProperty("mp.messaging.incoming.ingestion-progress.enabled", "false");
            Quarkus.run(RestoreCommand.class, arguments);
        } else {
            Quarkus.run(arguments);
        }
    }
}
