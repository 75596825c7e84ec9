package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics in a cluster keep what they keep on one machine, and no longer. */
class TopicsTest {

    private static final Path NAMES = Chart.ROOT.resolve("contracts/src/main/java/io/rapport/contracts/Topics.java");
    private static final Path LOCAL =
            Chart.ROOT.resolve("local/stack/src/main/java/io/rapport/stack/part/TopicPolicies.java");
    private static final Path README = Path.of("src/test/resources/README.md");
    private static final Pattern NAME = Pattern.compile("String ([A-Z_]+) = \"([^\"]+)\"");
    private static final Pattern TOPIC = Pattern.compile("topic\\(Topics\\.([A-Z_]+), (\\w+), ([A-Z_]+)\\)");

    private static final String HOUR = "3600000";
    private static final Map<String, Map<String, String>> POLICIES = Map.of(
            "LATEST_STATE", Map.of("cleanup.policy", "compact", "max.compaction.lag.ms", HOUR, "segment.ms", HOUR),
            "SIX_HOURS",
                    Map.of(
                            "cleanup.policy",
                            "delete",
                            "retention.ms",
                            "21600000",
                            "segment.ms",
                            HOUR,
                            "message.timestamp.type",
                            "LogAppendTime"),
            "NINETY_DAYS", Map.of("cleanup.policy", "delete", "retention.ms", "7776000000"));

    @TempDir
    Path directory;

    private Chart chart;

    @BeforeEach
    void copy() {
        chart = new Chart(directory);
    }

    @Test
    void areThoseOfTheContractsWithThePoliciesOfTheLocalStack() throws IOException {
        Map<String, String> names = NAME.matcher(Files.readString(NAMES))
                .results()
                .collect(Collectors.toMap(name -> name.group(1), name -> name.group(2)));
        Map<String, Map<String, String>> local = new TreeMap<>();
        TOPIC.matcher(Files.readString(LOCAL))
                .results()
                .forEach(topic -> local.put(names.get(topic.group(1)), POLICIES.get(topic.group(3))));

        assertThat(local).hasSameSizeAs(names.keySet());
        Map<String, Map<String, String>> rendered = new TreeMap<>();
        rendered().forEach((name, topic) -> {
            Map<String, String> config = new TreeMap<>();
            topic.at("/spec/config")
                    .properties()
                    .forEach(
                            entry -> config.put(entry.getKey(), entry.getValue().asText()));
            rendered.put(name, config);
        });
        assertThat(rendered).isEqualTo(local);
    }

    /** A state topic is one partition, so that a reader sees all states in one order. Strimzi has no model here. */
    @Test
    void areWhatStrimziKnowsAndOutliveTheRelease() {
        assertThat(rendered()).isNotEmpty().allSatisfy((name, topic) -> {
            assertThat(topic.get("spec").fieldNames()).toIterable().containsExactly("partitions", "config");
            assertThat(topic.at("/spec/partitions").asInt() == 1)
                    .isEqualTo(topic.at("/spec/config").has("max.compaction.lag.ms"));
            assertThat(topic.at("/metadata/namespace").asText()).isEqualTo("kafka");
            assertThat(topic.get("metadata")
                            .get("labels")
                            .get("strimzi.io/cluster")
                            .asText())
                    .isEqualTo("main");
            assertThat(topic.get("metadata")
                            .get("annotations")
                            .get("helm.sh/resource-policy")
                            .asText())
                    .isEqualTo("keep");
        });
    }

    @Test
    void areToldToWhoeverMakesThemByHand() throws IOException {
        String readme = Files.readString(README);
        rendered().forEach((name, topic) -> {
            assertThat(readme).contains("`" + name + "`");
            topic.at("/spec/config")
                    .properties()
                    .forEach(entry -> assertThat(readme)
                            .contains(entry.getKey() + "=" + entry.getValue().asText()));
        });
    }

    @Test
    void areRenderedOnlyIfAskedFor() {
        assertThat(chart.template("rapport", "minimal-values.yaml", Map.of())).doesNotContain("KafkaTopic");
        assertThatThrownBy(
                        () -> chart.template("rapport", "minimal-values.yaml", Map.of("kafka.strimziCluster", "main")))
                .hasMessageContaining("strimziCluster");
    }

    private Map<String, JsonNode> rendered() {
        Map<String, JsonNode> topics = new TreeMap<>();
        Yaml.ofKind("KafkaTopic", chart.template("rapport", "production-values.yaml", Map.of()))
                .forEach(topic -> topics.put(topic.at("/metadata/name").asText(), topic));
        return topics;
    }
}
