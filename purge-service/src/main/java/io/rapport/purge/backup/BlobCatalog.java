package io.rapport.purge.backup;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.annotations.RegisterResources;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Snapshots of epochs in a container of Azure Blob Storage, under the names that they have in a folder. A deleted blob may
 * live on there: as an earlier version, or soft-deleted. Each counts until the store itself no longer lists it; only what
 * it lets us delete can be hurried.
 */
@RegisterResources(globs = "META-INF/services/com.azure.core.http.HttpClientProvider")
@RegisterForReflection(classNames = "com.azure.core.http.jdk.httpclient.JdkHttpClientProvider")
public final class BlobCatalog implements BackupCatalog {

    private static final Logger LOG = Logger.getLogger(BlobCatalog.class);
    private static final String DELETED = "deleted";
    private static final String UNVERSIONED = "unversioned";
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    /** Whoever asks asks again later. */
    private static final RequestRetryOptions RETRIES = new RequestRetryOptions(
            RetryPolicyType.FIXED, 2, Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofSeconds(1), null);

    private final BlobContainerClient container;

    /** @param container its URL with a token that may list, delete and delete versions */
    public BlobCatalog(String container) {
        this.container = new BlobContainerClientBuilder()
                .endpoint(container)
                .retryOptions(RETRIES)
                .buildClient();
    }

    @Override
    public List<Backup> all() {
        BlobListDetails everything = new BlobListDetails()
                .setRetrieveVersions(true)
                .setRetrieveDeletedBlobs(true)
                .setRetrieveSnapshots(true);
        return container.listBlobs(new ListBlobsOptions().setDetails(everything), null).stream()
                .map(BlobCatalog::backup)
                .toList();
    }

    private static Backup backup(BlobItem blob) {
        SnapshotName name = SnapshotName.of(blob.getName());
        return new Backup(blob.getName() + '\n' + version(blob), name.takenAt(), name.te());
    }

    private static String version(BlobItem blob) {
        if (blob.isDeleted()) {
            return DELETED;
        }
        return blob.getVersionId() == null ? UNVERSIONED : blob.getVersionId();
    }

    /** What is immutable or soft-deleted stays, and goes on counting, until the store lets go of it. */
    @Override
    public boolean delete(Backup backup) {
        String[] location = backup.location().split("\n");
        if (location[1].equals(DELETED)) {
            return false;
        }
        try {
            var blob = container.getBlobClient(location[0]);
            if (location[1].equals(UNVERSIONED)) {
                blob.delete();
            } else {
                blob.getVersionClient(location[1]).delete();
            }
            return true;
        } catch (BlobStorageException e) {
            if (e.getStatusCode() == CONFLICT) {
                LOG.warnf("A backup may not be deleted yet: %s", e.getErrorCode());
                return false;
            }
            if (e.getStatusCode() == NOT_FOUND) {
                return true;
            }
            throw e;
        }
    }
}
