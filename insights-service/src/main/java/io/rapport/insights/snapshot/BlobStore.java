package io.rapport.insights.snapshot;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.annotations.RegisterResources;
import io.rapport.contracts.ids.Te;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** A container of Azure Blob Storage. Drafts lie in a temporary folder, sealed like everything of a snapshot. */
@RegisterResources(globs = "META-INF/services/com.azure.core.http.HttpClientProvider")
@RegisterForReflection(classNames = "com.azure.core.http.jdk.httpclient.JdkHttpClientProvider")
final class BlobStore implements SnapshotStore {

    /** Whoever asks asks again later. */
    private static final RequestRetryOptions RETRIES = new RequestRetryOptions(
            RetryPolicyType.FIXED, 2, Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofSeconds(1), null);

    private final BlobContainerClient container;
    private final Path spool;

    /**
     * @param container its URL with a token that may create blobs
     * @param spool made if absent
     */
    BlobStore(String container, Path spool) {
        this.container = new BlobContainerClientBuilder()
                .endpoint(container)
                .retryOptions(RETRIES)
                .buildClient();
        this.spool = spool;
    }

    @Override
    public Path drafts(Te te) {
        return spool.resolve(te.toString());
    }

    @Override
    public void keep(Te te, String name, Path draft) throws IOException {
        try {
            container.getBlobClient(te + "/" + name).uploadFromFile(draft.toString(), true);
        } catch (BlobStorageException | UncheckedIOException e) {
            // The message may hold the URL and with it the token.
            throw new IOException("the blob storage did not take it");
        }
    }
}
