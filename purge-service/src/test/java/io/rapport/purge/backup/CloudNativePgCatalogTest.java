package io.rapport.purge.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.rapport.contracts.ids.Te;
import io.rapport.purge.backup.BackupCatalog.Backup;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The real client against an API server that keeps what it is given; the objects are as the operator writes them. */
class CloudNativePgCatalogTest {

    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    private final KubernetesClient client = server.createClient();
    private final CloudNativePgCatalog catalog = new CloudNativePgCatalog(client, "rapport", "db");

    @AfterEach
    void stop() {
        client.close();
        server.destroy();
    }

    @Test
    void countsTheClustersBackupsAndHowFarItCouldBeRecovered() {
        cluster();
        backup("nightly-1", "db", "startedAt: \"2026-01-02T03:04:05Z\"");
        backup("pending", "db", "phase: pending");
        backup("another", "other-db", "startedAt: \"2026-01-02T03:04:05Z\"");

        assertThat(catalog.all())
                .extracting(Backup::location, Backup::takenAt)
                .containsExactlyInAnyOrder(
                        tuple("backup/nightly-1", Instant.parse("2026-01-02T03:04:05Z")),
                        tuple("backup/pending", null),
                        tuple("recoverable/barmanObjectStore", Instant.parse("2025-12-30T00:00:00Z")));
        assertThat(catalog.all()).allMatch(one -> one.couldBringBack(new Te(1), Instant.parse("2026-02-01T00:00:00Z")));
    }

    @Test
    void deletesBackupsAndNotWhatGoesByTheClustersOwnRetention() {
        cluster();
        backup("nightly-1", "db", "startedAt: \"2026-01-02T03:04:05Z\"");

        catalog.all().forEach(catalog::delete);

        assertThat(catalog.all()).extracting(Backup::location).containsExactly("recoverable/barmanObjectStore");
    }

    /** The cluster's own fields stay empty then. */
    @Test
    void countsHowFarTheStoreOfThePluginCouldBringItBack() {
        create("""
                apiVersion: postgresql.cnpg.io/v1
                kind: Cluster
                metadata: {name: db, namespace: rapport}
                spec:
                  plugins:
                    - name: barman-cloud.cloudnative-pg.io
                      isWALArchiver: true
                      parameters: {barmanObjectName: store}
                """);
        assertThatThrownBy(catalog::all)
                .as("a store that cannot be seen proves nothing")
                .isInstanceOf(IllegalStateException.class);

        objectStore("{}");
        assertThat(catalog.all())
                .as("what is not told yet counts")
                .singleElement()
                .matches(one -> one.takenAt() == null);

        objectStore("""
                {serverRecoveryWindow: {
                  db: {firstRecoverabilityPoint: "2025-12-30T00:00:00Z"},
                  other: {firstRecoverabilityPoint: "2020-01-01T00:00:00Z"}}}""");
        assertThat(catalog.all())
                .extracting(Backup::location, Backup::takenAt)
                .containsExactly(tuple("recoverable/objectStore", Instant.parse("2025-12-30T00:00:00Z")));
        assertThat(catalog.delete(catalog.all().getFirst())).isFalse();
    }

    @Test
    void aClusterThatIsNotThereProvesNothing() {
        assertThatThrownBy(catalog::all).isInstanceOf(IllegalStateException.class);
    }

    private void cluster() {
        create("""
                apiVersion: postgresql.cnpg.io/v1
                kind: Cluster
                metadata: {name: db, namespace: rapport}
                status:
                  firstRecoverabilityPointByMethod:
                    barmanObjectStore: "2025-12-30T00:00:00Z"
                """);
    }

    private void objectStore(String status) {
        client.genericKubernetesResources(CloudNativePgCatalog.OBJECT_STORES)
                .inNamespace("rapport")
                .resource(Serialization.unmarshal(
                        """
                        apiVersion: barmancloud.cnpg.io/v1
                        kind: ObjectStore
                        metadata: {name: store, namespace: rapport}
                        status: %s
                        """.formatted(status.replace("\n", " ")), GenericKubernetesResource.class))
                .createOr(NonDeletingOperation::update);
    }

    private void backup(String name, String cluster, String status) {
        create("""
                apiVersion: postgresql.cnpg.io/v1
                kind: Backup
                metadata: {name: %s, namespace: rapport}
                spec: {cluster: {name: %s}}
                status: {%s}
                """.formatted(name, cluster, status));
    }

    private void create(String yaml) {
        GenericKubernetesResource made = Serialization.unmarshal(yaml, GenericKubernetesResource.class);
        String plural = made.getKind().toLowerCase(Locale.ROOT) + "s";
        client.genericKubernetesResources(CloudNativePgCatalog.kind(made.getKind(), plural))
                .inNamespace("rapport")
                .resource(made)
                .create();
    }
}
