package io.rapport.purge.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClientBuilder;
import io.rapport.contracts.ids.Te;
import io.rapport.purge.backup.BackupCatalog.Backup;
import io.rapport.stack.part.BlobStorage;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The official SDK against a stand-in of the published contract: what is deleted there may not be gone. */
class BlobCatalogTest {

    private static final Te TE = new Te(1);
    private static final Instant LATER = Instant.parse("2026-06-01T00:00:00Z");

    private final BlobStorage storage = BlobStorage.start();
    private final BlobCatalog catalog = new BlobCatalog(storage.container().toString());

    @AfterEach
    void stop() {
        storage.close();
    }

    @Test
    void listsAndDeletesForGood() {
        put(TE + "/2026-01-02T03-04-05Z.snapshot");
        put("somebody's/notes.txt");

        assertThat(catalog.all())
                .extracting(Backup::te, Backup::takenAt)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(TE, Instant.parse("2026-01-02T03:04:05Z")),
                        org.assertj.core.groups.Tuple.tuple(null, null));

        catalog.all().forEach(catalog::delete);
        assertThat(catalog.all()).isEmpty();
    }

    @Test
    void anOverwrittenVersionCountsAndIsDeletedToo() {
        storage.versioning = true;
        put(TE + "/2026-01-02T03-04-05Z.snapshot");
        put(TE + "/2026-01-02T03-04-05Z.snapshot");

        assertThat(catalog.all()).hasSize(2).allMatch(backup -> backup.couldBringBack(TE, LATER));

        catalog.all().forEach(catalog::delete);
        assertThat(catalog.all()).isEmpty();
    }

    @Test
    void whatIsSoftDeletedCountsUntilTheStoreForgetsIt() {
        storage.softDelete = true;
        put(TE + "/2026-01-02T03-04-05Z.snapshot");

        catalog.all().forEach(catalog::delete);

        assertThat(storage.names()).isEmpty();
        assertThat(catalog.all()).singleElement().matches(backup -> backup.couldBringBack(TE, LATER));
        catalog.all().forEach(catalog::delete);
        storage.forget();
        assertThat(catalog.all()).isEmpty();
    }

    @Test
    void whatIsImmutableStaysAndCounts() {
        storage.immutable = true;
        put(TE + "/2026-01-02T03-04-05Z.snapshot");

        catalog.all().forEach(catalog::delete);

        assertThat(catalog.all()).hasSize(1);
    }

    @Test
    void aStoreThatCannotBeReachedProvesNothing() {
        storage.close();

        assertThatThrownBy(catalog::all).isInstanceOf(RuntimeException.class);
    }

    private void put(String name) {
        new BlobContainerClientBuilder()
                .endpoint(storage.container().toString())
                .buildClient()
                .getBlobClient(name)
                .upload(BinaryData.fromString("sealed"), true);
    }
}
