package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything of Kubernetes' own kinds is valid by the description that the oldest Kubernetes which the chart allows gives of
 * its API: no key is unknown, nothing required is missing, every value is of its type.
 */
class SchemaTest {

    /** Those with a dot in their names. */
    private static final Set<String> GROUPS =
            Set.of("admissionregistration.k8s.io", "networking.k8s.io", "rbac.authorization.k8s.io");

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @TempDir
    Path directory;

    static List<String> installations() throws IOException {
        return ChartTest.installations().toList();
    }

    static List<String> grounds() {
        return Kustomization.all();
    }

    @ParameterizedTest
    @MethodSource("installations")
    void whatTheChartRendersIsValid(String values) {
        List<JsonNode> documents = Yaml.trees(new Chart(directory).template("rapport", values, Map.of()));

        assertThat(documents.stream().filter(SchemaTest::isOfKubernetes))
                .hasSizeGreaterThan(20)
                .allSatisfy(document -> assertThatCode(() -> validate(document))
                        .as(Kustomization.id(document))
                        .doesNotThrowAnyException());
    }

    @ParameterizedTest
    @MethodSource("grounds")
    void whatIsThereBeforeTheChartIsValid(String name) {
        assertThat(new Kustomization(name).objects())
                .isNotEmpty()
                .allSatisfy(document -> assertThatCode(() -> validate(document))
                        .as(Kustomization.id(document))
                        .doesNotThrowAnyException());
    }

    @Test
    void theTemplateOfJobsIsValid() throws IOException {
        Path job = Chart.ROOT.resolve("ingestion-service/src/test/resources/jobs/job.yaml");

        assertThatCode(() -> validate(Yaml.readWhole(job).getFirst())).doesNotThrowAnyException();
    }

    @Test
    void whatIsUnknownMissingOrOfAnotherTypeIsFound() throws IOException {
        assertThatThrownBy(() -> validate(deployment().put("replica", 1))).hasMessageContaining("`replica`");
        ObjectNode without = deployment();
        without.withObject("/spec").remove("selector");
        assertThatThrownBy(() -> validate(without)).hasMessageContaining("`selector`");
        ObjectNode other = deployment();
        other.withObject("/spec/template/spec").put("containers", "none");
        assertThatThrownBy(() -> validate(other)).hasMessageContaining("`containers`");
    }

    static ObjectNode deployment() throws IOException {
        return Yaml.ofKind("Deployment", Files.readString(GOLDEN.resolve("minimal.yaml"))).stream()
                .map(JsonNode::<ObjectNode>deepCopy)
                .findFirst()
                .orElseThrow();
    }

    /** Of a kind that every cluster has; any other is an operator's. */
    static boolean isOfKubernetes(JsonNode document) {
        String group = group(document);
        return !group.contains(".") || GROUPS.contains(group);
    }

    static String group(JsonNode document) {
        String version = document.path("apiVersion").asText();
        return version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
    }

    /** @throws IllegalArgumentException with what is wrong */
    private static void validate(JsonNode document) throws Exception {
        String version =
                document.path("apiVersion").asText().replaceFirst(".*/", "").replaceFirst("^v", "V");
        Class<?> model = Class.forName("io.kubernetes.client.openapi.models." + version
                + document.path("kind").asText());
        try {
            model.getMethod("validateJsonElement", JsonElement.class)
                    .invoke(null, JsonParser.parseString(document.toString()));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException wrong) {
                throw wrong;
            }
            throw e;
        }
    }
}
