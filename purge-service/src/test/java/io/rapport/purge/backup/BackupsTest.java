package io.rapport.purge.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rapport.contracts.ids.Te;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupsTest {

    private static final Te TE = new Te(1);
    private static final Te HELD = new Te(2);
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    @TempDir
    Path snapshots;

    @TempDir
    Path databases;

    private final Vertx vertx = Vertx.vertx();
    private final Set<Te> held = new HashSet<>();

    @BeforeEach
    void fill() throws IOException {
        snapshot(TE, "2026-02-01T00-00-00Z");
        snapshot(TE, "2026-02-28T00-00-00Z");
        snapshot(HELD, "2026-02-01T00-00-00Z");
        Files.writeString(
                Files.createDirectories(databases.resolve("old")).resolve("backup_label"),
                "START TIME: 2026-02-01 00:00:00 UTC\n");
    }

    @AfterEach
    void stop() {
        vertx.closeAndAwait();
    }

    @Test
    void whatIsOlderThanTheRetentionExpires() {
        Backups backups = backups("14d");

        backups.expire().await().indefinitely();

        assertThat(left()).containsExactly(TE + "/2026-02-28T00-00-00Z.snapshot");
        assertThat(databases.resolve("old")).doesNotExist();
    }

    @Test
    void aHoldKeepsItsEpochsSnapshotsAndAllDatabases() {
        held.add(HELD);

        backups("14d").expire().await().indefinitely();

        assertThat(left())
                .containsExactly(TE + "/2026-02-28T00-00-00Z.snapshot", HELD + "/2026-02-01T00-00-00Z.snapshot");
        assertThat(databases.resolve("old")).exists();
    }

    @Test
    void forceDoesNotWaitForTheRetentionAndSparesWhatIsOnHoldOrLater() {
        Backups backups = backups("25d");
        Instant gone = Instant.parse("2026-02-10T00:00:00Z");
        assertThat(backups.holding(TE, gone)).isEqualTo(2);
        held.add(HELD);

        assertThat(backups.force(TE, gone).await().indefinitely()).isOne();

        assertThat(left())
                .containsExactly(TE + "/2026-02-28T00-00-00Z.snapshot", HELD + "/2026-02-01T00-00-00Z.snapshot");
        assertThat(backups.holding(TE, gone)).isOne();
        held.clear();
        assertThat(backups.force(TE, gone).await().indefinitely()).isOne();
        assertThat(backups.holding(TE, gone)).isZero();
    }

    @Test
    void aStoreThatIsNotThereStopsNothingButIsNoticed() throws IOException {
        Backups backups = backups("14d");
        Files.delete(databases.resolve("old").resolve("backup_label"));
        Files.delete(databases.resolve("old"));
        Files.delete(databases);

        backups.expire().await().indefinitely();

        assertThatThrownBy(() -> backups.holding(TE, NOW)).isInstanceOf(IllegalStateException.class);
        Files.createDirectory(databases);
    }

    @Test
    void refusesToStartWhereABackupCouldOutliveThePromise() {
        assertThatThrownBy(() -> backups("28d")).hasMessageContaining("at most 30");
    }

    private Backups backups(String retention) {
        BackupBudget budget = new SmallRyeConfigBuilder()
                .withMapping(BackupBudget.class)
                .withDefaultValue("rapport.backup.retention", "P" + retention.toUpperCase(Locale.ROOT))
                .withDefaultValue("rapport.backup.check", "PT1M")
                .withDefaultValue("rapport.backup.interval", "P1D")
                .withDefaultValue("rapport.backup.expiry-lag", "P1D")
                .withDefaultValue("rapport.backup.store-lag", "P0D")
                .build()
                .getConfigMapping(BackupBudget.class);
        return new Backups(
                new Catalogs(List.of(new FolderCatalog(snapshots), new BaseBackups(databases))),
                budget,
                () -> Uni.createFrom().item(Set.copyOf(held)),
                vertx,
                Clock.fixed(NOW, ZoneOffset.UTC),
                new SimpleMeterRegistry());
    }

    private Set<String> left() {
        return new java.util.TreeSet<>(new FolderCatalog(snapshots)
                .all().stream().map(BackupCatalog.Backup::location).toList());
    }

    private void snapshot(Te te, String name) throws IOException {
        Files.writeString(
                Files.createDirectories(snapshots.resolve(te.toString())).resolve(name + ".snapshot"), "sealed");
    }
}
