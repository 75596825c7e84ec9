package io.rapport.purge.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rapport.contracts.ids.Te;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderCatalogIT {

    private static final Te TE = new Te(1);
    private static final Te OTHER = new Te(2);

    @TempDir
    Path root;

    private FolderCatalog catalog = new FolderCatalog(Path.of("none"));

    @BeforeEach
    void open() {
        catalog = new FolderCatalog(root);
    }

    @Test
    void listsWhatCouldBeRestoredOfAnEpoch() throws IOException {
        snapshot(TE, "2026-01-02T03-04-05Z.snapshot");
        snapshot(OTHER, "2026-01-02T03-04-05Z.snapshot");

        assertThat(catalog.of(TE))
                .singleElement()
                .satisfies(backup -> assertThat(backup.takenAt()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z")));
    }

    @Test
    void expiresByAgeAndRemovesEmptyFolders() throws IOException {
        snapshot(TE, "2026-01-02T03-04-05Z.snapshot");
        snapshot(OTHER, "2026-02-02T03-04-05Z.snapshot");

        assertThat(catalog.expireBefore(Instant.parse("2026-02-01T00:00:00Z"), Set.of()))
                .isEqualTo(1);

        assertThat(catalog.of(TE)).isEmpty();
        assertThat(root.resolve(TE.toString())).doesNotExist();
        assertThat(catalog.of(OTHER)).hasSize(1);
    }

    @Test
    void aFileThatItDoesNotUnderstandKeepsTheCaseOpen() throws IOException {
        snapshot(TE, "half-written.tmp");

        assertThat(catalog.expireBefore(Instant.parse("2030-01-01T00:00:00Z"), Set.of()))
                .isZero();
        assertThat(catalog.of(TE)).hasSize(1);
    }

    @Test
    void aStoreThatIsNotThereProvesNothing() {
        FolderCatalog unmounted = new FolderCatalog(root.resolve("missing"));

        assertThatThrownBy(() -> unmounted.of(TE)).isInstanceOf(IllegalStateException.class);
        assertThat(unmounted.expireBefore(Instant.parse("2030-01-01T00:00:00Z"), Set.of()))
                .isZero();
    }

    private void snapshot(Te te, String name) throws IOException {
        Files.createDirectories(root.resolve(te.toString()));
        Files.writeString(root.resolve(te.toString()).resolve(name), "sealed");
    }
}
