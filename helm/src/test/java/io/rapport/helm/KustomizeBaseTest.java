package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The kustomize base names all its files, and they hold only what Kubernetes knows. */
class KustomizeBaseTest {

    private static final Path BASE = Chart.ROOT.resolve("k8s/base");

    @Test
    void listsEveryFileBesideIt() throws IOException {
        JsonNode kustomization = Yaml.read(BASE.resolve("kustomization.yaml"));
        try (Stream<Path> files = Files.list(BASE)) {
            assertThat(kustomization.get("resources"))
                    .extracting(JsonNode::asText)
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> !name.equals("kustomization.yaml"))
                                    .toList());
        }
    }

    @Test
    void holdsOnlyWhatKubernetesKnows() throws IOException {
        assertThat(objects()).isNotEmpty().flatExtracting(UnknownKeys::in).isEmpty();
    }

    @Test
    void enforcesTheRestrictedPodSecurityStandard() throws IOException {
        assertThat(objects())
                .filteredOn(object -> object.getKind().equals("Namespace"))
                .singleElement()
                .extracting(namespace -> namespace.getMetadata().getLabels())
                .satisfies(labels -> assertThat(labels)
                        .containsAllEntriesOf(Map.of(
                                "pod-security.kubernetes.io/enforce", "restricted",
                                "pod-security.kubernetes.io/audit", "restricted",
                                "pod-security.kubernetes.io/warn", "restricted")));
    }

    @Test
    void providesTheClaimsThatTheChartMounts() throws IOException {
        JsonNode values = Yaml.read(Chart.SOURCE.resolve("ci/minimal-values.yaml"));
        assertThat(objects())
                .filteredOn(object -> object.getKind().equals("PersistentVolumeClaim"))
                .extracting(claim -> claim.getMetadata().getName())
                .containsExactlyInAnyOrder(
                        values.at("/keys/existingClaim").asText(),
                        values.at("/backup/existingClaim").asText());
    }

    private static List<HasMetadata> objects() throws IOException {
        List<HasMetadata> objects = new ArrayList<>();
        for (JsonNode resource : Yaml.read(BASE.resolve("kustomization.yaml")).get("resources")) {
            objects.addAll(Yaml.objects(Files.readString(BASE.resolve(resource.asText()))));
        }
        return objects;
    }
}
