package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart sets is what the services read. */
class ConfigurationTest {

    /** Of the platform, not of our code. */
    private static final Set<String> OF_THE_PLATFORM = Set.of(
            "JAVA_TOOL_OPTIONS",
            "KAFKA_BOOTSTRAP_SERVERS",
            "KAFKA_SECURITY_PROTOCOL",
            "QUARKUS_DATASOURCE_PASSWORD",
            "QUARKUS_DATASOURCE_USERNAME",
            "QUARKUS_HTTP_HOST",
            "QUARKUS_HTTP_PORT",
            "QUARKUS_OIDC_CLIENT_CREDENTIALS_JWT_SOURCE",
            "QUARKUS_OIDC_CLIENT_CREDENTIALS_JWT_TOKEN_PATH",
            "QUARKUS_SHUTDOWN_DELAY");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"consent-service", "ingestion-service", "insights-service", "purge-service"})
    void everyNameTheChartSetsIsReadBy(String service) throws IOException {
        Set<String> names = names(service);
        names.removeAll(OF_THE_PLATFORM);
        assertThat(ConfigurationKeys.of(service).known()).containsAll(names);
    }

    @ParameterizedTest
    @ValueSource(strings = {"consent-service", "ingestion-service", "insights-service", "purge-service"})
    void signInOfPeopleIsToldTo(String service) throws IOException {
        Set<String> names = names(service, "production-values.yaml");
        assertThat(names)
                .contains("RAPPORT_PAGES_CLIENT_ID", "RAPPORT_PAGES_CLIENT_SECRET", "RAPPORT_PAGES_SESSION_SECRET")
                .contains("RAPPORT_GRAFANA_URL");
        names.removeIf(name -> !name.startsWith("RAPPORT_"));
        assertThat(ConfigurationKeys.of(service).known()).containsAll(names);
    }

    @Test
    void aKeyVaultTakesThePlaceOfTheMountedRootKey() throws IOException {
        Set<String> names = names("consent-service", "key-vault-values.yaml");
        names.removeAll(OF_THE_PLATFORM);
        assertThat(names)
                .contains("RAPPORT_KEYS_VAULT_URL", "RAPPORT_KEYS_VAULT_WORKLOAD_TOKEN_FILE")
                .doesNotContain("RAPPORT_KEYS_ROOT_FILE");
        assertThat(ConfigurationKeys.of("consent-service").known()).containsAll(names);
    }

    @ParameterizedTest
    @ValueSource(strings = {"consent-service", "ingestion-service", "insights-service", "purge-service"})
    void aNamedCollectorSwitchesTracesOnFor(String service) {
        assertThat(names(service, "production-values.yaml"))
                .contains("QUARKUS_OTEL_SDK_DISABLED", "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"consent-service", "ingestion-service", "insights-service", "purge-service"})
    void everyKeyWithoutADefaultIsSetFor(String service) throws IOException {
        assertThat(names(service)).containsAll(ConfigurationKeys.of(service).required());
    }

    private Set<String> names(String service) {
        return names(service, "minimal-values.yaml");
    }

    private Set<String> names(String service, String values) {
        List<HasMetadata> objects = new Chart(directory).render(values);
        Set<String> names = objects.stream()
                .filter(object -> object instanceof Deployment && isOf(object, service))
                .flatMap(object -> ((Deployment) object)
                        .getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv().stream())
                .map(EnvVar::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        objects.stream()
                .filter(object -> object instanceof ConfigMap && isOf(object, service))
                .forEach(object -> names.addAll(((ConfigMap) object).getData().keySet()));
        return names;
    }

    private static boolean isOf(HasMetadata object, String service) {
        return service.equals(object.getMetadata().getLabels().get("app.kubernetes.io/name"));
    }
}
