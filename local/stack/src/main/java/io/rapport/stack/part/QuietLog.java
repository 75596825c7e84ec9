package io.rapport.stack.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;

/** Keeps the embedded parts' loggers from flooding. */
public final class QuietLog {

    private static final Logger ROOT = Logger.getLogger("");

    /** The parts' own loggers, which would flood the log of whatever runs beside them. */
    private static final List<Logger> PARTS = Stream.of(
                    "kafka",
                    "org.apache.kafka",
                    "state.change.logger",
                    "io.netty",
                    "io.zonky",
                    "no.nav.security",
                    "okhttp3.mockwebserver")
            .map(Logger::getLogger)
            .toList();

    private QuietLog() {}

    public static List<String> parts() {
        return PARTS.stream().map(Logger::getName).toList();
    }

    /**
     * Warnings and worse of the parts, whatever else is logged in this JVM: where nobody has configured JBoss LogManager, it
     * logs everything, and a broker spends a third of its time on describing each request in JSON.
     */
    public static void warningsOfParts() {
        PARTS.stream().filter(part -> part.isLoggable(Level.INFO)).forEach(part -> part.setLevel(Level.WARNING));
    }

    /** Warnings and worse, on standard error. */
    public static void warningsToConsole() {
        only(new ConsoleHandler(), Level.WARNING);
    }

    /** Everything that the parts say in this JVM goes to a file. */
    public static void toFile(Path file) {
        try {
            Handler handler = new FileHandler(file.toString(), true);
            handler.setFormatter(new SimpleFormatter());
            only(handler, Level.INFO);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing at all, for commands that only ask. */
    public static void off() {
        only(new ConsoleHandler(), Level.OFF);
    }

    private static void only(Handler handler, Level level) {
        Arrays.stream(ROOT.getHandlers()).forEach(ROOT::removeHandler);
        ROOT.setLevel(level);
        ROOT.addHandler(handler);
    }
}
