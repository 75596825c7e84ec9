package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grafana's overview: every panel says what it shows, in which unit, and asks for series that there are. */
class DashboardTest {

    private static final Path FILE = Chart.SOURCE.resolve("dashboards/rapport.json");
    private static final int COLUMNS = 24;

    @TempDir
    Path directory;

    @Test
    void everyPanelSaysWhatItShowsAndInWhichUnit() throws IOException {
        assertThat(panels()).isNotEmpty().allSatisfy(panel -> {
            assertThat(panel.at("/title").asText()).isNotBlank();
            assertThat(panel.at("/description").asText()).endsWith(".");
            assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
            assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
        });
        assertThat(panels()).extracting(panel -> panel.at("/title").asText()).doesNotHaveDuplicates();
        assertThat(Yaml.read(FILE).get("panels"))
                .extracting(panel -> panel.get("id").asInt())
                .doesNotHaveDuplicates();
    }

    @Test
    void everyQueryAsksForSeriesThatThereAre() throws IOException {
        var known = new TreeSet<>(Metrics.known().names());
        known.addAll(recorded());
        for (JsonNode panel : panels()) {
            assertThat(panel.get("targets")).isNotEmpty();
            for (JsonNode target : panel.get("targets")) {
                assertThat(Metrics.readBy(target.get("expr").asText()))
                        .as(panel.get("title").asText())
                        .isNotEmpty()
                        .allSatisfy(name -> assertThat(known).contains(name));
                assertThat(target.get("legendFormat").asText()).isNotBlank();
            }
        }
    }

    @Test
    void noPanelLiesOnAnother() throws IOException {
        List<String> cells = new ArrayList<>();
        for (JsonNode panel : Yaml.read(FILE).get("panels")) {
            JsonNode at = panel.get("gridPos");
            int right = at.get("x").asInt() + at.get("w").asInt();
            assertThat(right).isLessThanOrEqualTo(COLUMNS);
            IntStream.range(at.get("x").asInt(), right)
                    .forEach(x -> IntStream.range(
                                    at.get("y").asInt(),
                                    at.get("y").asInt() + at.get("h").asInt())
                            .forEach(y -> cells.add(x + "/" + y)));
        }
        assertThat(cells).doesNotHaveDuplicates();
    }

    @Test
    void isRenderedWholeAndOnlyIfAskedFor() throws IOException {
        var chart = new Chart(directory);
        assertThat(chart.template("rapport", "minimal-values.yaml", Map.of())).doesNotContain("grafana_dashboard");
        assertThat(chart.render("production-values.yaml"))
                .filteredOn(object -> object.getMetadata().getLabels().containsKey("grafana_dashboard"))
                .singleElement()
                .extracting(object -> ((ConfigMap) object).getData().get("rapport.json"))
                .isEqualTo(Files.readString(FILE));
    }

    private static List<JsonNode> panels() throws IOException {
        List<JsonNode> panels = new ArrayList<>();
        Yaml.read(FILE).get("panels").forEach(panels::add);
        panels.removeIf(panel -> panel.get("type").asText().equals("row"));
        return panels;
    }

    private static List<String> recorded() throws IOException {
        return Yaml.read(Chart.SOURCE.resolve("rules/serving.yaml")).findValuesAsText("record");
    }
}
