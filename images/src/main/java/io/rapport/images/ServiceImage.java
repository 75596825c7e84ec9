package io.rapport.images;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The OCI image of one packaged service, from scratch. What changes least comes first: the C library, the Java runtime,
 * other people's jars, our own code, what all of it is made of, and last the startup cache. Every file has the same owner and time, so the same input gives the same
 * digest.
 *
 * @param service such as {@code consent-service}
 * @param packaged the service's {@code target/quarkus-app}
 * @param labels of the image, its version among them
 */
record ServiceImage(String service, Path packaged, Map<String, String> labels) {

    static final String USER = "10001:10001";
    static final int PORT = 8080;
    static final String VERSION = "org.opencontainers.image.version";
    static final AbsoluteUnixPath JAVA = AbsoluteUnixPath.get("/opt/java");
    static final AbsoluteUnixPath APP = AbsoluteUnixPath.get("/app");
    private static final AbsoluteUnixPath CACHE = APP.resolve("app.aot");

    /** CycloneDX' own ending, which scanners look for. */
    static final AbsoluteUnixPath MATERIALS = APP.resolve("sbom.cdx.json");

    /** The list of libraries in {@code quarkus-app}, which nothing that runs reads. */
    static final String ONLY_FOR_THE_BUILD = "quarkus-app-dependencies.txt";

    /**
     * In the variable that the chart sets too, so that whoever deploys can say otherwise. No heap dump ever: unwrapped keys
     * live in memory. Unsafe: what Protocol Buffers and Netty read memory by.
     */
    static final String JVM_OPTIONS = "-XX:MaxRAMPercentage=65 -XX:+ExitOnOutOfMemoryError"
            + " -XX:-HeapDumpOnOutOfMemoryError --sun-misc-unsafe-memory-access=allow";

    private static final FilePermissions PROGRAM = FilePermissions.fromOctalString("755");
    private static final FilePermissions OPEN_FOLDER = FilePermissions.fromOctalString("777");

    /**
     * Writes the image as a tarball in OCI layout, beside it what it is made of, and returns its digest.
     *
     * @param work a folder of this build's own: the files that the image needs beside the runtime, and compressed layers
     */
    String write(JavaRuntime runtime, StartupCache cache, Licences licences, Path work, Path tarball) {
        try {
            Path materials = BillOfMaterials.of(this, APP.toString(), runtime, JAVA.toString(), licences)
                    .write(besides(tarball));
            JibContainerBuilder builder = Jib.fromScratch()
                    .setFormat(ImageFormat.OCI)
                    .setPlatforms(Set.of(new Platform(architecture(), "linux")))
                    .setFileEntriesLayers(
                            system(runtime, work.resolve("system")),
                            layer("java", runtime.folder(), JAVA, file -> true),
                            layer("libraries", packaged, APP, file -> isLibrary(file) && !isOurs(file)),
                            layer("application", packaged, APP, file -> !isLibrary(file) || isOurs(file)),
                            FileEntriesLayer.builder()
                                    .setName("materials")
                                    .addEntry(materials, MATERIALS)
                                    .build(),
                            FileEntriesLayer.builder()
                                    .setName("startup cache")
                                    .addEntry(cache.file(), CACHE)
                                    .build())
                    .setUser(USER)
                    .setWorkingDirectory(APP)
                    .setEntrypoint(entrypoint())
                    .setEnvironment(Map.of("JAVA_TOOL_OPTIONS", JVM_OPTIONS, "QUARKUS_HTTP_PORT", String.valueOf(PORT)))
                    .addExposedPort(Port.tcp(PORT))
                    .setLabels(labels);
            return builder.containerize(Containerizer.to(TarImage.at(tarball).named(name() + ":" + version()))
                            .setOfflineMode(true)
                            .setToolName("rapport-images")
                            .setBaseImageLayersCache(work.resolve("layers"))
                            .setApplicationLayersCache(work.resolve("layers")))
                    .getDigest()
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException("The image of " + service + " could not be written", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException
                | RegistryException
                | CacheDirectoryCreationException
                | InvalidImageReferenceException e) {
            throw new IllegalStateException("The image of " + service + " could not be built: " + e.getMessage(), e);
        }
    }

    private static List<String> entrypoint() {
        List<String> words = new ArrayList<>();
        words.add(JAVA.resolve("bin/java").toString());
        // Without a word where the cache does not fit, say for another collector: then the start is only slower.
        words.add("-XX:AOTCache=" + CACHE);
        words.addAll(arguments(APP.toString()));
        return words;
    }

    /** How the application in a folder is run. */
    static List<String> arguments(String folder) {
        return List.of(
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager", "-jar", folder + "/quarkus-run.jar");
    }

    String name() {
        return "rapport/" + service;
    }

    String version() {
        return Objects.requireNonNull(labels.get(VERSION), VERSION);
    }

    /** {@code purge-service.cdx.json} for {@code purge-service.tar}. */
    static Path besides(Path tarball) {
        return tarball.resolveSibling(tarball.getFileName().toString().replaceFirst("\\.tar$", ".cdx.json"));
    }

    /** The C library and perhaps libdeflate, one user, how names are looked up, and the one folder that may be written to. */
    private static FileEntriesLayer system(JavaRuntime runtime, Path folder) throws IOException {
        Path tmp = Files.createDirectories(folder.resolve("tmp"));
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("system");
        for (Path library : runtime.systemLibraries().all()) {
            layer.addEntry(library.toRealPath(), AbsoluteUnixPath.fromPath(library), PROGRAM);
        }
        return layer.addEntry(tmp, AbsoluteUnixPath.get("/tmp"), OPEN_FOLDER)
                .addEntry(
                        Files.writeString(folder.resolve("passwd"), "rapport:x:10001:10001::/tmp:/\n"),
                        AbsoluteUnixPath.get("/etc/passwd"))
                .addEntry(
                        Files.writeString(folder.resolve("nsswitch.conf"), "hosts: files dns\n"),
                        AbsoluteUnixPath.get("/etc/nsswitch.conf"))
                .build();
    }

    /** All files of the application. */
    List<Path> files() throws IOException {
        return files(packaged);
    }

    /** The files below a folder, without what only the build reads. */
    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith(ONLY_FOR_THE_BUILD))
                    .sorted()
                    .toList();
        }
    }

    /** The chosen files below a folder. */
    private static FileEntriesLayer layer(String name, Path folder, AbsoluteUnixPath target, Predicate<Path> chosen)
            throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
        for (Path file : files(folder)) {
            Path inside = folder.relativize(file);
            if (chosen.test(inside)) {
                AbsoluteUnixPath place = target.resolve(inside);
                if (Files.isExecutable(file)) {
                    layer.addEntry(file, place, PROGRAM);
                } else {
                    layer.addEntry(file, place);
                }
            }
        }
        return layer.build();
    }

    private static boolean isLibrary(Path file) {
        return file.startsWith("lib");
    }

    private static boolean isOurs(Path file) {
        return file.getFileName().toString().startsWith("io.rapport.");
    }

    private static String architecture() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return name.equals("aarch64") ? "arm64" : name;
    }
}
