package io.rapport.insights.snapshot;

import io.rapport.contracts.ids.Te;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A folder per epoch, a file per snapshot. */
final class FolderStore implements SnapshotStore {

    private final Path root;

    FolderStore(Path root) {
        this.root = root;
    }

    @Override
    public Path drafts(Te te) {
        return root.resolve(te.toString());
    }

    @Override
    public void keep(Te te, String name, Path draft) throws IOException {
        Files.move(draft, root.resolve(te.toString()).resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
