package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart lints, renders what Kubernetes knows, and refuses nonsense. */
class ChartTest {

    @TempDir
    Path directory;

    private Chart chart;

    @BeforeEach
    void copy() {
        chart = new Chart(directory);
    }

    @ParameterizedTest
    @MethodSource("installations")
    void lintsStrictlyWith(String ci) throws IOException {
        var result = chart.lint(ci);
        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("installations")
    void rendersOnlyWhatKubernetesKnowsWith(String ci) {
        List<HasMetadata> objects = chart.render(ci);
        assertThat(objects)
                .extracting(object -> object.getKind())
                .contains(
                        "Deployment", "Service", "ServiceAccount", "ConfigMap", "PodDisruptionBudget", "NetworkPolicy");
        assertThat(objects).flatExtracting(UnknownKeys::in).isEmpty();
        assertThat(objects)
                .extracting(
                        object -> object.getKind() + "/" + object.getMetadata().getNamespace() + "/"
                                + object.getMetadata().getName())
                .doesNotHaveDuplicates();
    }

    /** Every set of values that the chart carries for its own tests. */
    static Stream<String> installations() throws IOException {
        try (Stream<Path> files = Files.list(Chart.SOURCE.resolve("ci"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @Test
    void rendersTheSameTwice() {
        assertThat(chart.template("rapport", "production-values.yaml", Map.of()))
                .isEqualTo(chart.template("rapport", "production-values.yaml", Map.of()));
    }

    @Test
    void keepsNamesShortEnoughUnderTheLongestReleaseName() {
        var objects = Yaml.objects(chart.template("r".repeat(53), "jobs-values.yaml", Map.of()));
        assertThat(objects)
                .allSatisfy(object ->
                        assertThat(object.getMetadata().getName().length()).isLessThanOrEqualTo(63));
    }

    /** purge-service for CloudNativePG, ingestion-service for Jobs; nobody else may talk to the Kubernetes API. */
    @Test
    void aServiceAccountTokenIsMountedOnlyWhereItIsNeeded() {
        assertThat(tokens("minimal-values.yaml")).isEmpty();
        assertThat(tokens("azure-cnpg-values.yaml")).containsExactly("rapport-purge-service");
        assertThat(tokens("jobs-values.yaml")).containsExactly("rapport-ingestion-service");
        assertThat(chart.render("azure-cnpg-values.yaml"))
                .filteredOn(object -> object.getKind().equals("Role"))
                .singleElement()
                .matches(role -> role.getMetadata().getNamespace().equals("databases"));
    }

    private List<String> tokens(String ci) {
        return chart.render(ci).stream()
                .filter(io.fabric8.kubernetes.api.model.apps.Deployment.class::isInstance)
                .map(io.fabric8.kubernetes.api.model.apps.Deployment.class::cast)
                .filter(deployment -> Boolean.TRUE.equals(
                        deployment.getSpec().getTemplate().getSpec().getAutomountServiceAccountToken()))
                .map(deployment -> deployment.getMetadata().getName())
                .toList();
    }

    @Test
    void neverRendersASecret() {
        assertThat(chart.render("production-values.yaml"))
                .extracting(object -> object.getKind())
                .doesNotContain("Secret");
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "image.tag, latest",
        "image.tag, ''",
        "image.registry, ''",
        "imagee.tag, 1",
        "default.replica, 2",
        "default.replicas, 0",
        "services.insights-service.replicas, many",
        "services.consent-service.replicas, 2",
        "services.audit-service.replicas, 1",
        "services.insights-service.digest, sha256:abc",
        "services.insights-service.resources.limits.memory, 4Gi",
        "oidc.issuerTemplate, https://login.example/v2.0",
        "oidc.existingSecret, ''",
        "graph.existingSecret, ''",
        "keys.existingSecret, ''",
        "workloadIdentity.audience, ''",
        "kafka.bootstrapServers, kafka",
        "kafka.securityProtocol, TLS",
        "database.port, 0",
        "backup.retentionDays, 28",
        "backup.retentionDays, 14",
        "backup.fullIntervalDays, 0",
        "backup.existingClaim, ''",
        "backup.cnpgCluster, rapport",
        "networkPolicy.open, true",
        "externalSecrets.store.kind, Vault",
        "externalSecrets.refreshInterval, often",
        "migrations.job, perhaps",
        "migrations.deadlineSeconds, 1",
        "jobs.enabled, perhaps",
        "jobs.parallelism, 0",
        "jobs.namespace, Else_Where",
        "jobs.queue, elsewhere",
    })
    void refuses(String key, String value) {
        assertThatThrownBy(() -> chart.template("rapport", "minimal-values.yaml", Map.of(key, value)))
                .hasMessageContaining(key.startsWith("services.insights-service.resources") ? "memory" : first(key));
    }

    @Test
    void refusesToRenderWithoutBeingToldWhereThingsAre() throws IOException {
        assertThatThrownBy(() ->
                        new com.marcnuri.helm.Helm(Chart.SOURCE).template().call())
                .hasMessageContaining("image");
        assertThat(Files.readString(Chart.SOURCE.resolve("Chart.yaml"))).contains("kubeVersion: \">=1.34.0-0\"");
    }

    @Test
    void explainsEveryValueInAFewScreens() throws IOException {
        List<String> lines = Files.readAllLines(Chart.SOURCE.resolve("values.yaml"));
        assertThat(lines).hasSizeLessThanOrEqualTo(340);
        assertThat(Explained.keysWithoutComment(lines)).isEmpty();
    }

    private static String first(String key) {
        return key.substring(0, key.indexOf('.'));
    }
}
