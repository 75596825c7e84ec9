package io.rapport.stack.part;

import java.nio.file.Path;

/** The broker as a process of its own; says {@code ready} when the topics are there. */
public final class KafkaMain {

    private KafkaMain() {}

    /** @param arguments data directory, port, controller port */
    public static void main(String[] arguments) {
        QuietLog.warningsToConsole();
        KafkaBroker broker = KafkaBroker.start(
                Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        PartProcess.announce(broker.bootstrap(), broker);
    }
}
