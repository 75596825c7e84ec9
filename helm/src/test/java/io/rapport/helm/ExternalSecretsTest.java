package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Secrets that come from a store: each that a pod names, and no other. */
class ExternalSecretsTest {

    private static final Map<String, String> FROM_A_STORE = Map.of(
            "externalSecrets.store.name",
            "vault",
            "externalSecrets.store.kind",
            "ClusterSecretStore",
            "externalSecrets.prefix",
            "rapport-");

    @TempDir
    Path directory;

    private Chart chart;

    @BeforeEach
    void copy() {
        chart = new Chart(directory);
    }

    static List<String> installations() throws IOException {
        return ChartTest.installations().toList();
    }

    @ParameterizedTest
    @MethodSource("installations")
    void coverEverySecretThatAPodNamesWith(String ci) {
        String rendered = fromAStore(ci);
        Set<String> made = new TreeSet<>();
        Yaml.ofKind("ExternalSecret", rendered)
                .forEach(secret -> made.add(secret.at("/spec/target/name").asText()));

        assertThat(made).isEqualTo(named(rendered)).isNotEmpty();
    }

    /** The External Secrets Operator has no model here, so its keys are named one by one. */
    @Test
    void sayWhereTheyComeFrom() {
        assertThat(Yaml.ofKind("ExternalSecret", fromAStore("minimal-values.yaml")))
                .hasSize(8)
                .allSatisfy(secret -> {
                    String name = secret.at("/metadata/name").asText();
                    JsonNode spec = secret.get("spec");
                    assertThat(secret.get("apiVersion").asText()).isEqualTo("external-secrets.io/v1");
                    assertThat(spec.fieldNames())
                            .toIterable()
                            .containsExactlyInAnyOrder("refreshInterval", "secretStoreRef", "target", "dataFrom");
                    assertThat(spec.at("/secretStoreRef/name").asText()).isEqualTo("vault");
                    assertThat(spec.at("/secretStoreRef/kind").asText()).isEqualTo("ClusterSecretStore");
                    assertThat(spec.at("/dataFrom/0/extract/key").asText()).isEqualTo("rapport-" + name);
                });
    }

    @Test
    void areRenderedOnlyIfAskedFor() {
        assertThat(chart.template("rapport", "minimal-values.yaml", Map.of())).doesNotContain("ExternalSecret");
    }

    /** The Jobs go before everything else: the first installation would wait for Secrets that nobody makes. */
    @Test
    void cannotBeWaitedForByMigrationJobs() {
        Map<String, String> values = new HashMap<>(FROM_A_STORE);
        values.put("migrations.job", "true");
        assertThatThrownBy(() -> chart.template("rapport", "minimal-values.yaml", values))
                .hasMessageContaining("migrations: ");
    }

    private String fromAStore(String ci) {
        Map<String, String> values = new HashMap<>(FROM_A_STORE);
        values.put("migrations.job", "false");
        return chart.template("rapport", ci, values);
    }

    /** Read from every pod, whatever made it. */
    private static Set<String> named(String rendered) {
        Set<String> names = new TreeSet<>();
        for (String kind : List.of("Deployment", "Job", "Pod")) {
            for (JsonNode object : Yaml.ofKind(kind, rendered)) {
                object.findValues("secretKeyRef")
                        .forEach(reference -> names.add(reference.get("name").asText()));
                object.findValues("secretName").forEach(name -> names.add(name.asText()));
            }
        }
        return names;
    }
}
