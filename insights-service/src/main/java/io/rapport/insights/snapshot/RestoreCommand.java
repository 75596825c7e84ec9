package io.rapport.insights.snapshot;

import io.quarkus.runtime.QuarkusApplication;
import io.rapport.kit.gate.ConsentGate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * {@code restore FILE [--replace]}: exit code 0 when the epoch is back, 1 when that was refused, 2 when the command was
 * not understood; always with one sentence. Restart the service afterwards, so that it reads the topic again.
 */
public class RestoreCommand implements QuarkusApplication {

    private static final String REPLACE = "--replace";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Restore restore;
    private final ConsentGate gate;

    RestoreCommand(Restore restore, ConsentGate gate) {
        this.restore = restore;
        this.gate = gate;
    }

    @Override
    public int run(String... arguments) throws InterruptedException {
        List<String> files = Arrays.stream(arguments)
                .skip(1)
                .filter(argument -> !REPLACE.equals(argument))
                .toList();
        if (files.size() != 1 || files.getFirst().startsWith("-")) {
            System.err.println("Usage: restore FILE [--replace]");
            return 2;
        }
        awaitLease();
        try {
            Restore.Restored restored = restore.from(
                    Path.of(files.getFirst()), Arrays.asList(arguments).contains(REPLACE));
            System.out.printf(
                    "Restored %d rows of epoch %s as of %s; %d blocked people were left out.%n",
                    restored.rows(), restored.te(), restored.takenAt(), restored.keptOut());
            return 0;
        } catch (Restore.Refused e) {
            System.err.println(e.why());
            return 1;
        }
    }

    private void awaitLease() throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!gate.leased() && System.nanoTime() < until) {
            Thread.sleep(200);
        }
    }
}
