package io.rapport.purge.backup;

import io.rapport.contracts.ids.Te;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A store of backups. Calls block on the store: worker threads only. */
public interface BackupCatalog {

    /** @param location unique within the store */
    record Backup(String location, Instant takenAt) {}

    /** What could still be restored of an epoch, asked afresh. */
    List<Backup> of(Te te);

    /**
     * Removes what was taken before this instant.
     *
     * @param held epochs of which nothing may go
     * @return how many
     */
    int expireBefore(Instant instant, Set<Te> held);
}
