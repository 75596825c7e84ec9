package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of ServiceAccounts in the place of client secrets: for those that need one, and as narrow as can be. */
class WorkloadIdentityTest {

    private static final Map<String, String> AT_GRAPH_ONLY =
            Map.of("workloadIdentity.enabled", "true", "graph.existingSecret", "");

    @TempDir
    Path directory;

    private Chart chart;

    @BeforeEach
    void copy() {
        chart = new Chart(directory);
    }

    @Test
    void noPodIsGivenAClientSecret() {
        assertThat(pods(chart.render("key-vault-values.yaml")))
                .hasSize(Chart.SERVICES.size())
                .flatExtracting(PodSpec::getContainers)
                .flatExtracting(Container::getEnv)
                .extracting(EnvVar::getName)
                .noneMatch(name -> name.endsWith("CLIENT_SECRET"));
    }

    @Test
    void aTokenIsForTheLoginHostOnlyAndLiesWhereTheServicesLook() {
        assertThat(pods(chart.render("key-vault-values.yaml"))).allSatisfy(pod -> {
            assertThat(pod.getVolumes())
                    .filteredOn(volume -> volume.getProjected() != null)
                    .singleElement()
                    .extracting(volume -> volume.getProjected().getSources())
                    .satisfies(sources -> assertThat(sources)
                            .singleElement()
                            .extracting(source -> source.getServiceAccountToken())
                            .satisfies(token -> {
                                assertThat(token.getAudience()).isEqualTo("api://AzureADTokenExchange");
                                assertThat(token.getPath()).isEqualTo("token");
                            }));
            assertThat(pod.getContainers())
                    .flatExtracting(Container::getVolumeMounts)
                    .filteredOn(mount -> mount.getName().equals("workload-token"))
                    .singleElement()
                    .extracting(VolumeMount::getMountPath, VolumeMount::getReadOnly)
                    .containsExactly("/var/run/secrets/rapport", true);
        });
        assertThat(chart.template("rapport", "key-vault-values.yaml", Map.of()))
                .contains("RAPPORT_GRAPH_WORKLOAD_TOKEN_FILE: /var/run/secrets/rapport/token")
                .contains("RAPPORT_KEYS_VAULT_WORKLOAD_TOKEN_FILE: /var/run/secrets/rapport/token")
                .contains("QUARKUS_OIDC_CLIENT_CREDENTIALS_JWT_TOKEN_PATH: /var/run/secrets/rapport/token");
    }

    @Test
    void whoNeedsNoneHasNone() {
        assertThat(deployments(Yaml.objects(chart.template("rapport", "minimal-values.yaml", AT_GRAPH_ONLY))))
                .filteredOn(deployment -> deployment.getSpec().getTemplate().getSpec().getVolumes().stream()
                        .map(Volume::getName)
                        .anyMatch("workload-token"::equals))
                .extracting(deployment -> deployment.getMetadata().getName())
                .containsExactlyInAnyOrder("rapport-consent-service", "rapport-ingestion-service");
    }

    @Test
    void aRootKeyThatIsMountedIsASecretInAnyCase() {
        assertThatThrownBy(() -> chart.template(
                        "rapport",
                        "minimal-values.yaml",
                        Map.of("workloadIdentity.enabled", "true", "keys.existingSecret", "")))
                .hasMessageContaining("root key");
    }

    private static List<PodSpec> pods(List<HasMetadata> objects) {
        return deployments(objects)
                .map(deployment -> deployment.getSpec().getTemplate().getSpec())
                .toList();
    }

    private static Stream<Deployment> deployments(List<HasMetadata> objects) {
        return objects.stream().filter(Deployment.class::isInstance).map(Deployment.class::cast);
    }
}
