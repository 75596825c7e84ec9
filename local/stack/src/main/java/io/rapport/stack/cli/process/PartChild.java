package io.rapport.stack.cli.process;

import io.rapport.stack.StackDirectory;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A part in a JVM of its own, from this JVM's class path. It prints a line {@code ready …} when it is. */
final class PartChild {

    private static final long START_PATIENCE_SECONDS = 120;

    private final String name;
    private final Process process;
    private final Path log;
    private final CompletableFuture<String> ready = new CompletableFuture<>();

    private PartChild(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    static PartChild launch(
            String name,
            String mainClass,
            List<String> arguments,
            Map<String, String> environment,
            StackDirectory directory) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx384m",
                "-XX:+ExitOnOutOfMemoryError",
                // Netty reads memory by it; without the flag the JDK warns.
                "--sun-misc-unsafe-memory-access=allow",
                directory.mark(),
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Path log = directory.log(name);
            PartChild child = new PartChild(name, builder.start(), log);
            Thread.ofPlatform().daemon().name("log-" + name).start(child::pump);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(name + " could not be started", e);
        }
    }

    Process process() {
        return process;
    }

    void awaitReady() {
        try {
            ready.get(START_PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(name + " was not awaited.", e);
        } catch (TimeoutException e) {
            throw new Failure(name + " was not ready in two minutes, see " + log + ".", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Failure failure ? failure : new Failure(name + " did not start.", e);
        }
    }

    /** Copies the output to the log until it ends; the last line says why, if it ends too early. */
    private void pump() {
        String last = "";
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter out =
                        Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.write(line);
                out.newLine();
                out.flush();
                last = line.strip();
                if (line.startsWith("ready")) {
                    ready.complete(line);
                }
            }
        } catch (IOException e) {
            // The process is gone, or the disk is full: the end is what counts.
        }
        String why = last.isBlank() ? "" : ": " + last;
        ready.completeExceptionally(new Failure(name + " ended while starting" + why + " (" + log + ")"));
    }
}
