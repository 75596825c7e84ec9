package io.rapport.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** An image as a container runtime reads it: the tarball of an OCI layout. */
record Tarball(Map<String, byte[]> files, JsonNode manifest, JsonNode config) {

    private static final JsonMapper JSON = new JsonMapper();

    /** What stands for an image until one is built. */
    static Tarball none() {
        return new Tarball(Map.of(), JSON.createObjectNode(), JSON.createObjectNode());
    }

    static Tarball read(Path tarball) {
        Map<String, byte[]> files = new HashMap<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(tarball)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile()) {
                    files.put(entry.getName(), tar.readAllBytes());
                }
            }
            JsonNode index = JSON.readTree(files.get("index.json"));
            JsonNode manifest = JSON.readTree(blob(files, index.at("/manifests/0")));
            return new Tarball(files, manifest, JSON.readTree(blob(files, manifest.path("config"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] blob(Map<String, byte[]> files, JsonNode descriptor) {
        String name = "blobs/" + descriptor.path("digest").asText().replace(':', '/');
        return Objects.requireNonNull(files.get(name), name);
    }

    /** A list of texts in the configuration, such as {@code Entrypoint}. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        config.path("config").path(name).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    int layers() {
        return manifest.path("layers").size();
    }

    List<TarArchiveEntry> entries(int layer) {
        List<TarArchiveEntry> entries = new ArrayList<>();
        each(layer, (entry, content) -> entries.add(entry));
        return entries;
    }

    /** The files of a layer by their absolute path. */
    Map<String, byte[]> contents(int layer) {
        Map<String, byte[]> contents = new HashMap<>();
        each(layer, (entry, content) -> {
            if (entry.isFile()) {
                contents.put("/" + entry.getName(), content.readAllBytes());
            }
        });
        return contents;
    }

    /** Unpacks all layers, one over the other, with the times that the image says. */
    void unpack(Path folder) {
        for (int layer = 0; layer < layers(); layer++) {
            each(layer, (entry, content) -> {
                Path target = folder.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(content, target);
                    if ((entry.getMode() & 0100) != 0) {
                        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(target);
                        permissions.add(PosixFilePermission.OWNER_EXECUTE);
                        permissions.add(PosixFilePermission.GROUP_EXECUTE);
                        permissions.add(PosixFilePermission.OTHERS_EXECUTE);
                        Files.setPosixFilePermissions(target, permissions);
                    }
                    Files.setLastModifiedTime(
                            target, FileTime.from(entry.getLastModifiedDate().toInstant()));
                }
            });
        }
    }

    private void each(int layer, Visitor visitor) {
        byte[] blob = blob(files, manifest.path("layers").path(layer));
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(blob)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                visitor.visit(entry, tar);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Visitor {
        void visit(TarArchiveEntry entry, InputStream content) throws IOException;
    }
}
