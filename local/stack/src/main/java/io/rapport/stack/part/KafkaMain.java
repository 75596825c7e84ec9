package io.rapport.stack.part;

import io.rapport.stack.PlatformClock;
import java.nio.file.Path;

/** The broker as a process of its own; says {@code ready} when the topics are there. */
public final class KafkaMain {

    private KafkaMain() {}

    /** @param arguments data directory, port, controller port, the file of the stack's clock */
    public static void main(String[] arguments) {
        QuietLog.warningsToConsole();
        KafkaBroker broker = KafkaBroker.start(
                Path.of(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                new PlatformClock(Path.of(arguments[3])));
        PartProcess.announce(broker.bootstrap(), broker);
    }
}
