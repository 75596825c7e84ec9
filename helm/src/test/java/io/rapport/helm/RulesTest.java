package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The alerts: rendered whole, each worded for whoever is woken and told what to do, on metrics that there are, and firing
 * when they should.
 */
class RulesTest {

    private static final Program PROMTOOL = Program.of("promtool");
    private static final Path RULES = Chart.SOURCE.resolve("rules");
    private static final Path CASES = Path.of("src/test/resources/rules");
    private static final Path RUNBOOKS = Chart.ROOT.resolve("docs/runbooks");
    private static final String MONITORED = "production-values.yaml";

    @TempDir
    Path directory;

    private Chart chart;

    @BeforeEach
    void copy() {
        chart = new Chart(directory);
    }

    static List<String> files() throws IOException {
        return names(RULES);
    }

    @ParameterizedTest
    @MethodSource("files")
    void areRenderedAsTheyAreTested(String file) throws IOException {
        JsonNode rendered = rendered("rapport-" + file.replace(".yaml", "")).at("/spec/groups");

        rendered.forEach(group -> group.get("rules").forEach(RulesTest::withoutRunbook));
        assertThat(rendered).isEqualTo(Yaml.read(RULES.resolve(file)).get("groups"));
    }

    @Test
    void andWhatTheyNeedAreRenderedOnlyIfAskedFor() {
        assertThat(chart.template("rapport", "minimal-values.yaml", Map.of()))
                .doesNotContain("PrometheusRule", "ServiceMonitor", "PodMonitor");
    }

    @Test
    void watchServicesThatAreThere() {
        List<HasMetadata> objects = chart.render(MONITORED);
        ServiceMonitor monitor = only(ServiceMonitor.class, objects);

        assertThat(objects)
                .filteredOn(Service.class::isInstance)
                .hasSize(Chart.SERVICES.size())
                .allSatisfy(service -> {
                    assertThat(service.getMetadata().getLabels())
                            .containsAllEntriesOf(
                                    monitor.getSpec().getSelector().getMatchLabels())
                            .extractingByKey(monitor.getSpec().getJobLabel())
                            .isIn(Chart.SERVICES);
                    assertThat(((Service) service).getSpec().getPorts())
                            .extracting(ServicePort::getName)
                            .contains(
                                    monitor.getSpec().getEndpoints().getFirst().getPort());
                });
        assertThat(monitor.getMetadata().getLabels()).containsEntry("release", "prometheus");
    }

    @Test
    void watchThePodsOfJobsWhereTheyAreAndNoOthers() {
        List<HasMetadata> objects = Yaml.objects(chart.template(
                "rapport",
                "jobs-values.yaml",
                Map.of(
                        "monitoring.enabled", "true",
                        "monitoring.runbooks", "https://runbooks.example",
                        "networkPolicy.monitoring[0].podSelector.matchLabels.app", "prometheus")));
        PodMonitor monitor = only(PodMonitor.class, objects);
        Map<String, String> watched = monitor.getSpec().getSelector().getMatchLabels();
        Job job = JobsTest.job(objects);

        assertThat(job.getSpec().getTemplate().getMetadata().getLabels()).containsAllEntriesOf(watched);
        assertThat(monitor.getSpec().getNamespaceSelector().getMatchNames())
                .containsExactly(job.getMetadata().getNamespace());
        assertThat(objects)
                .filteredOn(object -> object.getKind().equals("Deployment"))
                .noneSatisfy(pods -> assertThat(pods.getMetadata().getLabels()).containsAllEntriesOf(watched));
    }

    private static <T> T only(Class<T> kind, List<HasMetadata> objects) {
        return objects.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void areRefusedWhereNobodyCouldScrapeOrReadOn() {
        assertThatThrownBy(() -> chart.template("rapport", MONITORED, Map.of("networkPolicy.monitoring", "null")))
                .hasMessageContaining("networkPolicy.monitoring names nobody");
        assertThatThrownBy(() -> chart.template("rapport", MONITORED, Map.of("monitoring.runbooks", "")))
                .hasMessageContaining("runbooks");
    }

    @Test
    void sayWhatIsWrongAndHowUrgentItIs() throws IOException {
        assertThat(alerts()).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.at("/labels/severity").asText()).isIn("page", "ticket");
            assertThat(rule.at("/annotations/summary").asText()).endsWith(".");
            assertThat(rule.at("/annotations/description").asText()).isNotEmpty();
        });
    }

    @Test
    void haveARunbookEachAndNoRunbookIsLeftOver() throws IOException {
        assertThat(names(RUNBOOKS))
                .containsExactlyElementsOf(alerts().stream()
                        .map(alert -> alert.get("alert").asText() + ".md")
                        .sorted()
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("files")
    void linkTheirRunbook(String file) {
        rendered("rapport-" + file.replace(".yaml", ""))
                .findParents("alert")
                .forEach(
                        alert -> assertThat(alert.at("/annotations/runbook_url").asText())
                                .isEqualTo("https://git.example/rapport/docs/runbooks/"
                                        + alert.get("alert").asText() + ".md"));
    }

    /** A metric that nobody exports would never fire. */
    @Test
    void watchOnlyMetricsThatThereAre() throws IOException {
        var known = new TreeSet<>(Metrics.known().names());
        for (JsonNode rule : rules()) {
            if (rule.has("record")) {
                known.add(rule.get("record").asText());
            }
        }
        for (JsonNode rule : rules()) {
            assertThat(Metrics.readBy(rule.get("expr").asText()))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(known).contains(name));
        }
    }

    static List<String> cases() {
        return names(CASES);
    }

    @Test
    void areAllPlayedThrough() throws IOException {
        assertThat(cases().stream().map(RulesTest::played)).containsAll(files());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void fireWhenTheyShould(String cases) throws IOException {
        assumeTrue(PROMTOOL.isInstalled(), "promtool is not installed: the alerts are not played through");
        Files.copy(RULES.resolve(played(cases)), directory.resolve(played(cases)));
        Files.copy(CASES.resolve(cases), directory.resolve(cases));

        PROMTOOL.run("test", "rules", directory.resolve(cases).toString()).assertGood();
    }

    /** {@code serving_days_test.yaml} plays {@code serving.yaml}. */
    private static String played(String cases) {
        return cases.replaceFirst("_.*", ".yaml");
    }

    private static List<JsonNode> alerts() throws IOException {
        return rules().stream().filter(rule -> rule.has("alert")).toList();
    }

    private static List<JsonNode> rules() throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        for (String file : files()) {
            Yaml.read(RULES.resolve(file))
                    .get("groups")
                    .forEach(group -> group.get("rules").forEach(rules::add));
        }
        return rules;
    }

    private static void withoutRunbook(JsonNode rule) {
        if (rule.has("alert")) {
            ((ObjectNode) rule.get("annotations")).remove("runbook_url");
        }
    }

    private JsonNode rendered(String name) {
        return Yaml.ofKind("PrometheusRule", chart.template("rapport", MONITORED, Map.of())).stream()
                .filter(rules -> rules.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
