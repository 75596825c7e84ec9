package io.rapport.purge.backup;

import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The register of all stores of backups: one that is not here is neither expired nor verified. */
@Singleton
class Catalogs {

    private final List<BackupCatalog> all;

    @Inject
    Catalogs(BackupBudget budget, Instance<KubernetesClient> kubernetes) {
        this(Stream.<Optional<? extends BackupCatalog>>of(
                        budget.dir().map(FolderCatalog::new),
                        budget.azureUrl().map(BlobCatalog::new),
                        budget.databaseDir().map(BaseBackups::new),
                        budget.cnpgCluster().map(cluster -> cloudNativePg(cluster, kubernetes)))
                .flatMap(Optional::stream)
                .<BackupCatalog>map(catalog -> catalog)
                .toList());
    }

    Catalogs(List<BackupCatalog> all) {
        this.all = List.copyOf(all);
    }

    List<BackupCatalog> all() {
        return all;
    }

    private static CloudNativePgCatalog cloudNativePg(String cluster, Instance<KubernetesClient> kubernetes) {
        String[] path = cluster.split("/", 2);
        if (path.length < 2) {
            throw new IllegalStateException("rapport.backup.cnpg-cluster must be namespace/name.");
        }
        return new CloudNativePgCatalog(kubernetes.get(), path[0], path[1]);
    }
}
