package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A real API server takes what the chart renders, with its own defaults, validation and admission; dry, on the ground that
 * {@code k8s} lays for real and that is taken away again. It has run nowhere yet.
 */
@EnabledIfEnvironmentVariable(
        named = "RAPPORT_TEST_KUBECONFIG",
        matches = ".+",
        disabledReason =
                "RAPPORT_TEST_KUBECONFIG names no cluster that may be written to, so no API server took the chart.")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiServerTest {

    private static final List<String> GROUNDS = List.of("base", "jobs");

    @TempDir
    Path directory;

    private record Ending(int code, String said) {}

    @BeforeAll
    void lay() throws Exception {
        for (String ground : GROUNDS) {
            assertTaken(kubectl("", "apply", "-k", folder(ground)));
        }
    }

    @AfterAll
    void clear() throws Exception {
        for (String ground : GROUNDS.reversed()) {
            kubectl("", "delete", "--ignore-not-found", "-k", folder(ground));
        }
    }

    static List<String> installations() throws IOException {
        return ChartTest.installations().toList();
    }

    @ParameterizedTest
    @MethodSource("installations")
    void takesWhatTheChartRenders(String values) throws Exception {
        assertTaken(dryRun(Yaml.trees(new Chart(directory).template("rapport", values, Map.of())).stream()
                .filter(SchemaTest::isOfKubernetes)
                .toList()));
    }

    @Test
    void refusesWhatItDoesNotKnow() throws Exception {
        assertThat(dryRun(List.of(SchemaTest.deployment().put("replica", 1))).code())
                .isNotZero();
    }

    private static String folder(String ground) {
        return new Kustomization(ground).folder().toString();
    }

    private static Ending dryRun(List<JsonNode> documents) throws Exception {
        String stream = documents.stream().map(JsonNode::toString).collect(Collectors.joining("\n---\n"));
        return kubectl(
                stream, "apply", "--server-side", "--dry-run=server", "--validate=strict", "-n", "rapport", "-f", "-");
    }

    private static void assertTaken(Ending ending) {
        assertThat(ending.code()).as(ending.said()).isZero();
    }

    private static Ending kubectl(String input, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("kubectl", "--kubeconfig"));
        command.add(System.getenv("RAPPORT_TEST_KUBECONFIG"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ending(process.waitFor(), said);
    }
}
