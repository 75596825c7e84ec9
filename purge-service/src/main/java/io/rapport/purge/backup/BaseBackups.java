package io.rapport.purge.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's base backups in a folder, one subfolder each, as {@code pg_basebackup} leaves them. When one was begun is
 * read from its {@code backup_label}: whatever was in the database then is in it.
 */
public final class BaseBackups implements BackupCatalog {

    private static final String LABEL = "backup_label";
    private static final Pattern START = Pattern.compile("^START TIME: (\\S+ \\S+) (\\S+)$", Pattern.MULTILINE);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Path root;

    public BaseBackups(Path root) {
        this.root = root;
    }

    @Override
    public List<Backup> all() {
        return Folders.list(root).stream()
                .map(folder -> new Backup(folder.getFileName().toString(), begun(folder), null))
                .toList();
    }

    @Override
    public boolean delete(Backup backup) {
        Folders.delete(root.resolve(backup.location()));
        return true;
    }

    private static @Nullable Instant begun(Path folder) {
        Path label = folder.resolve(LABEL);
        if (!Files.isRegularFile(label)) {
            return null;
        }
        try {
            Matcher start = START.matcher(Files.readString(label));
            return start.find()
                    ? LocalDateTime.parse(start.group(1), TIME)
                            .atZone(ZoneId.of(start.group(2), ZoneId.SHORT_IDS))
                            .toInstant()
                    : null;
        } catch (DateTimeException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
