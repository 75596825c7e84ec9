package io.rapport.purge.backup;

import io.rapport.contracts.ids.Te;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A store of backups. Calls block on the store: worker threads only. */
public interface BackupCatalog {

    /**
     * Something that could be restored.
     *
     * @param location unique within the store
     * @param takenAt when it was begun; null if that cannot be told: then it never expires by itself and counts against
     *     every deletion
     * @param te the epoch it is of; null if it holds whole databases
     */
    record Backup(
            String location,
            @Nullable Instant takenAt,
            @Nullable Te te) {

        boolean begunBefore(Instant instant) {
            return takenAt != null && takenAt.isBefore(instant);
        }

        /** Whether it could bring back what an epoch held before this instant. */
        public boolean couldBringBack(Te wanted, Instant gone) {
            return (te == null || te.equals(wanted)) && (takenAt == null || !takenAt.isAfter(gone));
        }
    }

    /**
     * Everything there is, asked afresh.
     *
     * @throws RuntimeException if the store cannot be listed: an unreachable store proves nothing
     */
    List<Backup> all();

    /** @return false if the store does not let go of it yet: it stays listed, and counts */
    boolean delete(Backup backup);
}
