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

/** Databases by CloudNativePG, which has no model here, so its keys are named one by one. */
class DatabasesTest {

    private static final String CLUSTER = "azure-cnpg-values.yaml";
    private static final List<String> KINDS = List.of("Cluster", "Database", "ObjectStore", "ScheduledBackup");

    @TempDir
    Path directory;

    private Chart chart;
    private String rendered;

    @BeforeEach
    void render() {
        chart = new Chart(directory);
        rendered = chart.template("rapport", CLUSTER, Map.of());
    }

    @Test
    void areOneForEachServiceOwnedByItsRole() {
        JsonNode cluster = one("Cluster");
        assertThat(cluster.get("spec").fieldNames())
                .toIterable()
                .containsExactly("instances", "storage", "postgresql", "managed", "plugins");
        assertThat(cluster.at("/spec/managed/roles").valueStream())
                .extracting(role -> role.get("name").asText() + " "
                        + role.at("/passwordSecret/name").asText())
                .containsExactlyElementsOf(Chart.SERVICES.stream()
                        .map(service -> service + " " + service + "-database")
                        .toList());
        assertThat(Yaml.ofKind("Database", rendered))
                .extracting(database -> database.at("/spec/name").asText() + " "
                        + database.at("/spec/owner").asText() + " "
                        + database.at("/spec/cluster/name").asText())
                .containsExactlyElementsOf(Chart.SERVICES.stream()
                        .map(service -> service + " " + service + " rapport")
                        .toList());
    }

    /** purge-service looks for the cluster by this name, and finds its store by the plugin's parameter. */
    @Test
    void areTheClusterWhoseBackupsPurgeServiceWatches() {
        assertThat(rendered).contains("RAPPORT_BACKUP_CNPG_CLUSTER: databases/rapport");
        JsonNode plugin = one("Cluster").at("/spec/plugins/0");
        assertThat(plugin.get("name").asText()).isEqualTo("barman-cloud.cloudnative-pg.io");
        assertThat(plugin.get("isWALArchiver").asBoolean()).isTrue();
        assertThat(plugin.at("/parameters/barmanObjectName").asText())
                .isEqualTo(one("ObjectStore").at("/metadata/name").asText());
    }

    @Test
    void areBackedUpAndForgottenAsTheSumOfDaysSays() {
        assertThat(one("ObjectStore").at("/spec/retentionPolicy").asText()).isEqualTo("7d");
        JsonNode backup = one("ScheduledBackup").get("spec");
        assertThat(backup.fieldNames())
                .toIterable()
                .containsExactly("schedule", "immediate", "cluster", "method", "pluginConfiguration");
        assertThat(backup.get("schedule").asText()).isEqualTo("0 0 2 */7 * *");
        assertThat(backup.get("method").asText()).isEqualTo("plugin");
        assertThat(backup.at("/pluginConfiguration/name").asText()).isEqualTo("barman-cloud.cloudnative-pg.io");
    }

    @Test
    void outliveTheRelease() {
        assertThat(all()).hasSize(3 + Chart.SERVICES.size()).allSatisfy(object -> {
            assertThat(object.at("/metadata/namespace").asText()).isEqualTo("databases");
            assertThat(object.get("metadata")
                            .get("annotations")
                            .get("helm.sh/resource-policy")
                            .asText())
                    .isEqualTo("keep");
        });
    }

    @Test
    void areRenderedOnlyIfAskedFor() {
        rendered = chart.template("rapport", "minimal-values.yaml", Map.of());
        assertThat(all()).isEmpty();
    }

    @ParameterizedTest(name = "{0}={1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "backup.cnpgCluster | '' | cnpg needs backup.cnpgCluster",
                "database.host | postgres.example | rapport-rw.databases.svc",
                "database.cnpg.objectStore.destinationPath | '' | destinationPath",
                "database.cnpg.instances | 0 | instances",
                "database.cnpg.storage | much | storage",
                "database.cnpg.backup | true | cnpg",
                "migrations.job | true | migrations: ",
                "backup.retentionDays | 14 | the promise is 30",
                "backup.fullIntervalDays | 14 | the promise is 30",
                "backup.retentionDays | 28 | retentionDays",
            })
    void refuses(String key, String value, String sentence) {
        assertThatThrownBy(() -> chart.template("rapport", CLUSTER, Map.of(key, value)))
                .hasMessageContaining(sentence);
    }

    private JsonNode one(String kind) {
        List<JsonNode> found = Yaml.ofKind(kind, rendered);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private List<JsonNode> all() {
        return KINDS.stream()
                .flatMap(kind -> Yaml.ofKind(kind, rendered).stream())
                .toList();
    }
}
