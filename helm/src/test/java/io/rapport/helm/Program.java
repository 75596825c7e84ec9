package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program that may be installed on this machine.
 *
 * @param command what every call of it begins with
 */
record Program(List<String> command) {

    private static final long PATIENCE_MINUTES = 5;

    /** @param output what it printed, without its complaints */
    record Ending(int code, String output, String errors) {

        Ending assertGood() {
            assertThat(code).as("%s%s", output, errors).isZero();
            return this;
        }
    }

    static Program of(String... command) {
        return new Program(List.of(command));
    }

    boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command.getFirst())));
    }

    Ending run(String... arguments) {
        return runWith("", arguments);
    }

    /** @param input what it reads */
    Ending runWith(String input, String... arguments) {
        Path files = temporary();
        Path read = files.resolve("input");
        Path output = files.resolve("output");
        Path errors = files.resolve("errors");
        try {
            Files.writeString(read, input, StandardCharsets.UTF_8);
            Process process = new ProcessBuilder(Stream.concat(command.stream(), Stream.of(arguments))
                            .toList())
                    .redirectInput(read.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES))
                    .as("%s %s ends", command.getFirst(), arguments[0])
                    .isTrue();
            return new Ending(process.exitValue(), Files.readString(output), Files.readString(errors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            Stream.of(read, output, errors, files).forEach(Program::remove);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("program");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
