package io.rapport.purge.backup;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How long a backup lives at worst. */
@ConfigMapping(prefix = "rapport.backup")
public interface BackupBudget {

    /** Where snapshots of epochs lie, if any are taken. */
    Optional<Path> dir();

    /** A container of Azure Blob Storage where snapshots of epochs lie instead: its URL with a shared access signature. */
    Optional<String> azureUrl();

    /** Where PostgreSQL's base backups lie, if they lie in a folder. */
    Optional<Path> databaseDir();

    /** The CloudNativePG cluster that holds the databases, as {@code namespace/name}, if one does. */
    Optional<String> cnpgCluster();

    /** How often backups are looked through for what has expired. */
    Duration check();

    /** How long a snapshot is kept. */
    @WithDefault("14d")
    Duration retention();

    /** The longest time between two snapshots. */
    @WithDefault("1d")
    Duration interval();

    /** The longest time between falling due and being removed. */
    @WithDefault("1d")
    Duration expiryLag();

    /** For how long the store keeps what was deleted (versions, soft delete), and how late its own rules run. */
    @WithDefault("0d")
    Duration storeLag();

    /** From the withdrawal: a day until application data is gone, then the longest life of a copy. */
    default Duration worstCase() {
        return Duration.ofDays(1)
                .plus(retention())
                .plus(interval())
                .plus(expiryLag())
                .plus(storeLag());
    }
}
