package io.rapport.purge.backup;

import io.rapport.contracts.ids.Te;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Snapshots in a folder: {@code <te>/<instant with - for :>.snapshot}. A file without a readable instant never expires by itself. */
public final class FolderCatalog implements BackupCatalog {

    private static final String ENDING = ".snapshot";

    private final Path root;

    public FolderCatalog(Path root) {
        this.root = root;
    }

    /**
     * Every file counts, even a half-written one: it might be restorable.
     *
     * @throws IllegalStateException if the store itself is missing
     */
    @Override
    public List<Backup> of(Te te) {
        // An unmounted store looks empty and proves nothing.
        if (!Files.isDirectory(root)) {
            throw new IllegalStateException("The backup store is not there");
        }
        return list(root.resolve(te.toString())).stream()
                .map(file -> new Backup(root.relativize(file).toString(), takenAt(file)))
                .toList();
    }

    @Override
    public int expireBefore(Instant instant, Set<Te> held) {
        Set<String> kept = held.stream().map(Te::toString).collect(Collectors.toSet());
        int expired = 0;
        for (Path epoch : list(root)) {
            if (kept.contains(epoch.getFileName().toString())) {
                continue;
            }
            for (Path file : list(epoch)) {
                if (takenAt(file).isBefore(instant)) {
                    delete(file);
                    expired++;
                }
            }
            if (Files.isDirectory(epoch) && list(epoch).isEmpty()) {
                delete(epoch);
            }
        }
        return expired;
    }

    private static Instant takenAt(Path file) {
        String name = file.getFileName().toString();
        String text = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
        int time = text.indexOf('T');
        try {
            return Instant.parse(
                    time < 0
                            ? text
                            : text.substring(0, time) + text.substring(time).replace('-', ':'));
        } catch (DateTimeParseException e) {
            return Instant.MAX;
        }
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
