package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases brought up to date by Jobs: before anything else of the release, with nothing but the database. */
class MigrationsTest {

    private static final String PROFILE = "%migrate.";

    @TempDir
    Path directory;

    private Chart chart;
    private List<HasMetadata> objects;

    @BeforeEach
    void render() {
        chart = new Chart(directory);
        objects = chart.render("production-values.yaml");
    }

    @Test
    void comeBeforeEveryInstallationAndUpgradeAndLeaveNothingBehind() {
        assertThat(hooks())
                .hasSize(Chart.SERVICES.size() + 1)
                .extracting(hook -> hook.getMetadata().getAnnotations())
                .allSatisfy(annotations -> assertThat(annotations)
                        .containsEntry("helm.sh/hook", "pre-install,pre-upgrade")
                        .containsEntry("helm.sh/hook-delete-policy", "before-hook-creation,hook-succeeded"));
        assertThat(weight(policy())).isLessThan(0);
        assertThat(jobs())
                .allSatisfy(job -> assertThat(weight(job)).isZero())
                .allSatisfy(job ->
                        assertThat(job.getSpec().getActiveDeadlineSeconds()).isEqualTo(600));
    }

    /** What the release brings is not there yet. */
    @Test
    void needNothingThatTheReleaseBrings() {
        assertThat(jobs()).extracting(MigrationsTest::pod).allSatisfy(pod -> {
            assertThat(pod.getServiceAccountName()).isEqualTo("default");
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getContainers().getFirst().getEnvFrom()).isEmpty();
            assertThat(pod.getVolumes())
                    .singleElement()
                    .matches(volume -> volume.getName().equals("tmp"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"consent-service", "ingestion-service", "insights-service", "purge-service"})
    void runTheImageOfTheirServiceOnItsDatabase(String service) {
        var job = container(job(service));
        var serving = deployment(service).getContainers().getFirst();

        assertThat(job.getImage()).isEqualTo(serving.getImage());
        assertThat(job.getEnv())
                .contains(
                        new EnvVar("QUARKUS_PROFILE", "prod,migrate", null),
                        new EnvVar("RAPPORT_DATABASE_HOST", "rapport-rw.postgres.svc", null),
                        new EnvVar("RAPPORT_DATABASE_NAME", service, null));
        assertThat(job.getEnv())
                .filteredOn(env -> env.getValueFrom() != null)
                .isNotEmpty()
                .allSatisfy(env -> assertThat(serving.getEnv()).contains(env));
    }

    /** With the profile a process must not miss what only serving needs. */
    @ParameterizedTest
    @ValueSource(strings = {"consent-service", "ingestion-service", "insights-service", "purge-service"})
    void areToldAllThatTheirServiceDemands(String service) throws IOException {
        Set<String> demanded = new HashSet<>(ConfigurationKeys.of(service).required());
        if (demanded.contains("RAPPORT_GRAPH_CLIENT_ID")) {
            // Or a workload's token.
            demanded.add("RAPPORT_GRAPH_CLIENT_SECRET");
        }
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(
                Chart.ROOT.resolve(service).resolve("src/main/resources/application.properties"))) {
            properties.load(reader);
        }
        assertThat(properties.stringPropertyNames().stream()
                        .filter(name -> name.startsWith(PROFILE))
                        .map(name -> ConfigurationKeys.environment(name.substring(PROFILE.length()))))
                .containsExactlyInAnyOrderElementsOf(demanded);
    }

    @Test
    void leaveTheServicesNothingToMigrate() {
        assertThat(migratesAtStart(objects)).isFalse();
        assertThat(migratesAtStart(chart.render("minimal-values.yaml"))).isTrue();
        assertThat(chart.template("rapport", "minimal-values.yaml", Map.of())).doesNotContain("pre-install");
    }

    private static boolean migratesAtStart(List<HasMetadata> objects) {
        List<String> said = objects.stream()
                .filter(ConfigMap.class::isInstance)
                .map(ConfigMap.class::cast)
                .filter(map -> map.getData().containsKey("RAPPORT_DATABASE_NAME"))
                .map(map -> map.getData().getOrDefault("QUARKUS_FLYWAY_MIGRATE_AT_START", "true"))
                .toList();
        assertThat(said).hasSameSizeAs(Chart.SERVICES);
        assertThat(Set.copyOf(said)).hasSize(1);
        return Boolean.parseBoolean(said.getFirst());
    }

    /** Nothing of the release lets them out yet, and where k8s/base is, nobody else does. */
    @Test
    void reachNamesAndTheDatabaseOnly() {
        var spec = policy().getSpec();
        assertThat(spec.getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(spec.getIngress()).isEmpty();
        assertThat(spec.getEgress())
                .flatExtracting(rule -> rule.getPorts())
                .extracting(port -> port.getPort().getIntVal())
                .containsExactly(53, 53, 5432);
        assertThat(jobs())
                .allSatisfy(job -> assertThat(
                                job.getSpec().getTemplate().getMetadata().getLabels())
                        .containsAllEntriesOf(spec.getPodSelector().getMatchLabels()));
    }

    @Test
    void noServiceOrBudgetTakesThemForTheirOwn() {
        Map<String, String> labels =
                jobs().getFirst().getSpec().getTemplate().getMetadata().getLabels();
        assertThat(objects)
                .filteredOn(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .noneMatch(deployment -> labels.entrySet()
                        .containsAll(deployment
                                .getSpec()
                                .getSelector()
                                .getMatchLabels()
                                .entrySet()));
    }

    private List<HasMetadata> hooks() {
        return objects.stream()
                .filter(object -> object.getMetadata()
                        .getAnnotations()
                        .getOrDefault("helm.sh/hook", "")
                        .contains("pre-"))
                .toList();
    }

    private List<Job> jobs() {
        return hooks().stream()
                .filter(Job.class::isInstance)
                .map(Job.class::cast)
                .toList();
    }

    private Job job(String service) {
        return jobs().stream()
                .filter(job -> container(job).getImage().contains("/" + service))
                .findFirst()
                .orElseThrow();
    }

    private PodSpec deployment(String service) {
        return objects.stream()
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .filter(deployment -> deployment.getMetadata().getName().equals("rapport-" + service))
                .findFirst()
                .orElseThrow()
                .getSpec()
                .getTemplate()
                .getSpec();
    }

    private NetworkPolicy policy() {
        return hooks().stream()
                .filter(NetworkPolicy.class::isInstance)
                .map(NetworkPolicy.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static PodSpec pod(Job job) {
        return job.getSpec().getTemplate().getSpec();
    }

    private static Container container(Job job) {
        return pod(job).getContainers().getFirst();
    }

    private static int weight(HasMetadata hook) {
        return Integer.parseInt(hook.getMetadata().getAnnotations().getOrDefault("helm.sh/hook-weight", "0"));
    }
}
