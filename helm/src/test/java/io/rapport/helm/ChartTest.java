package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {

    private static final Path SOURCE = Path.of("rapport");
    private static final Path CHART = copyForTheEmbeddedHelm();
    private static final Path MINIMAL = CHART.resolve("ci/minimal-values.yaml");
    private static final List<String> SERVICES =
            List.of("consent-service", "ingestion-service", "insights-service", "purge-service");

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "production"})
    void lintsStrictlyAndRendersKnownKubernetesTypesOnly(String values) throws IOException {
        Path file = CHART.resolve("ci/" + values + "-values.yaml");
        LintResult lint = new Helm(withDefaults(file)).lint().strict().quiet().call();
        assertThat(lint.isFailed()).as(lint.getMessages().toString()).isFalse();

        List<HasMetadata> all = render(file);

        assertThat(all).allSatisfy(Strict::hasNoUnknownKeys);
        assertThat(all.stream()
                        .filter(Deployment.class::isInstance)
                        .map(one -> one.getMetadata().getName()))
                .containsExactlyInAnyOrderElementsOf(
                        SERVICES.stream().map(name -> "test-rapport-" + name).toList());
    }

    @Test
    void rendersTheSameEachTime() {
        assertThat(template(MINIMAL)).isEqualTo(template(MINIMAL));
    }

    @Test
    void everyContainerIsRestrictedProbedAndSized() throws IOException {
        for (HasMetadata one : render(MINIMAL)) {
            if (one instanceof Deployment deployment) {
                var pod = deployment.getSpec().getTemplate().getSpec();
                assertThat(pod.getAutomountServiceAccountToken()).isFalse();
                assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
                assertThat(pod.getSecurityContext().getRunAsUser()).isGreaterThanOrEqualTo(10001);
                assertThat(pod.getSecurityContext().getSeccompProfile().getType())
                        .isEqualTo("RuntimeDefault");
                assertThat(pod.getContainers()).allSatisfy(ChartTest::isRestricted);
            }
        }
    }

    private static void isRestricted(Container container) {
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
        assertThat(container.getResources().getLimits()).containsKey("memory");
        assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/q/health/started");
        assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/q/health/live");
        assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/q/health/ready");
        assertThat(container.getImage()).doesNotEndWith(":latest");
    }

    /** A name that nobody reads would be a silent mistake. */
    @Test
    void everyEnvironmentNameIsASettingOfTheServices() throws IOException {
        Set<String> known = settingsAsEnvironment();
        for (HasMetadata one : render(MINIMAL)) {
            if (one instanceof ConfigMap map) {
                assertThat(known).containsAll(map.getData().keySet());
            }
            if (one instanceof Deployment deployment) {
                deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv().stream()
                        .map(EnvVar::getName)
                        .filter(name -> !name.equals("JAVA_TOOL_OPTIONS"))
                        .forEach(name -> assertThat(known).contains(name));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "image.tag, latest",
        "image.tag, ''",
        "image.registry, ''",
        "database.port, 0",
        "backup.retentionDays, 29",
        "backup.retentionDays, 20",
        "services.consent-service.replicas, 2",
        "services.purge-service.resources.limits.memory, 1Gi",
        "default.nonsense, 1",
        "nonsense, 1",
        "kafka.securityProtocol, TLS"
    })
    void refusesNonsense(String key, String value) {
        assertThatThrownBy(() -> new Helm(CHART)
                        .template()
                        .withName("test")
                        .withValuesFile(MINIMAL)
                        .set(key, value)
                        .call())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("(?s).*(values don't meet the specifications|days|equal|ring).*");
    }

    @Test
    void theKustomizeBaseHoldsWhatTheChartLeavesOut() throws IOException {
        Path base = Path.of("../k8s/base");
        try (Stream<Path> files = Files.list(base)) {
            List<HasMetadata> all = files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    .flatMap(file -> Strict.parse(read(file)).stream())
                    .toList();
            assertThat(all).isNotEmpty().allSatisfy(Strict::hasNoUnknownKeys);
            assertThat(all)
                    .anySatisfy(one -> assertThat(one.getMetadata().getLabels())
                            .containsEntry("pod-security.kubernetes.io/enforce", "restricted"));
        }
        String kustomization = read(base.resolve("kustomization.yaml"));
        try (Stream<Path> files = Files.list(base)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("kustomization.yaml"))
                    .forEach(name -> assertThat(kustomization).contains("- " + name));
        }
    }

    /** The embedded Helm pretends to be on Kubernetes 1.20 and cannot be told otherwise: the copy does not ask. */
    private static Path copyForTheEmbeddedHelm() {
        Path copy = Path.of("target/chart/rapport");
        try (Stream<Path> files = Files.walk(SOURCE)) {
            for (Path file : files.toList()) {
                Path to = copy.resolve(SOURCE.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.writeString(to, Files.readString(file).replaceAll("(?m)^kubeVersion:.*\\n", ""));
                }
            }
            return copy;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Helm's linter takes no values here, so they are laid over the chart's own in a copy. */
    private static Path withDefaults(Path values) throws IOException {
        Path copy = Path.of("target/lint/" + values.getFileName() + "/rapport");
        try (Stream<Path> files = Files.walk(CHART)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(CHART.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.writeString(to, Files.readString(file));
            }
        }
        ObjectNode merged = (ObjectNode) Strict.YAML.readTree(read(CHART.resolve("values.yaml")));
        overlay(merged, Strict.YAML.readTree(read(values)));
        Files.writeString(copy.resolve("values.yaml"), Strict.YAML.writeValueAsString(merged));
        return copy;
    }

    private static void overlay(ObjectNode below, JsonNode above) {
        above.properties().forEach(entry -> {
            if (below.get(entry.getKey()) instanceof ObjectNode deeper
                    && entry.getValue().isObject()) {
                overlay(deeper, entry.getValue());
            } else {
                below.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private static List<HasMetadata> render(Path values) {
        return Strict.parse(template(values));
    }

    private static String template(Path values) {
        return new Helm(CHART)
                .template()
                .withName("test")
                .withValuesFile(values)
                .call();
    }

    /** Keys of the properties files and config mappings, in the spelling of environment variables. */
    private static Set<String> settingsAsEnvironment() throws IOException {
        Set<String> names = new HashSet<>(Set.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                "KAFKA_SECURITY_PROTOCOL",
                "QUARKUS_HTTP_HOST",
                "QUARKUS_DATASOURCE_USERNAME",
                "QUARKUS_DATASOURCE_PASSWORD"));
        Pattern property = Pattern.compile("^([a-z][a-z0-9.\\-]+)=", Pattern.MULTILINE);
        Pattern injected = Pattern.compile("@ConfigProperty\\(\\s*name = \"([a-z0-9.\\-]+)\"");
        Pattern prefix = Pattern.compile("@ConfigMapping\\(prefix = \"([a-z.]+)\"\\)");
        Pattern method = Pattern.compile("^    [A-Z][A-Za-z<>]* ([a-z][A-Za-z]*)\\(\\);", Pattern.MULTILINE);
        for (String module : List.of(
                "service-kit",
                "graph-kit",
                "consent-service",
                "ingestion-service",
                "insights-service",
                "purge-service")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String text = read(file);
                    if (file.toString().endsWith(".properties")) {
                        property.matcher(text).results().forEach(found -> names.add(environment(found.group(1))));
                    } else if (file.toString().endsWith(".java")) {
                        injected.matcher(text).results().forEach(found -> names.add(environment(found.group(1))));
                        Matcher mapping = prefix.matcher(text);
                        if (mapping.find()) {
                            method.matcher(text)
                                    .results()
                                    .forEach(found ->
                                            names.add(environment(mapping.group(1) + "." + kebab(found.group(1)))));
                        }
                    }
                }
            }
        }
        return names;
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String environment(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
