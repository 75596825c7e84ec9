package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Helm 4, as a program, makes of the chart what the embedded Helm 3 does. */
@EnabledIf(
        value = "isInstalled",
        disabledReason = "No Helm 4 is on the PATH here, so the chart was rendered by the embedded Helm 3 only.")
class Helm4Test {

    @TempDir
    Path directory;

    private record Ending(int code, String output, String errors) {}

    static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "helm")))
                && version().startsWith("v4.");
    }

    private static String version() {
        try {
            Process process = new ProcessBuilder("helm", "version", "--template={{.Version}}").start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    static List<String> installations() throws IOException {
        return ChartTest.installations().toList();
    }

    @ParameterizedTest
    @MethodSource("installations")
    void lintsStrictlyWith(String ci) {
        Ending ending = helm("lint", "--strict", "--kube-version=1.34.0", "--values=" + values(ci), chart());
        assertThat(ending.code()).as(ending.output() + ending.errors()).isZero();
    }

    /** Hooks come last here, for the embedded Helm does not know them as such; nothing else may differ. */
    @ParameterizedTest
    @MethodSource("installations")
    void rendersToTheByteWhatWasReviewedWith(String ci) throws IOException {
        Ending ending = template(ci);
        assertThat(ending.code()).as(ending.errors()).isZero();
        assertThat(documents(ending.output()))
                .isEqualTo(
                        documents(Files.readString(Path.of("src/test/resources/golden", ci.replace("-values", "")))));
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "image.tag, latest",
        "imagee.tag, 1",
        "services.insights-service.replicas, many",
        "backup.retentionDays, 28",
        "jobs.enabled, perhaps",
    })
    void refuses(String key, String value) {
        Ending ending = template("minimal-values.yaml", "--set=" + key + "=" + value);
        assertThat(ending.code()).isNotZero();
        assertThat(ending.output()).isEmpty();
        assertThat(ending.errors()).contains(key.substring(0, key.indexOf('.')));
    }

    private Ending template(String ci, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "template",
                "rapport",
                chart(),
                "--namespace=rapport",
                "--kube-version=1.34.0",
                "--values=" + values(ci)));
        arguments.addAll(List.of(more));
        return helm(arguments.toArray(String[]::new));
    }

    private Ending helm(String... arguments) {
        Path output = directory.resolve("output");
        Path errors = directory.resolve("errors");
        try {
            Process process = new ProcessBuilder(Stream.concat(Stream.of("helm"), Stream.of(arguments))
                            .toList())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            return new Ending(process.exitValue(), Files.readString(output), Files.readString(errors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String chart() {
        return Chart.SOURCE.toString();
    }

    private static Path values(String ci) {
        return Chart.SOURCE.resolve("ci").resolve(ci);
    }

    private static List<String> documents(String stream) {
        return Arrays.stream(stream.split("(?m)^---\\n")).sorted().toList();
    }
}
