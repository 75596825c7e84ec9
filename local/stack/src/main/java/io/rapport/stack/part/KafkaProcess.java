package io.rapport.stack.part;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.LogManager;

/** The broker in a JVM of its own, so that a test can kill it. */
public final class KafkaProcess implements AutoCloseable {

    private final Process process;

    private KafkaProcess(Process process) {
        this.process = process;
    }

    /** Starts a broker on data that another one has left, and waits until it is ready. */
    public static KafkaProcess start(Path data, int port, int controllerPort, Path clock) {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx384m",
                            "-Djava.util.logging.manager="
                                    + LogManager.getLogManager().getClass().getName(),
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            KafkaMain.class.getName(),
                            data.toString(),
                            Integer.toString(port),
                            Integer.toString(controllerPort),
                            clock.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("ready")) {
                    return new KafkaProcess(process);
                }
            }
            throw new IllegalStateException("Kafka ended while starting.");
        } catch (IOException e) {
            throw new UncheckedIOException("Kafka could not be started", e);
        }
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    /** A crash: kill -9. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
