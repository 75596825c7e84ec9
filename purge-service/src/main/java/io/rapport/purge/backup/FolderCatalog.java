package io.rapport.purge.backup;

import io.rapport.contracts.ids.Te;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Snapshots of epochs in a folder: {@code <te>/<instant with - for :>.snapshot}. Every file counts, even a half-written one. */
public final class FolderCatalog implements BackupCatalog {

    private static final String ENDING = ".snapshot";

    private final Path root;

    public FolderCatalog(Path root) {
        this.root = root;
    }

    /** @throws IllegalStateException if the store itself is missing: an unmounted one looks empty and proves nothing */
    @Override
    public List<Backup> all() {
        return Folders.list(root).stream()
                .flatMap(epoch -> Folders.list(epoch).stream()
                        .map(file -> new Backup(
                                root.relativize(file).toString(),
                                takenAt(file),
                                te(epoch.getFileName().toString()))))
                .toList();
    }

    @Override
    public void delete(Backup backup) {
        Path file = root.resolve(backup.location());
        Folders.delete(file);
        Path epoch = file.resolveSibling("");
        if (Files.isDirectory(epoch) && Folders.list(epoch).isEmpty()) {
            Folders.delete(epoch);
        }
    }

    /** A folder that is no epoch's might be anybody's. */
    private static @Nullable Te te(String name) {
        try {
            return Te.of(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Instant takenAt(Path file) {
        String name = file.getFileName().toString();
        String text = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
        int time = text.indexOf('T');
        try {
            return Instant.parse(
                    time < 0
                            ? text
                            : text.substring(0, time) + text.substring(time).replace('-', ':'));
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
