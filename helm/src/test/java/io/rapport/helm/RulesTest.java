package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts: rendered whole, each worded for whoever is woken, on metrics that there are, and firing when they should. */
class RulesTest {

    private static final Path RULES = Chart.SOURCE.resolve("rules/deletion.yaml");
    private static final Path CASES = Path.of("src/test/resources/rules/deletion_test.yaml");
    private static final Pattern METRIC = Pattern.compile("rapport_[a-z_]+");

    @TempDir
    Path directory;

    @Test
    void areRenderedAsTheyAreTested() throws IOException {
        Chart chart = new Chart(directory);
        assertThat(chart.template("rapport", "minimal-values.yaml", Map.of())).doesNotContain("PrometheusRule");

        String rendered = chart.template("rapport", "minimal-values.yaml", Map.of("monitoring.rules", "true"));

        Path file = Files.writeString(directory.resolve("rendered.yaml"), document(rendered, "PrometheusRule"));
        assertThat(Yaml.read(file).at("/spec/groups"))
                .isEqualTo(Yaml.read(RULES).get("groups"));
    }

    @Test
    void sayWhatIsWrongAndHowUrgentItIs() throws IOException {
        assertThat(rules()).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.at("/labels/severity").asText()).isIn("page", "ticket");
            assertThat(rule.at("/annotations/summary").asText()).endsWith(".");
            assertThat(rule.at("/annotations/description").asText()).isNotEmpty();
        });
    }

    /** A metric that nobody exports would never fire. */
    @Test
    void watchOnlyMetricsThatPurgeServiceHas() throws IOException {
        StringBuilder sources = new StringBuilder();
        try (var files = Files.walk(Chart.ROOT.resolve("purge-service/src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                sources.append(Files.readString(file));
            }
        }
        for (JsonNode rule : rules()) {
            var metric = METRIC.matcher(rule.get("expr").asText());
            while (metric.find()) {
                assertThat(sources).contains('"' + metric.group().replace('_', '.') + '"');
            }
        }
    }

    @Test
    void fireWhenTheyShould() throws IOException, InterruptedException {
        assumeTrue(isInstalled(), "promtool is not installed: the alerts are not played through");
        Files.copy(RULES, directory.resolve("deletion.yaml"));
        Files.copy(CASES, directory.resolve("deletion_test.yaml"));

        Process promtool = new ProcessBuilder("promtool", "test", "rules", "deletion_test.yaml")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(promtool.waitFor()).as(said).isZero();
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("promtool", "--version")
                    .redirectErrorStream(true)
                    .start()
                    .waitFor(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            return false;
        }
    }

    private static List<JsonNode> rules() throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        Yaml.read(RULES).get("groups").forEach(group -> group.get("rules").forEach(rules::add));
        return rules;
    }

    private static String document(String rendered, String kind) {
        for (String document : rendered.split("(?m)^---$")) {
            if (document.contains("kind: " + kind)) {
                return document;
            }
        }
        throw new AssertionError("No " + kind);
    }
}
