package io.rapport.insights.snapshot;

import io.rapport.contracts.ids.Te;
import java.io.IOException;
import java.nio.file.Path;

/** Where finished snapshots are kept, each under {@code <te>/<name>}. A snapshot is there whole or not at all. */
interface SnapshotStore {

    /** A folder of this process's for what is being written; on the same file system where that matters. May be absent. */
    Path drafts(Te te);

    /** Takes a finished draft over. */
    void keep(Te te, String name, Path draft) throws IOException;
}
