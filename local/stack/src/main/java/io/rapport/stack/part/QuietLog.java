package io.rapport.stack.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Keeps the embedded parts' loggers from flooding. */
public final class QuietLog {

    private static final Logger ROOT = Logger.getLogger("");

    private QuietLog() {}

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
