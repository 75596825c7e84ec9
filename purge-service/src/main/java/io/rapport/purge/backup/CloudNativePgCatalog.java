package io.rapport.purge.backup;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Backups of PostgreSQL that CloudNativePG made, as the Kubernetes API tells of them: each {@code Backup} object of the
 * cluster, and the first point to which the cluster, or the object store of its Barman Cloud plugin, says that it could be
 * recovered, which may be older than any of them.
 *
 * <p>Deleting a {@code Backup} deletes volume snapshots that it owns; what lies in an object store goes by the cluster's own
 * retention policy, and counts until the cluster no longer offers to recover to it.
 */
public final class CloudNativePgCatalog implements BackupCatalog {

    private static final String GROUP = "postgresql.cnpg.io";
    private static final String RECOVERABLE = "recoverable/";
    private static final String BACKUP = "backup/";

    private static final String BARMAN = "barman-cloud.cloudnative-pg.io";
    static final ResourceDefinitionContext OBJECT_STORES = new ResourceDefinitionContext.Builder()
            .withGroup("barmancloud.cnpg.io")
            .withVersion("v1")
            .withKind("ObjectStore")
            .withPlural("objectstores")
            .withNamespaced(true)
            .build();

    private final KubernetesClient kubernetes;
    private final String namespace;
    private final String cluster;

    /** @param cluster name of the {@code Cluster} */
    public CloudNativePgCatalog(KubernetesClient kubernetes, String namespace, String cluster) {
        this.kubernetes = kubernetes;
        this.namespace = namespace;
        this.cluster = cluster;
    }

    /** @throws IllegalStateException if there is no such cluster: somebody else's backups prove nothing */
    @Override
    public List<Backup> all() {
        GenericKubernetesResource found = kubernetes
                .genericKubernetesResources(kind("Cluster", "clusters"))
                .inNamespace(namespace)
                .withName(cluster)
                .get();
        if (found == null) {
            throw new IllegalStateException("There is no PostgreSQL cluster " + cluster);
        }
        return Stream.of(backups(), recoverable(found), recoverableByPlugin(found))
                .flatMap(points -> points)
                .toList();
    }

    private Stream<Backup> backups() {
        return kubernetes
                .genericKubernetesResources(kind("Backup", "backups"))
                .inNamespace(namespace)
                .list()
                .getItems()
                .stream()
                .filter(backup -> cluster.equals(backup.get("spec", "cluster", "name")))
                .map(backup -> new Backup(
                        BACKUP + backup.getMetadata().getName(), instant(backup.get("status", "startedAt")), null));
    }

    /** By each method of backing up; without any, nothing of the object store can be recovered. */
    private static Stream<Backup> recoverable(GenericKubernetesResource cluster) {
        Object byMethod = cluster.get("status", "firstRecoverabilityPointByMethod");
        return byMethod instanceof Map<?, ?> points
                ? points.entrySet().stream()
                        .map(point -> new Backup(RECOVERABLE + point.getKey(), instant(point.getValue()), null))
                : Stream.empty();
    }

    /** With the Barman Cloud plugin the cluster says nothing; the window stands in the status of the object store. */
    private Stream<Backup> recoverableByPlugin(GenericKubernetesResource cluster) {
        return cluster.get("spec", "plugins") instanceof List<?> plugins
                ? plugins.stream()
                        .filter(plugin -> plugin instanceof Map<?, ?> used && BARMAN.equals(used.get("name")))
                        .map(plugin ->
                                ((Map<?, ?>) plugin).get("parameters") instanceof Map<?, ?> named ? named : Map.of())
                        .map(this::recoverableFrom)
                : Stream.empty();
    }

    /** A window that is not told yet has an unknown beginning, which counts against every deletion. */
    private Backup recoverableFrom(Map<?, ?> parameters) {
        String store = String.valueOf(parameters.get("barmanObjectName"));
        Object server = parameters.get("serverName");
        GenericKubernetesResource found = kubernetes
                .genericKubernetesResources(OBJECT_STORES)
                .inNamespace(namespace)
                .withName(store)
                .get();
        if (found == null) {
            throw new IllegalStateException("There is no object store " + store + " of PostgreSQL cluster " + cluster);
        }
        return new Backup(
                RECOVERABLE + "objectStore",
                instant(found.get(
                        "status",
                        "serverRecoveryWindow",
                        server == null ? cluster : server.toString(),
                        "firstRecoverabilityPoint")),
                null);
    }

    @Override
    public boolean delete(Backup backup) {
        if (!backup.location().startsWith(BACKUP)) {
            return false;
        }
        kubernetes
                .genericKubernetesResources(kind("Backup", "backups"))
                .inNamespace(namespace)
                .withName(backup.location().substring(BACKUP.length()))
                .delete();
        return true;
    }

    static ResourceDefinitionContext kind(String kind, String plural) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(GROUP)
                .withVersion("v1")
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }

    private static @Nullable Instant instant(@Nullable Object time) {
        try {
            return time == null ? null : Instant.parse(time.toString());
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
