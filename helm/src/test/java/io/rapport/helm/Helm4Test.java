package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Helm 4, as a program, makes of the chart what the embedded Helm 3 does. */
@EnabledIf(
        value = "isInstalled",
        disabledReason = "No Helm 4 is on the PATH here, so the chart was rendered by the embedded Helm 3 only.")
class Helm4Test {

    private static final Program HELM = Program.of("helm");

    static boolean isInstalled() {
        return HELM.isInstalled()
                && HELM.run("version", "--template={{.Version}}").output().startsWith("v4.");
    }

    static List<String> installations() throws IOException {
        return ChartTest.installations().toList();
    }

    @ParameterizedTest
    @MethodSource("installations")
    void lintsStrictlyWith(String ci) {
        HELM.run("lint", "--strict", "--kube-version=1.34.0", "--values=" + values(ci), chart())
                .assertGood();
    }

    /** Hooks come last here, for the embedded Helm does not know them as such; nothing else may differ. */
    @ParameterizedTest
    @MethodSource("installations")
    void rendersToTheByteWhatWasReviewedWith(String ci) throws IOException {
        assertThat(documents(template(ci).assertGood().output()))
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
        Program.Ending ending = template("minimal-values.yaml", "--set=" + key + "=" + value);
        assertThat(ending.code()).isNotZero();
        assertThat(ending.output()).isEmpty();
        assertThat(ending.errors()).contains(key.substring(0, key.indexOf('.')));
    }

    private static Program.Ending template(String ci, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "template",
                "rapport",
                chart(),
                "--namespace=rapport",
                "--kube-version=1.34.0",
                "--values=" + values(ci)));
        arguments.addAll(List.of(more));
        return HELM.run(arguments.toArray(String[]::new));
    }

    private static String chart() {
        return Chart.SOURCE.toString();
    }

    private static Path values(String ci) {
        return Chart.SOURCE.resolve("ci").resolve(ci);
    }

    /** Without the blanks after each, which Helm 4.3 leaves where 4.2 took them away. */
    private static List<String> documents(String stream) {
        return Arrays.stream(stream.split("(?m)^---\\n"))
                .map(String::stripTrailing)
                .sorted()
                .toList();
    }
}
