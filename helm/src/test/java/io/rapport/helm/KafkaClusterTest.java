package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kafka by Strimzi, which has no model here, so its keys are named one by one. */
class KafkaClusterTest {

    private static final String CLUSTER = "production-values.yaml";

    @TempDir
    Path directory;

    private Chart chart;

    @BeforeEach
    void copy() {
        chart = new Chart(directory);
    }

    @Test
    void knowsNobodyWithoutACertificate() {
        JsonNode kafka = one("Kafka", Map.of()).get("spec");
        assertThat(kafka.fieldNames()).toIterable().containsExactly("kafka", "entityOperator");
        assertThat(kafka.get("kafka").fieldNames())
                .toIterable()
                .containsExactly("listeners", "authorization", "config");
        assertThat(kafka.at("/kafka/listeners").valueStream()).singleElement().satisfies(listener -> {
            assertThat(listener.get("tls").asBoolean()).isTrue();
            assertThat(listener.at("/authentication/type").asText()).isEqualTo("tls");
        });
        assertThat(kafka.at("/kafka/authorization/type").asText()).isEqualTo("simple");
        assertThat(kafka.get("entityOperator").fieldNames())
                .toIterable()
                .containsExactly("topicOperator", "userOperator");
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 3, 2", "5, 3, 2"})
    void losesNothingWithABrokerIfThereAreThree(int brokers, int copies, int written) {
        Map<String, String> choice = Map.of("kafka.cluster.brokers", Integer.toString(brokers));
        JsonNode config = one("Kafka", choice).at("/spec/kafka/config");
        assertThat(config.get("default.replication.factor").asInt()).isEqualTo(copies);
        assertThat(config.get("min.insync.replicas").asInt()).isEqualTo(written);
        JsonNode pool = one("KafkaNodePool", choice).get("spec");
        assertThat(pool.fieldNames()).toIterable().containsExactly("replicas", "roles", "storage");
        assertThat(pool.get("replicas").asInt()).isEqualTo(brokers);
        assertThat(pool.at("/storage/volumes/0/deleteClaim").asBoolean(true)).isFalse();
    }

    /** Topics and users are made where the cluster is, and belong to it. */
    @Test
    void isTheOneThatTopicsAndUsersNameAndOutlivesTheRelease() {
        assertThat(List.of(one("Kafka", Map.of()), one("KafkaNodePool", Map.of())))
                .allSatisfy(object -> {
                    assertThat(object.at("/metadata/namespace").asText()).isEqualTo("kafka");
                    assertThat(object.get("metadata")
                                    .get("annotations")
                                    .get("helm.sh/resource-policy")
                                    .asText())
                            .isEqualTo("keep");
                });
        assertThat(one("Kafka", Map.of()).at("/metadata/name").asText()).isEqualTo("main");
        assertThat(one("KafkaNodePool", Map.of())
                        .get("metadata")
                        .get("labels")
                        .get("strimzi.io/cluster")
                        .asText())
                .isEqualTo("main");
    }

    @Test
    void isRenderedOnlyIfAskedFor() {
        assertThat(Yaml.ofKind("Kafka", chart.template("rapport", "minimal-values.yaml", Map.of())))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}={1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "kafka.strimziCluster | '' | cluster needs strimziCluster",
                "kafka.users | false | certificates only",
                "kafka.caSecret | '' | certificates only",
                "kafka.bootstrapServers | kafka.example:9093 | main-kafka-bootstrap.kafka.svc:9093",
                "kafka.securityProtocol | PLAINTEXT | by SSL",
                "kafka.cluster.brokers | 2 | brokers",
                "kafka.cluster.storage | much | storage",
                "kafka.cluster.zookeeper | true | zookeeper",
            })
    void refuses(String key, String value, String sentence) {
        assertThatThrownBy(() -> chart.template("rapport", CLUSTER, Map.of(key, value)))
                .hasMessageContaining(sentence);
    }

    private JsonNode one(String kind, Map<String, String> choices) {
        List<JsonNode> found = Yaml.ofKind(kind, chart.template("rapport", CLUSTER, choices));
        assertThat(found).hasSize(1);
        return found.getFirst();
    }
}
