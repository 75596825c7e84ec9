package io.rapport.purge.backup;

import io.rapport.contracts.ids.Te;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the name of one of our snapshots tells: {@code <te>/<instant with - for :>.snapshot}.
 *
 * @param te null if it is no epoch's: it might be anybody's
 * @param takenAt null if it cannot be told
 */
record SnapshotName(@Nullable Te te, @Nullable Instant takenAt) {

    private static final String ENDING = ".snapshot";

    static SnapshotName of(String path) {
        int slash = path.lastIndexOf('/');
        return new SnapshotName(te(path.substring(0, Math.max(slash, 0))), takenAt(path.substring(slash + 1)));
    }

    private static @Nullable Te te(String folder) {
        try {
            return Te.of(folder);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Instant takenAt(String name) {
        String text = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
        int time = text.indexOf('T');
        try {
            return Instant.parse(
                    time < 0
                            ? text
                            : text.substring(0, time) + text.substring(time).replace('-', ':'));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
