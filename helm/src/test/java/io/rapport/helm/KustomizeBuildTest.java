package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What kustomize itself makes of the base and of its overlays. */
@EnabledIf(
        value = "hasKubectl",
        disabledReason = "No kubectl is installed here, so kustomize itself did not build the overlays.")
class KustomizeBuildTest {

    private static final Program KUBECTL = Program.of("kubectl");
    private static final Set<String> OF_THE_CLUSTER = Set.of("Namespace", "PriorityClass");

    static List<String> all() {
        return Kustomization.all();
    }

    static boolean hasKubectl() {
        return KUBECTL.isInstalled();
    }

    @ParameterizedTest
    @MethodSource("all")
    void isWhatTheOtherTestsReadInOneNamespace(String name) {
        List<JsonNode> built = build(name);
        String namespace = built.stream()
                .filter(object -> object.path("kind").asText().equals("Namespace"))
                .map(object -> object.at("/metadata/name").asText())
                .findFirst()
                .orElseThrow();

        assertThat(built)
                .filteredOn(
                        object -> !OF_THE_CLUSTER.contains(object.path("kind").asText()))
                .isNotEmpty()
                .allSatisfy(object ->
                        assertThat(object.at("/metadata/namespace").asText()).isEqualTo(namespace));
        assertThat(byKindAndName(built)).isEqualTo(byKindAndName(new Kustomization(name).objects()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void holdsOnlyWhatKubernetesKnows(String name) {
        assertThat(build(name))
                .isNotEmpty()
                .flatExtracting(object -> UnknownKeys.in(Yaml.object(object)))
                .isEmpty();
    }

    /** Two installations in one cluster would share a namespace otherwise. */
    @Test
    void aClusterMayHoldBothOverlays() {
        assertThat(namespaces("overlays/dev")).doesNotContainAnyElementsOf(namespaces("overlays/production"));
    }

    private static Set<String> namespaces(String name) {
        return build(name).stream()
                .map(object -> object.at("/metadata/namespace").asText())
                .filter(namespace -> !namespace.isEmpty())
                .collect(Collectors.toSet());
    }

    private static Map<String, JsonNode> byKindAndName(List<JsonNode> objects) {
        return objects.stream()
                .map(KustomizeBuildTest::withoutNamespace)
                .collect(Collectors.toMap(Kustomization::id, Function.identity()));
    }

    private static JsonNode withoutNamespace(JsonNode object) {
        ObjectNode copy = object.deepCopy();
        ObjectNode metadata = copy.withObject("/metadata");
        metadata.remove("namespace");
        if (copy.path("kind").asText().equals("Namespace")) {
            metadata.put("name", "any");
        }
        return copy;
    }

    private static List<JsonNode> build(String name) {
        return Yaml.trees(
                KUBECTL.run("kustomize", new Kustomization(name).folder().toString())
                        .assertGood()
                        .output());
    }
}
