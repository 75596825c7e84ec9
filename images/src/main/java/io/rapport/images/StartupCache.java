package io.rapport.images;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Classes loaded and linked ahead of time (the JDK's AOT cache), kept from a run of the service on the building machine.
 * That run needs no database: by the time it misses one, all of the application is loaded and wired.
 *
 * @param file the cache; it holds only for this runtime and for jars of the same size and time
 */
record StartupCache(Path file) {

    private static final FileTime AS_IN_THE_IMAGE = FileTime.from(FileEntriesLayer.DEFAULT_MODIFICATION_TIME);

    /** Just enough for every service to get as far as its database, where nobody answers. */
    private static final Map<String, String> WITHOUT_A_DATABASE = Map.of(
            "JAVA_TOOL_OPTIONS", ServiceImage.JVM_OPTIONS,
            "RAPPORT_DATABASE_HOST", "127.0.0.1",
            "RAPPORT_DATABASE_PORT", "1",
            "RAPPORT_CERTIFICATE_KEY_FILE", "/nonexistent/certificate.key",
            "RAPPORT_KEYS_ROOT_FILE", "/nonexistent/root.key",
            "RAPPORT_KEYS_RING_DIR", "/nonexistent/ring",
            "RAPPORT_GRAPH_CLIENT_ID", "nobody",
            "RAPPORT_GRAPH_CLIENT_SECRET", "nothing");

    /** Runs a packaged service from a copy in {@code folder}, which must be empty, whose jars have the image's times. */
    static StartupCache record(JavaRuntime runtime, Path packaged, Path folder) {
        Path app = folder.resolve("app");
        Path cache = folder.resolve("app.aot");
        Path output = folder.resolve("output");
        try {
            copy(packaged, app);
            List<String> words = new ArrayList<>();
            words.add(runtime.folder().resolve("bin/java").toString());
            words.add("-XX:AOTCacheOutput=" + cache);
            words.addAll(ServiceImage.arguments(app.toString()));
            ProcessBuilder builder =
                    new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().clear();
            builder.environment().putAll(WITHOUT_A_DATABASE);
            builder.start().waitFor();
            String said = Files.readString(output, StandardCharsets.UTF_8);
            if (!said.contains("Connection to 127.0.0.1:1 refused") || !Files.exists(cache)) {
                throw new IllegalStateException("The training run of " + packaged + " did not get as far as missing its"
                        + " database; see " + output + ".");
            }
            return new StartupCache(cache);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
                Files.setLastModifiedTime(target, AS_IN_THE_IMAGE);
            }
        }
    }
}
