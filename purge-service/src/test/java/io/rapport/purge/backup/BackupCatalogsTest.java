package io.rapport.purge.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.rapport.contracts.ids.Te;
import io.rapport.purge.backup.BackupCatalog.Backup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupCatalogsTest {

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
        snapshot(OTHER, "2026-02-02T03-04-05Z.snapshot");

        assertThat(catalog.all())
                .extracting(Backup::te, Backup::takenAt)
                .containsExactly(
                        tuple(TE, Instant.parse("2026-01-02T03:04:05Z")),
                        tuple(OTHER, Instant.parse("2026-02-02T03:04:05Z")));
    }

    @Test
    void whatWasTakenLaterOrIsAnotherEpochsBringsNothingBack() throws IOException {
        snapshot(TE, "2026-01-02T03-04-05Z.snapshot");
        Backup backup = catalog.all().getFirst();

        assertThat(backup.couldBringBack(TE, Instant.parse("2026-01-02T03:04:05Z")))
                .isTrue();
        assertThat(backup.couldBringBack(TE, Instant.parse("2026-01-02T03:04:04Z")))
                .isFalse();
        assertThat(backup.couldBringBack(OTHER, Instant.parse("2026-03-01T00:00:00Z")))
                .isFalse();
    }

    @Test
    void deletesForGoodAndRemovesEmptyFolders() throws IOException {
        snapshot(TE, "2026-01-02T03-04-05Z.snapshot");

        Backup backup = catalog.all().getFirst();
        catalog.delete(backup);
        catalog.delete(backup);

        assertThat(catalog.all()).isEmpty();
        assertThat(root.resolve(TE.toString())).doesNotExist();
    }

    @Test
    void aFileThatItDoesNotUnderstandCountsAgainstEveryDeletion() throws IOException {
        snapshot(TE, "half-written.tmp");

        assertThat(catalog.all()).singleElement().satisfies(backup -> {
            assertThat(backup.takenAt()).isNull();
            assertThat(backup.couldBringBack(TE, Instant.EPOCH)).isTrue();
        });
    }

    @Test
    void aStoreThatIsNotThereProvesNothing() {
        assertThatThrownBy(() -> new FolderCatalog(root.resolve("missing")).all())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new BaseBackups(root.resolve("missing")).all())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aBaseBackupIsOfEveryEpochAndAsOldAsItsLabelSays() throws IOException {
        Path backup = Files.createDirectories(root.resolve("nightly-1"));
        Files.writeString(
                backup.resolve("backup_label"),
                "START WAL LOCATION: 0/2000028 (file 000000010000000000000002)\nBACKUP METHOD: streamed\n"
                        + "START TIME: 2026-01-02 03:04:05 UTC\nLABEL: nightly\n");
        Files.createDirectories(root.resolve("without-label"));
        BaseBackups base = new BaseBackups(root);

        assertThat(base.all())
                .extracting(Backup::location, Backup::takenAt)
                .containsExactly(
                        tuple("nightly-1", Instant.parse("2026-01-02T03:04:05Z")), tuple("without-label", null));
        assertThat(base.all()).allMatch(one -> one.couldBringBack(TE, Instant.parse("2026-01-03T00:00:00Z")));

        base.delete(base.all().getFirst());
        assertThat(base.all()).extracting(Backup::location).containsExactly("without-label");
    }

    private void snapshot(Te te, String name) throws IOException {
        Files.createDirectories(root.resolve(te.toString()));
        Files.writeString(root.resolve(te.toString()).resolve(name), "sealed");
    }
}
