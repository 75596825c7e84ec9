package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kustomize base and its overlays name all their files, hold only what Kubernetes knows, and suit the chart. */
class KustomizeTest {

    @TempDir
    Path directory;

    static List<String> all() {
        return Kustomization.all();
    }

    static List<String> overlays() {
        return Kustomization.overlays();
    }

    @ParameterizedTest
    @MethodSource("all")
    void namesEveryFileBesideIt(String name) {
        var kustomization = new Kustomization(name);
        assertThat(kustomization.namedFiles()).containsExactlyInAnyOrderElementsOf(kustomization.files());
    }

    @ParameterizedTest
    @MethodSource("all")
    void holdsOnlyWhatKubernetesKnows(String name) {
        var kustomization = new Kustomization(name);
        assertThat(kustomization.written())
                .isNotEmpty()
                .flatExtracting(KustomizeTest::unknownKeys)
                .isEmpty();
        assertThat(kustomization.objects())
                .isNotEmpty()
                .flatExtracting(KustomizeTest::unknownKeys)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void anOverlayChangesOnlyWhatTheBaseHolds(String name) {
        assertThat(new Kustomization(name).description().path("resources"))
                .extracting(JsonNode::asText)
                .containsExactly("../../base");
        assertThat(new Kustomization("base").objects())
                .extracting(Kustomization::id)
                .containsAll(new Kustomization(name)
                        .written().stream().map(Kustomization::id).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "jobs"})
    void enforcesTheRestrictedPodSecurityStandard(String name) {
        assertThat(objects(name))
                .filteredOn(object -> object.getKind().equals("Namespace"))
                .singleElement()
                .extracting(namespace -> namespace.getMetadata().getLabels())
                .satisfies(labels -> assertThat(labels)
                        .containsAllEntriesOf(Map.of(
                                "pod-security.kubernetes.io/enforce", "restricted",
                                "pod-security.kubernetes.io/audit", "restricted",
                                "pod-security.kubernetes.io/warn", "restricted")));
    }

    static List<String> grounds() {
        return Stream.concat(Stream.of("base"), overlays().stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("grounds")
    void providesTheClaimsThatTheChartMounts(String name) throws Exception {
        JsonNode values = Yaml.read(Chart.SOURCE.resolve("ci/minimal-values.yaml"));
        assertThat(objects(name))
                .filteredOn(object -> object.getKind().equals("PersistentVolumeClaim"))
                .extracting(claim -> claim.getMetadata().getName())
                .containsExactlyInAnyOrder(
                        values.at("/keys/existingClaim").asText(),
                        values.at("/backup/existingClaim").asText());
    }

    @Test
    void providesThePriorityClassThatTheChartNames() throws Exception {
        assertThat(objects("base"))
                .filteredOn(object -> object.getKind().equals("PriorityClass"))
                .extracting(priority -> priority.getMetadata().getName())
                .containsExactly(Yaml.read(Chart.SOURCE.resolve("ci/production-values.yaml"))
                        .at("/default/priorityClassName")
                        .asText());
    }

    @ParameterizedTest
    @CsvSource({
        "base, minimal-values.yaml, 0",
        "overlays/dev, minimal-values.yaml, 0",
        "overlays/production, production-values.yaml, 1",
    })
    void leavesRoomForAllThatTheChartMayAskFor(String name, String values, int tenantsReadByJobs) throws Exception {
        Room asked = Room.ofServices(new Chart(directory).template("rapport", values, Map.of()))
                .and(Room.ofJobs(Yaml.read(Chart.SOURCE.resolve("values.yaml")).path("jobs"))
                        .times(tenantsReadByJobs));

        Map<String, Quantity> quota = objects(name).stream()
                .filter(ResourceQuota.class::isInstance)
                .map(object -> ((ResourceQuota) object).getSpec().getHard())
                .findFirst()
                .orElseThrow();

        assertThat(Room.amount(quota, "pods")).isGreaterThanOrEqualTo(asked.pods());
        assertThat(Room.amount(quota, "requests.cpu")).isGreaterThanOrEqualTo(asked.cpu());
        assertThat(Room.amount(quota, "requests.memory")).isGreaterThanOrEqualTo(asked.memory());
        assertThat(Room.amount(quota, "limits.memory")).isGreaterThanOrEqualTo(asked.memory());
    }

    @Test
    void theNamespaceOfJobsHasRoomForThoseOfOneTenant() throws Exception {
        Room asked = Room.ofJobs(Yaml.read(Chart.SOURCE.resolve("values.yaml")).path("jobs"));
        ResourceQuota quota = objects("jobs").stream()
                .filter(ResourceQuota.class::isInstance)
                .map(ResourceQuota.class::cast)
                .findFirst()
                .orElseThrow();

        assertThat(Room.amount(quota.getSpec().getHard(), "pods")).isEqualTo(asked.pods());
        assertThat(Room.amount(quota.getSpec().getHard(), "requests.cpu")).isEqualTo(asked.cpu());
        assertThat(Room.amount(quota.getSpec().getHard(), "requests.memory")).isEqualTo(asked.memory());
        assertThat(Room.amount(quota.getSpec().getHard(), "limits.memory")).isEqualTo(asked.memory());
    }

    @Test
    void theNamespaceOfJobsIsTheOneThatTheChartIsTestedWith() throws Exception {
        assertThat(objects("jobs"))
                .filteredOn(object -> object.getKind().equals("Namespace"))
                .extracting(namespace -> namespace.getMetadata().getName())
                .containsExactly(Yaml.read(Chart.SOURCE.resolve("ci/jobs-values.yaml"))
                        .at("/jobs/namespace")
                        .asText());
    }

    static List<String> values() throws IOException {
        try (Stream<Path> files = Files.list(Chart.SOURCE.resolve("ci"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void theGuideNamesEveryKindThatAnOperatorMustBringFirst(String values) throws Exception {
        String guide = Files.readString(Kustomization.K8S.resolve("README.md"));
        for (JsonNode object : Yaml.trees(new Chart(directory).template("rapport", values, Map.of()))) {
            if (!SchemaTest.isOfKubernetes(object)) {
                assertThat(guide)
                        .contains(
                                SchemaTest.group(object) + "/",
                                object.path("kind").asText());
            }
        }
    }

    private static List<String> unknownKeys(JsonNode object) {
        return UnknownKeys.in(Yaml.object(object));
    }

    private static List<HasMetadata> objects(String name) {
        return new Kustomization(name).objects().stream().map(Yaml::object).toList();
    }
}
