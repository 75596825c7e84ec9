package io.rapport.journeys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Looks for given texts in every byte of every file under a folder: database files, write-ahead log, Kafka segments,
 * snapshots, logs. Case-insensitive, as UTF-8.
 */
final class ForensicScan {

    private final List<byte[]> needles;

    ForensicScan(Collection<String> texts) {
        this.needles = texts.stream()
                .map(text -> text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** Files that hold any of the texts, with the text's position in the list rather than the text itself. */
    List<String> findings(Path folder) {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = lowerCase(read(file));
                for (int i = 0; i < needles.size(); i++) {
                    if (contains(bytes, needles.get(i))) {
                        found.add(folder.relativize(file) + " holds text " + i);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static byte[] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new byte[0]; // a live database may remove a file between listing and reading
        }
    }

    private static byte[] lowerCase(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] >= 'A' && bytes[i] <= 'Z') {
                bytes[i] += 'a' - 'A';
            }
        }
        return bytes;
    }

    private static boolean contains(byte[] bytes, byte[] needle) {
        for (int i = 0; i <= bytes.length - needle.length; i++) {
            if (bytes[i] == needle[0] && matches(bytes, i, needle)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] bytes, int from, byte[] needle) {
        for (int i = 1; i < needle.length; i++) {
            if (bytes[from + i] != needle[i]) {
                return false;
            }
        }
        return true;
    }
}
