package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A real API server takes what the chart renders, with its own defaults, validation and admission; dry, on the ground that
 * {@code k8s} lays for real and that is taken away again.
 */
@NeedsCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiServerIT {

    /** Where the values of {@code ci} have operators make things. */
    private static final List<String> OF_OTHERS = List.of("databases", "kafka");

    private Set<String> served = Set.of();

    @TempDir
    Path directory;

    @BeforeAll
    void lay() {
        Cluster.layGrounds();
        OF_OTHERS.forEach(namespace ->
                Cluster.KUBECTL.run("create", "namespace", namespace).assertGood());
        served = Cluster.KUBECTL
                .run("api-versions")
                .assertGood()
                .output()
                .lines()
                .collect(Collectors.toSet());
    }

    @AfterAll
    void clear() {
        OF_OTHERS.forEach(namespace -> Cluster.KUBECTL.run("delete", "--ignore-not-found", "namespace", namespace));
        Cluster.clearGrounds();
    }

    static List<String> installations() throws IOException {
        return ChartTest.installations().toList();
    }

    /** What is for operators too, as far as their definitions are installed. */
    @ParameterizedTest
    @MethodSource("installations")
    void takesWhatTheChartRenders(String values) throws IOException {
        dryRun(Yaml.trees(new Chart(directory).template("rapport", values, Map.of())).stream()
                        .filter(document ->
                                served.contains(document.path("apiVersion").asText()))
                        .toList())
                .assertGood();
    }

    @Test
    void refusesWhatItDoesNotKnow() throws IOException {
        Program.Ending ending = dryRun(List.of(SchemaTest.deployment().put("replica", 1)));

        assertThat(ending.code()).isNotZero();
        assertThat(ending.errors()).contains("replica");
    }

    private static Program.Ending dryRun(List<JsonNode> documents) {
        ObjectNode list =
                JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "List");
        documents.stream().map(ApiServerIT::inItsNamespace).forEach(list.putArray("items")::add);
        return Cluster.KUBECTL.runWith(
                list.toString(), "apply", "--server-side", "--dry-run=server", "--validate=strict", "-f", "-");
    }

    /** What names none is put into the release's. */
    private static JsonNode inItsNamespace(JsonNode document) {
        ObjectNode copy = document.deepCopy();
        ObjectNode metadata = copy.withObject("/metadata");
        if (!document.path("kind").asText().startsWith("ValidatingAdmissionPolicy") && !metadata.has("namespace")) {
            metadata.put("namespace", "rapport");
        }
        return copy;
    }
}
