package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may become more by itself, by what, and who never. */
class AutoscalingTest {

    private static final String SCALED = "production-values.yaml";

    @TempDir
    Path directory;

    private Chart chart;

    @BeforeEach
    void copy() {
        chart = new Chart(directory);
    }

    @Test
    void readingGrowsWithItsCpu() {
        assertThat(chart.render(SCALED))
                .filteredOn(HorizontalPodAutoscaler.class::isInstance)
                .singleElement()
                .extracting(object -> ((HorizontalPodAutoscaler) object).getSpec())
                .satisfies(scaling -> {
                    assertThat(scaling.getScaleTargetRef().getName()).isEqualTo("rapport-ingestion-service");
                    assertThat(scaling.getMinReplicas()).isEqualTo(2);
                    assertThat(scaling.getMaxReplicas()).isEqualTo(4);
                });
    }

    /** KEDA has no model here, so its keys are named one by one. */
    @Test
    void insightsGrowWithTheirLag() throws IOException {
        JsonNode scaling = scaledObject().get("spec");
        assertThat(scaling.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "scaleTargetRef", "minReplicaCount", "maxReplicaCount", "fallback", "triggers");
        assertThat(scaling.at("/scaleTargetRef/name").asText()).isEqualTo("rapport-insights-service");
        assertThat(scaling.get("minReplicaCount").asInt()).isEqualTo(3);
        assertThat(scaling.get("maxReplicaCount").asInt()).isEqualTo(12);
        assertThat(scaling.at("/fallback/replicas").asInt()).isEqualTo(3);
        JsonNode trigger = scaling.at("/triggers/0");
        assertThat(trigger.fieldNames()).toIterable().containsExactlyInAnyOrder("type", "metricType", "metadata");
        assertThat(trigger.get("metadata").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("serverAddress", "query", "threshold");
        assertThat(Metrics.readBy(trigger.at("/metadata/query").asText()))
                .isNotEmpty()
                .allSatisfy(metric -> assertThat(Metrics.known().names()).contains(metric));
    }

    @Test
    void whoIsScaledHasNoFixedNumberOfPods() {
        assertThat(fixed(SCALED)).containsExactly("rapport-consent-service", "rapport-purge-service");
        assertThat(fixed("minimal-values.yaml")).hasSize(Chart.SERVICES.size());
    }

    @ParameterizedTest(name = "{0}={1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "services.consent-service.autoscaling.mode | hpa | autoscaling",
                "services.purge-service.autoscaling.mode | hpa | purge-service",
                "services.ingestion-service.autoscaling.mode | keda | mode",
                "services.insights-service.autoscaling.mode | vpa | mode",
                "services.insights-service.autoscaling.prometheusUrl | '' | prometheusUrl",
                "services.insights-service.autoscaling.maxReplicas | 3 | maxReplicas must be more than replicas",
                "monitoring.enabled | false | keda asks Prometheus",
                "default.autoscaling.mode | hpa | autoscaling",
            })
    void refuses(String key, String value, String sentence) {
        assertThatThrownBy(() -> chart.template("rapport", SCALED, Map.of(key, value)))
                .hasMessageContaining(sentence);
    }

    private List<String> fixed(String ci) {
        return chart.render(ci).stream()
                .filter(object -> object instanceof Deployment deployment
                        && deployment.getSpec().getReplicas() != null)
                .map(HasMetadata::getMetadata)
                .map(metadata -> metadata.getName())
                .toList();
    }

    private JsonNode scaledObject() {
        return Yaml.ofKind("ScaledObject", chart.template("rapport", SCALED, Map.of()))
                .getFirst();
    }
}
