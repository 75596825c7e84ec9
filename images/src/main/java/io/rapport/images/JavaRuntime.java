package io.rapport.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Java runtime linked from the JDK that builds, with the modules that the services use.
 *
 * @param folder where it was linked
 */
record JavaRuntime(Path folder) {

    static final List<String> MODULES = List.of(
            "java.se",
            "jdk.crypto.ec",
            "jdk.jfr",
            "jdk.management",
            "jdk.naming.dns",
            "jdk.net",
            "jdk.unsupported",
            "jdk.zipfs");

    /** Parts of java.desktop that want libraries of a display or a sound card; no service has either. */
    private static final List<String> FOR_A_DISPLAY =
            List.of("libawt_xawt.so", "libjawt.so", "libjsound.so", "libsplashscreen.so");

    /** A line of ldd: {@code libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x...)}, or the loader's own without an arrow. */
    private static final Pattern LOADED = Pattern.compile("^\\s+(?:\\S+ => )?(/\\S+) \\(0x", Pattern.MULTILINE);

    private static final Pattern MISSING = Pattern.compile("^\\s+(\\S+) => not found", Pattern.MULTILINE);

    /** Links the runtime of {@code jdk} into {@code folder}, which must not exist. */
    static JavaRuntime link(Path jdk, Path folder) {
        Command.run(
                Map.of(),
                List.of(
                        jdk.resolve("bin/jlink").toString(),
                        "--add-modules",
                        String.join(",", MODULES),
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        "--output",
                        folder.toString()));
        try {
            for (String library : FOR_A_DISPLAY) {
                Files.deleteIfExists(folder.resolve("lib").resolve(library));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new JavaRuntime(folder);
    }

    /**
     * The files of the C library without which the runtime does not start: all that its programs and libraries load, and
     * what loads them. They are the building machine's, and stand in the image where they stand there.
     */
    SystemLibraries systemLibraries() {
        List<String> words =
                Stream.concat(Stream.of("ldd"), binaries().map(Path::toString)).toList();
        String own = folder.resolve("lib") + ":" + folder.resolve("lib/server");
        String said = Command.run(Map.of("LD_LIBRARY_PATH", own, "LC_ALL", "C"), words);
        Matcher missing = MISSING.matcher(said);
        if (missing.find()) {
            throw new IllegalStateException("This machine lacks " + missing.group(1) + ", which its JDK needs.");
        }
        SortedSet<Path> libraries = new TreeSet<>();
        for (Matcher loaded = LOADED.matcher(said); loaded.find(); ) {
            Path library = Path.of(loaded.group(1)).normalize();
            if (!library.startsWith(folder)) {
                libraries.add(library);
            }
        }
        return new SystemLibraries(libraries);
    }

    /**
     * Libraries of the building machine.
     *
     * @param ofC the files of the C library
     */
    record SystemLibraries(SortedSet<Path> ofC) {

        /**
         * Used by ingestion-service if it is there, which decompresses with it in less than half the time. It stands beside the
         * C library, if the machine has it.
         */
        Optional<Path> libDeflate() {
            return ofC.stream()
                    .filter(library -> library.getFileName().toString().startsWith("libc.so"))
                    .map(library -> library.resolveSibling("libdeflate.so.0"))
                    .filter(Files::exists)
                    .findFirst();
        }

        List<Path> all() {
            return Stream.concat(ofC.stream(), libDeflate().stream()).toList();
        }
    }

    private Stream<Path> binaries() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".so") || file.endsWith("bin/java"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
