package io.rapport.purge.backup;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Snapshots of epochs in a folder: {@code <te>/<instant with - for :>.snapshot}. Every file counts, even a half-written one. */
public final class FolderCatalog implements BackupCatalog {

    private final Path root;

    public FolderCatalog(Path root) {
        this.root = root;
    }

    /** @throws IllegalStateException if the store itself is missing: an unmounted one looks empty and proves nothing */
    @Override
    public List<Backup> all() {
        return Folders.list(root).stream()
                .flatMap(epoch -> Folders.list(epoch).stream()
                        .map(file -> backup(root.relativize(file).toString().replace(File.separatorChar, '/'))))
                .toList();
    }

    private static Backup backup(String path) {
        SnapshotName name = SnapshotName.of(path);
        return new Backup(path, name.takenAt(), name.te());
    }

    @Override
    public boolean delete(Backup backup) {
        Path file = root.resolve(backup.location());
        Folders.delete(file);
        Path epoch = file.resolveSibling("");
        if (Files.isDirectory(epoch) && Folders.list(epoch).isEmpty()) {
            Folders.delete(epoch);
        }
        return true;
    }
}
